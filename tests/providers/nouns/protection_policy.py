"""The protection policy under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import PrismCentral
from prism.clustermgmt import Clusters
from prism.datapolicies import ProtectionPolicies
from providers.protection_policy import ProtectionPolicyProvider
from tests.providers._noun import Noun, domain_managers, new_category, write_over


def _policy_inputs(client: PrismCentral) -> dict[str, Any]:
    managers = domain_managers(client)
    cluster = next(c.id for c in Clusters(client).list() if not c.is_prism_central)
    return {
        "name": "workload-protection",
        "category_ids": [new_category(client, "a"), new_category(client, "b")],
        "locations": [
            {"label": "tokyo", "domain_manager_id": managers["own"], "cluster_ids": [cluster], "is_primary": True},
            {"label": "osaka", "domain_manager_id": managers["other"]},
        ],
        "rpo_seconds": 3600,
        "retention_local": 2,
        "retention_remote": 3,
    }


def _policy_changes(client: PrismCentral) -> dict[str, Any]:
    managers = domain_managers(client)
    return {
        "name": "renamed",
        "category_ids": [new_category(client, "c")],
        "locations": [
            {"label": "east", "domain_manager_id": managers["own"], "is_primary": True},
            {"label": "west", "domain_manager_id": managers["other"], "is_primary": False},
        ],
        "rpo_seconds": 900,
        "retention_local": 5,
        "retention_remote": 6,
    }


def _drop_the_way_back(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    return ProtectionPolicies(client).update(
        ext_id,
        lambda policy: policy.model_copy(
            update={"replication_configurations": (policy.replication_configurations or [])[:1]}
        ),
    )


def _slower_back(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    def slow(policy: Any) -> Any:
        policy.replication_configurations[1].schedule.recovery_point_objective_time_seconds = 7200
        return policy

    return ProtectionPolicies(client).update(ext_id, slow)


NOUN = Noun(
    name="protection policy",
    provider=ProtectionPolicyProvider,
    inputs=_policy_inputs,
    collection=lambda client, state: ProtectionPolicies(client),
    changes=_policy_changes,
    drifts={
        "renamed": write_over(ProtectionPolicies, name="by-hand"),
        "no category left": write_over(ProtectionPolicies, category_ids=[]),
        "the way back dropped": _drop_the_way_back,
        "the way back slower": _slower_back,
    },
)
