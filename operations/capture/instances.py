"""The instances' networks into the table, by EC2's API or by asking the guests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aws import client
from capture import (
    CaptureError,
    Documents,
    Outcome,
    Report,
    Selection,
    Snapshot,
    Table,
    capture_by_api,
    capture_by_ssm,
    store,
)
from operations.errors import OperationsError
from operations.exit_code import ExitCode

Say = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """What to capture and where to; `documents` by platform, for `via` "ssm" alone."""

    via: str
    region: str
    table: str
    selection: Selection
    documents: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 600.0


def capture(wanted: Wanted, say: Say) -> ExitCode:
    """Captures and reports each instance by name. The records of those that were captured stay, whatever fails.

    An instance that was not captured fails. Where there was none, and records were marked as terminated, a person has
    to say whether that is right. Raises CaptureError where nothing was found at all.
    """
    ec2 = client("ec2", wanted.region)
    if wanted.via == "ssm":
        snapshots, failed = _asked(ec2, wanted, say)
    else:
        snapshots, failed = capture_by_api(ec2, wanted.selection), 0
    report = store(Table(wanted.table, wanted.region), ec2, snapshots)
    _tell(report, say)
    if failed:
        return ExitCode.FAILED
    if report.written:
        return ExitCode.DONE
    if not report.terminated:
        raise CaptureError(f"No instance {wanted.selection} was found in {wanted.region}. Check the selection.")
    say(
        f"No instance {wanted.selection} was found in {wanted.region}, and {len(report.terminated)} records were "
        "marked as terminated. If their instances still exist, check the selection and the account, and capture again."
    )
    return ExitCode.WAITS


def from_outputs(outputs: Mapping[str, object], region: str, via: str, overrides: Mapping[str, object]) -> Wanted:
    """What the stack's outputs name, each part replaced by the operator's own word for it.

    Raises OperationsError where neither names a table, or a document for the guests.
    """
    shown = outputs.get("migration")
    made: Mapping[str, object] = shown if isinstance(shown, dict) else {}
    vpc, tags = overrides.get("vpc") or made.get("ec2VpcId"), overrides.get("tags") or made.get("tags")
    table, documents = overrides.get("table") or made.get("table"), made.get("documents")
    if not table or (via == "ssm" and not isinstance(documents, dict)):
        raise OperationsError(
            "The stack's outputs name no migration. Set migration and ec2Vpc in its configuration and run pulumi up, "
            "or name --table and --vpc with --via api."
        )
    selection = Selection(str(vpc or ""), dict(tags) if isinstance(tags, dict) else {})
    return Wanted(via, region, str(table), selection, dict(documents) if isinstance(documents, dict) else {})


def _asked(ec2: object, wanted: Wanted, say: Say) -> tuple[list[Snapshot], int]:
    documents = Documents(wanted.documents["Linux"], wanted.documents["Windows"])

    def tell(outcome: Outcome) -> None:
        say(f"{outcome.label}: {outcome.reason or 'answered'}")

    ssm = client("ssm", wanted.region)
    outcomes = capture_by_ssm(ec2, ssm, wanted.selection, documents, timeout=wanted.timeout, tell=tell)
    failed = [one for one in outcomes if one.snapshot is None]
    say(f"{len(outcomes) - len(failed)} of {len(outcomes)} instances answered.")
    return [one.snapshot for one in outcomes if one.snapshot], len(failed)


def _tell(report: Report, say: Say) -> None:
    for record in report.written:
        say(f"{record.label}: {record.state}, {', '.join(record.addresses) or 'no address'}")
    for record in report.terminated:
        say(f"{record.label}: terminated; its record stays, marked as terminated")
    for warning in report.warnings:
        say(f"warning: {warning}")
    say(f"{len(report.written)} captured, {len(report.terminated)} marked as terminated.")
