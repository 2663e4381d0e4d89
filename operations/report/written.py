"""Writing a drill or a failover down: its job, its steps and its machines become a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from operations.drill.measurement import Measured, instant, lost, phases, recovery_time, vms
from operations.drill.tested import Networks, lines, machine_checks, target_checks
from operations.look.check import Check
from operations.look.survivor import Survivor
from operations.report.report import DRILL, Report
from prism.dataprotection import ExecutionStep, RecoveryPlanJob
from prism.vmm import Vm
from providers.failover import failed_steps
from providers.recovery import RecoverableVm

_SOURCE = "The figures are Prism Central's own: the times of the job and its steps, and of the recovery points."
_RTO = "Recovery time counts from the job's beginning until the last machine was ready."
_ROUTES = "Routes and DNS follow in the same pulumi up, after the machines; their seconds are not in it."
_DRILL = "A drill asks the surviving site only; the machines at the other site were not looked at."


@dataclass(frozen=True)
class Run:
    """What a drill or a failover left to be written down.

    `copies` are the recovered machines by id, `expected` the machines as their recovery points told of them before;
    `began` and `ended` stand in for times that the job does not tell.
    """

    kind: str
    job: RecoveryPlanJob
    steps: Sequence[ExecutionStep]
    copies: Mapping[str, Vm]
    expected: Sequence[RecoverableVm]
    networks: Networks
    began: datetime
    ended: datetime


def write_down(survivor: Survivor, run: Run, checks: Sequence[Check]) -> Report:
    """`checks` are those made on the way; the machines' and the targets' are made here."""
    protection, job = survivor.model.protection, run.job
    machines = vms(job, run.steps)
    newest = {vm.name: vm.newest for vm in run.expected}
    ages = {machine.name: lost(job, newest.get(machine.name)) for machine in machines}
    known = [age for age in ages.values() if age is not None]
    rto = Measured(protection.rto_seconds, recovery_time(job, machines))
    rpo = Measured(protection.rpo_seconds, max(known) if known and len(known) == len(ages) else None)
    found = lines(machines, run.copies, ages, run.networks)
    made = machine_checks(found, run.expected, run.copies, run.networks)
    return Report(
        kind=run.kind,
        project=survivor.model.project,
        plan=protection.recovery_plan,
        source=survivor.other,
        target=survivor.name,
        job=job.name or "",
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
    todo = "Correct that, and run it again; what came up was looked at all the same."
    return Check.of("job", job.name or "?", how, good=job.succeeded, expected="SUCCEEDED", what_to_do=todo)
