"""Prism Central's own validation of the recovery plan. The validation is a job of the plan and changes nothing."""

from datetime import UTC, datetime

from operations.look import Check, Status, Survivor, validation_checks
from prism import ConflictError
from providers.recovery import PlanJobs

_SECONDS = 80.0


def look(survivor: Survivor) -> list[Check]:
    name = "plan validation"
    if survivor.model.is_active:
        todo = f"Check the standby: python -m operations readiness --site {survivor.other}."
        return [Check(name, Status.WARN, survivor.name, "not checked: this is the active site", "the standby", todo)]
    view = survivor.failover
    jobs = PlanJobs(survivor.prism, view.plan, view.directions, _SECONDS)
    busy = next((job for job in jobs.all() if not job.ended), None)
    if busy is not None:
        todo = "Check again after that job: a plan runs one job at a time."
        return [Check.unknown(name, view.plan.label, f"the plan is busy with '{busy.label}'", todo)]
    asked = f"nc2-dr-readiness {datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
    try:
        job = jobs.wait(jobs.start("validate", jobs.action(asked)), on_timeout="See the job in Prism Central.")
    except ConflictError as error:
        return [Check.unknown(name, view.plan.label, str(error), "Check again in a minute.")]
    findings = jobs.findings(job.id)
    if not findings and not job.succeeded:
        todo = "See the job in Prism Central."
        return [Check.of(name, view.plan.label, job.status, good=False, expected="SUCCEEDED", what_to_do=todo)]
    return [*validation_checks(findings, view.plan.label), *_without_source(survivor)]


def _without_source(survivor: Survivor) -> list[Check]:
    """Prism Central chooses the kind of a validation by whether it reaches the source."""
    if survivor.failover.pairing != "DISCONNECTED":
        return []
    found = f"validated as an unplanned failover: {survivor.other} is not reached"
    todo = "Check again when the other site answers: a planned failover was not validated."
    return [Check("plan validation", Status.WARN, survivor.failover.plan.label, found, "both kinds", todo)]
