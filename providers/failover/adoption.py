"""Whether a job that an earlier run has left still brings what the source has now. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from prism.dataprotection import RecoveryPlanJob
from providers.recovery import BOUND, Objective, RecoverableVm, Risk, span, utc, when
from topology import RiskKind


def went_on(
    job: RecoveryPlanJob,
    came: Collection[str],
    vms: Iterable[RecoverableVm],
    objective: Objective,
    places: tuple[str, str],
) -> Iterator[Risk]:
    """A risk for each VM that has run on at the source since the job: its newer recovery points tell.

    ``came`` are ids at the source of what the job has brought, ``places`` the names of source and target. A loss within
    the RPO is what an unplanned failover is for, and the two sites' clocks may be apart, so that much is no risk. A
    planned failover powers the source off itself, so what counts there is its end.
    """
    moment = when.instant(job.end_time if job.action_type == "PLANNED_FAILOVER" else job.start_time)
    if moment is None:
        return
    source, target = places
    for vm in vms:
        if vm.vm_id not in came or vm.newest is None or vm.newest - moment <= objective.rpo + BOUND:
            continue
        yield Risk(
            RiskKind.SOURCE_WENT_ON,
            vm.name,
            f"{vm.name} ran on in {source}: its newest recovery point is of {utc(vm.newest)}, "
            f"{span(vm.newest - moment)} after job '{job.label}' brought it to {target}. What it has written since is "
            f"not in {target}. To recover its newest state, delete the VMs that this job brought to {target}, then run "
            "pulumi up again.",
        )
