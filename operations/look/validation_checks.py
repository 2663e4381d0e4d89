"""The findings of Prism Central's own validation of a recovery plan, as checks."""

from collections.abc import Iterable

from operations.look.checks import Check, Status
from plain_text import one_line
from prism import PrismError
from prism.dataprotection import ValidationError

_NAME = "plan validation"


def validation_checks(findings: Iterable[ValidationError], subject: str) -> list[Check]:
    """One check per finding, or one that passed where there is none.

    A lost source is a warning here: it forbids only a planned failover. A warning about networks fails: a failover
    stops at it, because VMs would come up with other addresses.
    """
    checks = []
    for finding in findings:
        cause = finding.root_cause_analysis
        advice = one_line(" ".join((cause.resolutions if cause else None) or [])) or "See the plan in Prism Central."
        lost = finding.error_group == "CONNECTIVITY"
        addresses = finding.error_group == "NETWORK"
        status = Status.WARN if lost or (finding.severity == "WARNING" and not addresses) else Status.FAIL
        if lost:
            advice = f"Until the other site answers, only failoverMode: unplanned is possible. {advice}"
        if addresses and finding.severity == "WARNING":
            advice = f"{advice} A failover stops here until acceptedRisks names address-not-kept."
        if finding.error_group == "CLUSTER_LICENSE":
            why = "the failover goes on without it, and Prism Central's own pages need Execute Anyway"
            advice = f"Add the licence to the cluster: {why}. {advice}"
        checks.append(Check(_NAME, status, subject, finding.sentence(), "no finding", advice))
    return checks or [Check(_NAME, Status.PASS, subject, "no finding", "no finding")]


def not_run(name: str, error: PrismError) -> Check:
    """A test failover that did not come to its end."""
    todo = "Correct what the error names, then run the drill again."
    return Check("test failover", Status.FAIL, name, str(error), "SUCCEEDED", todo)
