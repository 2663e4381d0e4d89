"""The last real failover to a site, reported as a drill is: read from the job that Prism Central has kept of it."""

from datetime import UTC, datetime

from operations.look import Survivor, validation_checks
from operations.report.job_times import instant
from operations.report.recovered_vms import Networks
from operations.report.recovery_report import Run, recovery_report
from operations.report.report import Report
from operations.run import PlanJobs
from prism import NotFoundError
from prism.dataprotection import RecoveryPlanJob, RecoveryPoints
from prism.networking import Subnets, Vpcs
from prism.prism import Categories
from prism.vmm import AhvVmRecoveryPoints, Vms
from providers.failover.facts import replicated
from providers.failover.risks import Facts

_KINDS = {"PLANNED_FAILOVER": "planned failover", "UNPLANNED_FAILOVER": "unplanned failover"}


def last_failover(survivor: Survivor) -> Report:
    """Raises NotFoundError where the plan has not failed over to this site."""
    flip = survivor.flip
    jobs = PlanJobs(survivor.prism, flip.plan, flip.directions, flip.inputs.timeout_seconds)
    job = _newest(survivor, jobs)
    steps = jobs.steps(job.id)
    ids = {result.recovered_entity_ext_id for step in steps for result in step.recovered_vms()}
    copies = {vm.id: vm for vm in Vms(survivor.prism).list() if vm.id in ids}
    now = datetime.now(UTC)
    checks = validation_checks(jobs.findings(job.id), "failover")
    kind, networks = _KINDS[str(job.action_type)], _networks(survivor)
    run = Run(kind, job, steps, copies, _facts(survivor, job), networks, now, now)
    return recovery_report(survivor, run, checks)


def _newest(survivor: Survivor, jobs: PlanJobs) -> RecoveryPlanJob:
    own = survivor.flip.own_id
    found = [job for job in jobs.all() if job.action_type in _KINDS and job.ended and _leads_to(job, own)]
    if not found:
        raise NotFoundError(
            f"Recovery plan '{survivor.flip.plan.label}' has not failed over to {survivor.name} yet: there is nothing "
            "to report."
        )
    return found[-1]


def _leads_to(job: RecoveryPlanJob, domain_manager: str) -> bool:
    directions = (job.model_extra or {}).get("failoverDirections") or []
    return not directions or any(way.get("targetDomainManagerExtId") == domain_manager for way in directions)


def _facts(survivor: Survivor, job: RecoveryPlanJob) -> Facts:
    """The recovery points as of the job's beginning; those that have expired since are not known."""
    flip, category = survivor.flip, survivor.model.protection.category
    found = Categories(survivor.prism).find(category.key, category.value)
    points = list(RecoveryPoints(survivor.prism).list())
    captured = list(AhvVmRecoveryPoints(survivor.prism).list())
    source = flip.directions.source_domain_manager_ext_id
    moment = instant(job.start_time)
    vms = replicated(points, captured, [found.id] if found else [], source, moment)
    return Facts(job.action_type == "PLANNED_FAILOVER", survivor.other, survivor.name, datetime.now(UTC), vms)


def _networks(survivor: Survivor) -> Networks:
    overlay = survivor.model.overlay
    vpcs = {vpc.id for vpc in Vpcs(survivor.prism).list() if vpc.label == overlay.vpc}
    subnets = list(Subnets(survivor.prism).list())
    allowed = frozenset(subnet.id for subnet in subnets if subnet.vpc_reference in vpcs)
    return Networks({subnet.id: subnet.label for subnet in subnets}, allowed, f"the overlay VPC {overlay.vpc}")
