"""The inputs of a protection policy, and its live schedules as inputs."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from prism.datapolicies import ReplicationConfiguration
from providers.base import Inputs
from providers.protection_policy.replication import Location
from providers.protection_policy.schedules import ReplicationSchedule, Rollup, configurations, same, seen


class ProtectionPolicyInputs(Inputs):
    """``schedules``, or ``rpo_seconds``, ``retention_local`` and ``retention_remote`` for a single schedule."""

    name: str
    category_ids: list[str]
    locations: list[Location]
    rpo_seconds: int | None = None
    retention_local: int | Rollup | None = None
    retention_remote: int | Rollup | None = None
    schedules: list[ReplicationSchedule] = Field(default_factory=list)

    @property
    def all_schedules(self) -> list[ReplicationSchedule]:
        """The schedules, whether declared as a list or as a single one."""
        if self.rpo_seconds is None:
            return self.schedules
        alone = ReplicationSchedule(
            rpo_seconds=self.rpo_seconds, retention_local=self.retention_local, retention_remote=self.retention_remote
        )
        return [alone, *self.schedules]

    def written(self) -> list[ReplicationConfiguration]:
        """The replication configurations of Prism Central for the schedules."""
        return configurations(self.all_schedules, self.locations)


def seen_schedules(live: list[ReplicationConfiguration], inputs: ProtectionPolicyInputs) -> dict[str, Any]:
    """The live schedules as inputs. Empty if all are as declared; otherwise a change, so that up writes them all."""
    wanted = inputs.written()
    if same(wanted, live):
        return {}
    ends = [{(c.source_location_label, c.remote_location_label) for c in each} for each in (wanted, live)]
    if ends[0] != ends[1] or len(wanted) != len(live):
        # No input stands for a direction, so a missing direction shows as missing locations.
        return {"locations": []}
    found = [seen(configuration) for configuration in live]
    if inputs.rpo_seconds is None or inputs.schedules:
        return {"schedules": [ReplicationSchedule.model_construct(**one) for one in found]}
    declared = {name: getattr(inputs, name) for name in ("rpo_seconds", "retention_local", "retention_remote")}
    differing = [one for one in found if any(one[name] != declared[name] for name in declared)]
    return {name: differing[0][name] for name in declared} if differing else {"locations": []}
