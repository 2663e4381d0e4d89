"""The protection policy: what is replicated between the sites, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pulumi

from prism import PrismCentral
from prism._collection import Collection
from prism.protection_policy import LinearRetention, ProtectionPolicies, Schedule
from prism.protection_policy import ProtectionPolicy as PrismPolicy
from providers._base import PrismProvider, PrismResource
from providers._fields import Inputs, in_order_of
from providers._marker import describe
from providers._replication import Location, both_ways, from_location, goes_both_ways, to_location


class ProtectionPolicyInputs(Inputs):
    """``rpo_seconds`` is 0 (synchronous) or a multiple of 60; retentions count recovery points."""

    name: str
    category_ids: list[str]
    locations: list[Location]
    rpo_seconds: int
    retention_local: int
    retention_remote: int


class ProtectionPolicyProvider(PrismProvider[ProtectionPolicyInputs, PrismPolicy]):
    """A protection policy; everything about it can be changed in place."""

    inputs = ProtectionPolicyInputs

    def collection(self, client: PrismCentral, inputs: ProtectionPolicyInputs) -> Collection[PrismPolicy]:
        return ProtectionPolicies(client)

    def same_thing(self, found: PrismPolicy, inputs: ProtectionPolicyInputs) -> bool:
        return found.name == inputs.name

    def problems(self, inputs: ProtectionPolicyInputs) -> Iterable[tuple[str, str]]:
        """The rules of the API that can be checked without it."""
        if inputs.rpo_seconds < 0 or inputs.rpo_seconds % 60:
            yield "rpo_seconds", f"is {inputs.rpo_seconds}; expected 0 (synchronous) or a multiple of 60"
        primaries = sum(location.is_primary for location in inputs.locations)
        if primaries != 1:
            yield "locations", f"has {primaries} primary locations; expected exactly one"
        labels = [location.label for location in inputs.locations]
        if len(set(labels)) != len(labels):
            yield "locations", f"has the labels {', '.join(labels)}; expected each once"

    def desired(self, inputs: ProtectionPolicyInputs) -> PrismPolicy:
        schedule = Schedule(
            recovery_point_type="CRASH_CONSISTENT",
            recovery_point_objective_time_seconds=inputs.rpo_seconds,
            retention=LinearRetention(local=inputs.retention_local, remote=inputs.retention_remote),
        )
        labels = [location.label for location in inputs.locations]
        return PrismPolicy(
            name=inputs.name,
            description=describe(inputs.owner),
            category_ids=inputs.category_ids,
            replication_locations=[to_location(location) for location in inputs.locations],
            replication_configurations=both_ways(labels, schedule),
        )

    def observe(self, client: PrismCentral, found: PrismPolicy, inputs: ProtectionPolicyInputs) -> dict[str, Any]:
        locations = [from_location(location) for location in found.replication_locations or []]
        seen: dict[str, Any] = {
            "name": found.name,
            "category_ids": in_order_of(found.category_ids or [], inputs.category_ids),
            "locations": in_order_of(locations, inputs.locations),
        }
        labels = [location.label for location in inputs.locations]
        configurations = found.replication_configurations or []
        if not goes_both_ways(labels, configurations):
            # A missing direction has no input of its own: showing the locations as changed makes up write
            # them all.
            seen["locations"] = []
        for configuration in configurations:
            seen |= _seen_schedule(configuration.schedule, seen, inputs)
        return seen


def _seen_schedule(schedule: Schedule, seen: dict[str, Any], inputs: ProtectionPolicyInputs) -> dict[str, Any]:
    """The schedule's values.

    Where the directions differ, the one that differs from what is declared is shown.
    """
    live = {
        "rpo_seconds": schedule.recovery_point_objective_time_seconds,
        "retention_local": (schedule.retention and schedule.retention.local) or 0,
        "retention_remote": (schedule.retention and schedule.retention.remote) or 0,
    }
    return {name: value for name, value in live.items() if name not in seen or value != getattr(inputs, name)}


class ProtectionPolicy(PrismResource, module="prism", name="ProtectionPolicy"):
    """Replicates the VMs of the categories between the locations, in both directions.

    Each of ``locations`` is ``{label, domain_manager_id, cluster_ids?, is_primary}``.
    """

    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str],
        category_ids: pulumi.Input[Sequence[pulumi.Input[str]]],
        locations: pulumi.Input[Sequence[pulumi.Input[dict[str, Any]]]],
        rpo_seconds: pulumi.Input[int],
        retention_local: pulumi.Input[int],
        retention_remote: pulumi.Input[int],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "name": name,
            "category_ids": category_ids,
            "locations": locations,
            "rpo_seconds": rpo_seconds,
            "retention_local": retention_local,
            "retention_remote": retention_remote,
        }
        super().__init__(ProtectionPolicyProvider(), resource_name, props, opts)

    @property
    def policy_id(self) -> pulumi.Output[str]:
        """The policy's ``extId``."""
        return self.id
