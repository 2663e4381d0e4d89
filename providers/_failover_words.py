"""What a failover says: its progress, its preview, its failures. Pure text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prism.execution_step import ExecutionStep
from prism.recovery_plan_job import RecoveryPlanJob
from prism.recovery_point import RecoveryPoint

_SHOWN = 12


@dataclass(frozen=True)
class Copies:
    """The protected VMs whose recovery points this site holds, and the newest point."""

    names: tuple[str, ...]
    newest: datetime | None


def copies(points: Iterable[RecoveryPoint], category_id: str | None, source_id: str) -> Copies:
    """Sums up the recovery points of the source's VMs.

    A point that names categories must name the protected one.
    """
    newest: datetime | None = None
    names: set[str] = set()
    for point in points:
        source = point.source_location.domain_manager_ext_id if point.source_location else None
        if point.status not in (None, "COMPLETE") or source not in (None, source_id):
            continue
        vms = [vm for vm in point.vm_recovery_points or [] if not vm.vm_categories or category_id in vm.vm_categories]
        # By name, not by id: a VM that went to and fro has had several ids.
        names |= {vm.vm_name for vm in vms}
        if vms and point.creation_time and (newest is None or point.creation_time > newest):
            newest = point.creation_time
    return Copies(tuple(sorted(names)), newest)


def listed(names: Sequence[str]) -> str:
    """``2 VMs: a, b``; long lists are cut, as a preview of a thousand names is no preview."""
    count = f"{len(names)} VM{'' if len(names) == 1 else 's'}"
    shown = ", ".join(names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{count}: {shown}{more}" if names else count


def age(then: datetime, now: datetime) -> str:
    """``12 min``."""
    seconds = max(timedelta(0), now - then).total_seconds()
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def point_in_time(newest: datetime | None, reference_time: str | None, now: datetime) -> str:
    """From which state the VMs will come."""
    if reference_time:
        return f"from the recovery points as of {reference_time}"
    if newest is None:
        return "but this site holds no recovery point of them"
    return f"newest recovery point {newest.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC, {age(newest, now)} old"


def progress(job: RecoveryPlanJob, steps: Iterable[ExecutionStep]) -> str:
    """One line: the phase, how far, which VMs are recovered and which are being worked on."""
    listed_steps = list(steps)
    phase = next((p for p in job.execution_phases or [] if p.status in ("RUNNING", "QUEUED")), None)
    recovered = sorted({r.name or "?" for step in listed_steps for r in step.recovered_vms()})
    at_work = [
        f"{(step.operation_type or 'step').lower().replace('_', ' ')} {', '.join(step.vm_names())}".strip()
        for step in listed_steps
        if step.status == "RUNNING"
    ]
    parts = [
        f"{job.name}: {job.status}",
        f"{job.percentage_complete or 0} %",
        phase.phase_type.lower().replace("_", " ") if phase and phase.phase_type else "",
        f"recovered {listed(recovered)}" if recovered else "",
        "; ".join(at_work[:3]),
    ]
    return ", ".join(part for part in parts if part)


def failed_steps(steps: Iterable[ExecutionStep]) -> str:
    """What went wrong, by step."""
    failed = [step for step in steps if step.status in ("FAILED", "ABORTED")]
    texts = [
        f"{step.step_description or step.operation_type or 'a step'}"
        f"{' (' + ', '.join(step.vm_names()) + ')' if step.vm_names() else ''}: "
        f"{step.complaint() or 'no reason given'}"
        for step in failed
    ]
    return "; ".join(dict.fromkeys(texts)) or "Prism Central gives no reason"


def unreachable(plan: str, sites: Mapping[str, str], source: str, target: str, why: str) -> str:
    """Why a planned failover cannot be, and what the operator may decide."""
    return (
        f"Planned failover of '{plan}' from {source} to {target} cannot run: {source} "
        f"({sites.get(source, source)}) cannot "
        f"be reached from {target} ({sites.get(target, target)}){': ' + why if why else ''}. Nothing was "
        "changed. Bring "
        f"{source} back, or if it is lost set failoverMode: unplanned and run pulumi up again: the VMs "
        "then start here "
        "from recovery points, and what was written after the newest one is lost."
    )


def still_there(source: str, target: str) -> str:
    """The warning before an unplanned failover from a site that answers."""
    return (
        f"{source} can still be reached. An unplanned failover does not stop its VMs: they go on running "
        "beside the "
        f"recovered ones in {target} until pulumi up has run in {source} too. failoverMode: planned "
        "shuts them down "
        "first and loses nothing."
    )


def strays(names: Sequence[str], site: str, active_site: str) -> str:
    """The warning about VMs that run at the standby site."""
    return (
        f"{listed(names)} of the protected VMs run in {site} although the active site is {active_site}. "
        "Look whether "
        f"they run in {active_site} too. Either power them off in {site}, or set activeRegion to {site} "
        "and run pulumi "
        "up to bring the rest over."
    )
