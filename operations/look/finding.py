"""What Prism Central's own validation of a recovery plan found, as checks."""

from collections.abc import Iterable

from operations.look.check import Check, Status
from prism import PrismError
from prism.dataprotection import ValidationError

_NAME = "plan validation"


def finding_checks(findings: Iterable[ValidationError], subject: str) -> list[Check]:
    """One check for each finding; one that passed where there is none.

    A lost source forbids a planned failover alone, so it is a warning here.
    """
    checks = []
    for finding in findings:
        cause = finding.root_cause_analysis
        advice = " ".join((cause.resolutions if cause else None) or []) or "See the plan in Prism Central."
        lost = finding.error_group == "CONNECTIVITY"
        status = Status.WARN if lost or finding.severity == "WARNING" else Status.FAIL
        if lost:
            advice = f"Only failoverMode: unplanned can run until the other site answers. {advice}"
        checks.append(Check(_NAME, status, subject, finding.sentence(), "no finding", advice))
    return checks or [Check(_NAME, Status.PASS, subject, "no finding", "no finding")]


def not_run(name: str, error: PrismError) -> Check:
    """A job that did not come to its end."""
    todo = "Correct that, and run it again."
    return Check("test failover", Status.FAIL, name, str(error), "SUCCEEDED", todo)
