"""The protection policy: which VMs are replicated between the sites, and how often."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi

from prism import Collection, PrismCentral
from prism.datapolicies import ProtectionPolicies
from prism.datapolicies import ProtectionPolicy as PrismPolicy
from providers.base import SharedProvider, describe, in_order_of, signatures
from providers.protection_policy.inputs import ProtectionPolicyInputs, seen_schedules
from providers.protection_policy.replication import from_location, to_location
from providers.protection_policy.schedules import faults, keeping
from providers.protection_policy.stores import store_faults

__all__ = ["ProtectionPolicy", "ProtectionPolicyInputs", "ProtectionPolicyProvider"]


class ProtectionPolicyProvider(SharedProvider[ProtectionPolicyInputs, PrismPolicy]):
    """A protection policy. Every input can be changed in place."""

    inputs = ProtectionPolicyInputs

    def collection(self, client: PrismCentral, inputs: ProtectionPolicyInputs) -> Collection[PrismPolicy]:
        return ProtectionPolicies(client)

    def remotes(self, inputs: ProtectionPolicyInputs) -> frozenset[str]:
        return frozenset(location.domain_manager_id for location in inputs.locations)

    def same_thing(self, found: PrismPolicy, inputs: ProtectionPolicyInputs) -> bool:
        return found.name == inputs.name

    def problems(self, inputs: ProtectionPolicyInputs) -> Iterable[tuple[str, str]]:
        """The rules of the API. If all of them hold, also checks that the recovery point stores exist."""
        found = list(_without_prism(inputs))
        yield from found or (("locations", fault) for fault in store_faults(inputs.locations))

    def desired(self, inputs: ProtectionPolicyInputs) -> PrismPolicy:
        return PrismPolicy(
            name=inputs.name,
            description=describe(inputs.owner),
            category_ids=inputs.category_ids,
            replication_locations=[to_location(location) for location in inputs.locations],
            replication_configurations=inputs.written(),
        )

    def merge(self, current: PrismPolicy, wanted: PrismPolicy) -> PrismPolicy:
        """A schedule that stays keeps its id."""
        written = keeping(wanted.replication_configurations or [], current.replication_configurations or [])
        return super().merge(current, wanted).model_copy(update={"replication_configurations": written})

    def observe(self, client: PrismCentral, found: PrismPolicy, inputs: ProtectionPolicyInputs) -> dict[str, Any]:
        locations = [from_location(location) for location in found.replication_locations or []]
        live: dict[str, Any] = {
            "name": found.name,
            "category_ids": in_order_of(found.category_ids or [], inputs.category_ids),
            "locations": in_order_of(locations, inputs.locations),
        }
        return live | seen_schedules(found.replication_configurations or [], inputs)


def _without_prism(inputs: ProtectionPolicyInputs) -> Iterable[tuple[str, str]]:
    if not inputs.all_schedules:
        yield "schedules", "is empty; expected at least one schedule, or rpo_seconds"
    for schedule in inputs.all_schedules:
        field = "schedules" if inputs.rpo_seconds is None else "rpo_seconds"
        yield from ((field, fault) for fault in faults([schedule], inputs.locations))
    primaries = sum(location.is_primary for location in inputs.locations)
    if primaries != 1:
        yield "locations", f"has {primaries} primary locations; expected exactly one"
    if any(location.is_primary and location.recovery_point_store_id for location in inputs.locations):
        yield "locations", "has a recovery point store as its primary; expected a site"
    if any(location.cluster_ids and location.recovery_point_store_id for location in inputs.locations):
        yield (
            "locations",
            "has a recovery point store with cluster_ids; expected one of them",
        )
    labels = [location.label for location in inputs.locations]
    if len(set(labels)) != len(labels):
        yield "locations", f"has the labels {', '.join(labels)}; expected each once"


class ProtectionPolicy(
    signatures.ProtectionPolicy, module="prism", name="ProtectionPolicy", provider=ProtectionPolicyProvider
):
    """Replicates the VMs of the categories between the locations, in both directions.

    Each of ``locations`` is ``{label, domain_manager_id, cluster_ids?, is_primary?, recovery_point_store_id?}``. A
    retention is a number of recovery points or ``{interval, frequency}``. Each of ``schedules`` is ``{rpo_seconds,
    retention_local?, retention_remote?, remote?, source?, application_consistent?, start_time?,
    auto_suspend_seconds?}``.
    """

    @property
    def policy_id(self) -> pulumi.Output[str]:
        """The policy's ``extId``."""
        return self.id
