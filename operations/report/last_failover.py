"""The report of the last real failover to a site, from the job that Prism Central has kept."""

from datetime import UTC, datetime

from operations.look import Survivor, validation_checks
from operations.report.job_times import instant
from operations.report.recovered_vms import Networks
from operations.report.recovery_report import Run, recovery_report
from operations.report.report import Report
from prism import NotFoundError
from prism.dataprotection import RecoveryPlanJob
from prism.networking import Subnets, Vpcs
from prism.vmm import AhvVmRecoveryPoints, Vms
from providers.failover import replicated
from providers.recovery import PlanJobs, RecoverableVm

_KINDS = {"PLANNED_FAILOVER": "planned failover", "UNPLANNED_FAILOVER": "unplanned failover"}


def last_failover(survivor: Survivor) -> Report:
    """The report. Raises NotFoundError where the plan has never failed over to this site."""
    jobs = survivor.failover.jobs
    job = _newest(survivor, jobs)
    steps = jobs.steps(job.id)
    ids = {result.recovered_entity_ext_id for step in steps for result in step.recovered_vms()}
    copies = {vm.id: vm for vm in Vms(survivor.prism).list() if vm.id in ids}
    now = datetime.now(UTC)
    checks = validation_checks(jobs.findings(job.id), "failover")
    kind, networks = _KINDS[str(job.action_type)], _networks(survivor)
    run = Run(kind, job, steps, copies, _expected(survivor, job), networks, now, now)
    return recovery_report(survivor, run, checks)


def _newest(survivor: Survivor, jobs: PlanJobs) -> RecoveryPlanJob:
    own = survivor.failover.own.domain_manager_id
    found = [job for job in jobs.all() if job.action_type in _KINDS and job.ended and _leads_to(job, own)]
    if not found:
        raise NotFoundError(
            f"Recovery plan '{survivor.failover.plan.label}' has never failed over to {survivor.name}, so there is "
            "nothing to report. Run the report for the site that took over."
        )
    return found[-1]


def _leads_to(job: RecoveryPlanJob, domain_manager: str) -> bool:
    directions = (job.model_extra or {}).get("failoverDirections") or []
    return not directions or any(way.get("targetDomainManagerExtId") == domain_manager for way in directions)


def _expected(survivor: Survivor, job: RecoveryPlanJob) -> tuple[RecoverableVm, ...]:
    """The VMs by their recovery points as of the job's beginning; points that have expired since are not known."""
    view = survivor.failover
    captured = list(AhvVmRecoveryPoints(survivor.prism).list())
    return replicated(view.points, captured, view.categories, view.source_id, instant(job.start_time))


def _networks(survivor: Survivor) -> Networks:
    overlay = survivor.model.overlay
    vpcs = {vpc.id for vpc in Vpcs(survivor.prism).list() if vpc.name == overlay.vpc}
    subnets = list(Subnets(survivor.prism).list())
    allowed = frozenset(subnet.id for subnet in subnets if subnet.vpc_reference in vpcs)
    return Networks({subnet.id: subnet.label for subnet in subnets}, allowed, f"the overlay VPC {overlay.vpc}")
