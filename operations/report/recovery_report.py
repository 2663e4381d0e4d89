"""The report of a drill or a failover, from its job, its steps and its VMs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from operations.look import Check, Survivor
from operations.report.job_times import Measured, instant, lost, phases, recovery_time, vms
from operations.report.recovered_vms import Networks, lines, target_checks, vm_checks
from operations.report.report import DRILL, Report
from plain_text import plain
from prism.dataprotection import ExecutionStep, RecoveryPlanJob
from prism.vmm import Vm
from providers.failover import failed_steps
from providers.recovery import RecoverableVm

_SOURCE = "All figures are Prism Central's own times: of the job, of its steps and of the recovery points."
_RTO = "The recovery time counts from the job's beginning until the last VM was ready."
_ROUTES = "Routes and DNS follow the VMs in the same pulumi up. Their seconds are not counted."
_DRILL = "A drill asks the surviving site only. The VMs at the other site were not checked."


@dataclass(frozen=True)
class Run:
    """What a drill or a failover has left behind.

    `copies` are the recovered VMs by id, `expected` the VMs as their recovery points recorded them.
    `began` and `ended` replace times that the job does not have.
    """

    kind: str
    job: RecoveryPlanJob
    steps: Sequence[ExecutionStep]
    copies: Mapping[str, Vm]
    expected: Sequence[RecoverableVm]
    networks: Networks
    began: datetime
    ended: datetime


def recovery_report(survivor: Survivor, run: Run, checks: Sequence[Check]) -> Report:
    """The report. `checks` are those made on the way; the checks of the VMs and of the targets are made here."""
    protection, job = survivor.model.protection, run.job
    times = vms(job, run.steps)
    newest = {vm.name: vm.newest for vm in run.expected}
    ages = {vm.name: lost(job, newest.get(vm.name)) for vm in times}
    known = [age for age in ages.values() if age is not None]
    rto = Measured(protection.rto_seconds, recovery_time(job, times))
    rpo = Measured(protection.rpo_seconds, max(known) if known and len(known) == len(ages) else None)
    found = lines(times, run.copies, ages, run.networks)
    made = vm_checks(found, run.expected, run.copies, run.networks)
    return Report(
        kind=run.kind,
        project=survivor.model.project,
        plan=protection.recovery_plan,
        source=survivor.other,
        target=survivor.name,
        job=plain(job.name or ""),
        job_id=job.id,
        job_status=job.status,
        started=(instant(job.start_time) or run.began).isoformat(timespec="seconds"),
        finished=(instant(job.end_time) or run.ended).isoformat(timespec="seconds"),
        rto=rto,
        rpo=rpo,
        phases=phases(job, run.steps),
        vms=found,
        checks=(_ended_well(job, run.steps), *target_checks(rto, rpo), *made, *checks),
        notes=(_SOURCE, _RTO, _DRILL if run.kind == DRILL else _ROUTES),
    )


def _ended_well(job: RecoveryPlanJob, steps: Sequence[ExecutionStep]) -> Check:
    how = job.status if job.succeeded else f"{job.status}: {failed_steps(steps)}"
    todo = "Correct what failed, then run it again. The VMs that came up were checked below."
    return Check.of("job", plain(job.name or "?"), how, good=job.succeeded, expected="SUCCEEDED", what_to_do=todo)
