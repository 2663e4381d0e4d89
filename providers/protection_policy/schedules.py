"""The schedules of a protection policy: how often recovery points are made, how many are kept, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from prism.datapolicies import AutoRollupRetention, LinearRetention, ReplicationConfiguration, RollupDetails, Schedule
from providers.base import Part
from providers.protection_policy.replication import Location
from topology.protection import LEAST_STORE_RPO


def _start(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3])h:[0-5]\dm", value):
        raise ValueError("expected a time of day in UTC such as 18h:10m")
    return value


class Rollup(Part):
    """Recovery points of the last ``frequency`` intervals. Older ones are fewer."""

    interval: Literal["hourly", "daily", "weekly", "monthly", "yearly"]
    frequency: int = Field(ge=1, le=24)


class ReplicationSchedule(Part):
    """A recovery point every ``rpo_seconds`` (0: synchronous). A retention is a number of points or a rollup.

    ``remote`` is the label of the location that gets the recovery points; without it, all locations do. Replication
    between sites goes in both directions, so that VMs are protected from the first minute after a failover. With
    ``source``, a label too, it goes from that site only. ``auto_suspend_seconds`` is for synchronous replication: after
    that time without the other site, VMs may write again.
    """

    rpo_seconds: int
    retention_local: int | Rollup | None = None
    retention_remote: int | Rollup | None = None
    remote: str | None = None
    source: str | None = None
    application_consistent: bool = False
    start_time: Annotated[str, AfterValidator(_start)] | None = None
    auto_suspend_seconds: int | None = Field(default=None, ge=1, le=300)


def faults(schedules: Iterable[ReplicationSchedule], locations: list[Location]) -> Iterator[str]:
    """One sentence per schedule that contradicts itself or the locations."""
    stores = {location.label for location in locations if location.recovery_point_store_id}
    labels = {location.label for location in locations}
    for schedule in schedules:
        kept = (schedule.retention_local, schedule.retention_remote)
        if schedule.rpo_seconds < 0 or schedule.rpo_seconds % 60:
            yield f"has rpo_seconds {schedule.rpo_seconds}; expected 0 (synchronous) or a multiple of 60"
        if schedule.remote is not None and schedule.remote not in labels:
            yield f"names the location '{schedule.remote}'; expected one of {', '.join(sorted(labels))}"
        if schedule.source is not None and schedule.source not in labels - stores:
            yield f"names the source '{schedule.source}'; expected one of {', '.join(sorted(labels - stores))}"
        if 0 < schedule.rpo_seconds < LEAST_STORE_RPO and stores and schedule.remote in (None, *stores):
            yield (
                f"has rpo_seconds {schedule.rpo_seconds} for a recovery point store, which takes at most one recovery "
                f"point per hour; expected {LEAST_STORE_RPO} or more, or another remote"
            )
        if len({type(one) for one in kept if one is not None}) > 1:
            yield "has a number of recovery points at one end and a rollup at the other; expected one kind at both ends"
        if schedule.rpo_seconds and schedule.retention_local is None:
            yield "has no retention_local, so no recovery point would be kept"
        if schedule.rpo_seconds and schedule.auto_suspend_seconds is not None:
            yield "has auto_suspend_seconds, which only a synchronous schedule (rpo_seconds 0) may have"
        if schedule.rpo_seconds == 0 and stores and schedule.remote in (None, *stores):
            yield "is synchronous, but a recovery point store takes only recovery points; expected another remote"


def directions(locations: list[Location], remote: str | None, source: str | None = None) -> list[tuple[str, str]]:
    """Pairs of labels (from, to), from ``source`` only if given. A recovery point store is never a source."""
    stores = {location.label for location in locations if location.recovery_point_store_id}
    pairs = permutations([location.label for location in locations], 2)
    ways = [(a, b) for a, b in pairs if a not in stores and (remote in (None, b) or (remote == a and b not in stores))]
    return [(a, b) for a, b in ways if source in (None, a)]


def configurations(
    schedules: Iterable[ReplicationSchedule], locations: list[Location]
) -> list[ReplicationConfiguration]:
    """The Prism objects: one per schedule and direction."""
    return [
        ReplicationConfiguration(source_location_label=a, remote_location_label=b, schedule=_to_schedule(schedule))
        for schedule in schedules
        for a, b in directions(locations, schedule.remote, schedule.source)
    ]


def seen(configuration: ReplicationConfiguration) -> dict[str, Any]:
    """The fields of a live schedule that we own, not validated, without its direction."""
    schedule = configuration.schedule
    retention = schedule.retention
    return {
        "rpo_seconds": schedule.recovery_point_objective_time_seconds,
        "retention_local": _from_kept(retention.local) if retention else None,
        "retention_remote": _from_kept(retention.remote) if retention else None,
        "application_consistent": schedule.recovery_point_type == "APPLICATION_CONSISTENT",
        "start_time": schedule.start_time,
        "auto_suspend_seconds": schedule.sync_replication_auto_suspend_timeout_seconds,
    }


def same(declared: list[ReplicationConfiguration], live: list[ReplicationConfiguration]) -> bool:
    """True if each declared one is live exactly once, and no other is. Values that Prism Central chose do not count."""
    left = list(live)
    for wanted in declared:
        found = next((one for one in left if _place(one) == _place(wanted) and _fits(seen(wanted), seen(one))), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def keeping(
    wanted: list[ReplicationConfiguration], current: list[ReplicationConfiguration]
) -> list[ReplicationConfiguration]:
    """``wanted`` over ``current``: a schedule that stays keeps its id and the other fields of Prism Central."""
    left, written = list(current), []
    for one in wanted:
        found = next((c for c in left if _place(c) == _place(one) and _rpo(c) == _rpo(one)), None)
        if found is not None:
            left.remove(found)
            ours = {name: getattr(one.schedule, name) for name in Schedule.model_fields}
            one = found.model_copy(update={"schedule": found.schedule.model_copy(update=ours)})
        written.append(one)
    return written


def _place(configuration: ReplicationConfiguration) -> tuple[str, str | None]:
    return configuration.source_location_label, configuration.remote_location_label


def _rpo(configuration: ReplicationConfiguration) -> int:
    return configuration.schedule.recovery_point_objective_time_seconds


def _fits(wanted: dict[str, Any], live: dict[str, Any]) -> bool:
    # assumed: Prism Central may fill in a start time and a suspend timeout that were left out.
    chosen = ("start_time", "auto_suspend_seconds")
    return all(live[name] == value or (name in chosen and value is None) for name, value in wanted.items())


def _to_schedule(schedule: ReplicationSchedule) -> Schedule:
    return Schedule(
        recovery_point_type="APPLICATION_CONSISTENT" if schedule.application_consistent else "CRASH_CONSISTENT",
        recovery_point_objective_time_seconds=schedule.rpo_seconds,
        retention=_to_retention(schedule.retention_local, schedule.retention_remote),
        start_time=schedule.start_time,
        sync_replication_auto_suspend_timeout_seconds=schedule.auto_suspend_seconds,
    )


def _to_retention(
    local: int | Rollup | None, remote: int | Rollup | None
) -> AutoRollupRetention | LinearRetention | None:
    if isinstance(local, Rollup):
        return AutoRollupRetention(
            local=_to_details(local), remote=_to_details(remote) if isinstance(remote, Rollup) else None
        )
    return None if local is None else LinearRetention(local=local, remote=remote if isinstance(remote, int) else None)


def _to_details(rollup: Rollup) -> RollupDetails:
    return RollupDetails(snapshot_interval_type=rollup.interval.upper(), frequency=rollup.frequency)


def _from_kept(kept: int | RollupDetails | None) -> int | Rollup | None:
    if isinstance(kept, RollupDetails):
        values: dict[str, Any] = {"interval": kept.snapshot_interval_type.lower(), "frequency": kept.frequency}
        return Rollup.model_construct(**values)
    return kept
