"""What a failover says: its progress, its preview, its failures. Pure text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from prism.dataprotection import ExecutionStep, RecoveryPlanJob
from providers.failover.risks import ReplicatedVm, span

_SHOWN = 12


def listed(names: Sequence[str]) -> str:
    """``2 VMs: a, b``; long lists are cut, as a preview of a thousand names is no preview."""
    count = f"{len(names)} VM{'' if len(names) == 1 else 's'}"
    shown = ", ".join(names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{count}: {shown}{more}" if names else count


def point_in_time(
    vms: Sequence[ReplicatedVm], reference_time: str | None, now: datetime, rpo_seconds: int | None
) -> str:
    """From which state the VMs will come, and how old that is beside the RPO."""
    if reference_time:
        return f"from the recovery points as of {reference_time}"
    dated = [(vm.newest, vm.name) for vm in vms if vm.newest is not None]
    if not dated:
        return "but this site holds no recovery point of them"
    (newest, _), (oldest, last) = max(dated), min(dated)
    rpo = "" if rpo_seconds is None else "; the RPO is " + ("0" if not rpo_seconds else span(timedelta(0, rpo_seconds)))
    spread = f", the newest of {last} {span(now - oldest)}" if span(now - oldest) != span(now - newest) else ""
    return (
        f"newest recovery point {newest.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC, {span(now - newest)} old{spread}{rpo}"
    )


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


def strays(names: Sequence[str], site: str, active_site: str) -> str:
    """The warning about VMs that run at the standby site."""
    return (
        f"{listed(names)} of the protected VMs run in {site} although the active site is {active_site}. "
        "Look whether "
        f"they run in {active_site} too. Either power them off in {site}, or set activeRegion to {site} "
        "and run pulumi "
        "up to bring the rest over."
    )


def woken(names: Sequence[str], site: str, active_site: str) -> str:
    """What becomes of stale copies that have started again."""
    return (
        f"{listed(names)} that {site} had stood down for {active_site} run there again, as stale copies: started by "
        "hand, or when power returned. They are powered off."
    )


def unclaimed(names: Sequence[str], site: str, other: str) -> str:
    """Why a stack without a state cannot begin as the standby."""
    return (
        f"{listed(names)} of the protected VMs run in {site}, though activeRegion is {other}, and {other} has not "
        f"taken over. Nothing is done. Either run pulumi up on the stack of {other} to its end first, or set "
        f"activeRegion: {site}."
    )
