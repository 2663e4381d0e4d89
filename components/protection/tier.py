"""A further tier of the protection: its policy, and for one in a recovery point store the plan that brings it home."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi import Input, Output, ResourceOptions

from components.site_outputs import SiteOutputs
from providers.prism_site import PrismSite
from providers.protection_policy import ProtectionPolicy
from providers.recovery_plan import RecoveryPlan
from topology import Category, ProtectionTier
from topology.protection import all_stages

STORE = "recovery-point-store"
"""The label of the store's location in a policy."""


def protect_tier(
    name: str,
    tier: ProtectionTier,
    *,
    site: str,
    prism: PrismSite,
    other: SiteOutputs,
    store_id: Input[str] | None,
    categories: Mapping[Category, Output[str]],
    network_mappings: Sequence[dict[str, Any]],
    opts: ResourceOptions,
) -> RecoveryPlan | None:
    """Its policy, and for a tier in a store the plan by which its VMs come home, once there is somewhere to come from.

    `store_id`: this site's recovery point store; without `network_mappings` the other site is not there yet.
    """
    retention = {"retention_local": tier.retention.local, "retention_remote": tier.retention.remote}
    schedule = {"rpo_seconds": tier.rpo_seconds, **retention}
    home = {"label": site, "domain_manager_id": prism.domain_manager_id, "is_primary": True}
    away = {"label": other.site, "domain_manager_id": other.domain_manager_id}
    if tier.in_store:
        # assumed: the store is named with the Prism Central that it was added to.
        store = {"label": STORE, "domain_manager_id": prism.domain_manager_id, "recovery_point_store_id": store_id}
        locations: list[Any] = [home, store]
        schedules: list[Any] = [{**schedule, "remote": STORE}]
        if network_mappings:
            # Nothing is replicated to the other site's few nodes; from there it must come back to a cluster.
            locations.append(away)
            schedules.append({**schedule, "source": other.site, "remote": site})
    else:
        locations, schedules = [home, away], [schedule]
    ProtectionPolicy(
        f"{name}-policy",
        name=tier.policy,
        category_ids=[categories[tier.category]],
        locations=locations,
        schedules=schedules,
        opts=opts,
    )
    if tier.recovery_plan is None or other.domain_manager_id is None or not network_mappings:
        return None
    return RecoveryPlan(
        f"{name}-plan",
        name=tier.recovery_plan,
        primary_domain_manager_id=prism.domain_manager_id,
        recovery_domain_manager_id=other.domain_manager_id,
        stages=[
            {"category_ids": [categories[stage.category]], "delay_seconds": stage.delay_seconds}
            for stage in all_stages(tier.stages, tier.category)
        ],
        network_mappings=list(network_mappings),
        opts=opts,
    )
