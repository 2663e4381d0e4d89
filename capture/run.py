"""One capture: snapshots into records, with what changed told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from capture.api import now
from capture.record import TERMINATED, Record, Snapshot, merged
from capture.selection import by_id, state_of
from capture.table import Table

Say = Callable[[str], None]


@dataclass
class Report:
    """What a capture found: records written, those whose instance is gone, and what needs a person's eye."""

    written: list[Record] = field(default_factory=list)
    terminated: list[Record] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def store(table: Table, ec2: Any, snapshots: Iterable[Snapshot], clock: Callable[[], str] = now) -> Report:
    """Updates the record of every snapshot and marks the records whose instance is gone. Raises AwsError."""
    before = {record.instance_id: record for record in table.records()}
    report = Report()
    for snapshot in snapshots:
        known = before.get(snapshot.instance_id)
        record = merged({**(known.snapshots if known else {}), snapshot.way: snapshot})
        table.save(record)
        report.written.append(record)
        report.warnings.extend(warnings(record, snapshot, known))
    written = {record.instance_id for record in report.written}
    rest = [key for key, record in before.items() if key not in written and not record.terminated]
    alive = {key for key, one in by_id(ec2, rest).items() if state_of(one) != TERMINATED}
    for key in rest:
        if key not in alive:
            table.mark_terminated(before[key], clock())
            report.terminated.append(before[key])
    return report


def warnings(record: Record, snapshot: Snapshot, known: Record | None) -> Iterable[str]:
    """Sentences on what a person should look at before the move."""
    if not record.has_name:
        yield f"{record.label} has no Name tag: no VM can be matched to it. Give it one, then capture again."
    for difference in record.drift:
        yield f"{record.label}: {difference}. Capture again both ways; if it stays, look at the guest's network."
    for what, said in sorted(snapshot.checks.items()):
        if said != "ok":
            yield f"{record.label}, {what}: {said}."
    if known is not None and known.addresses and set(known.addresses) != set(record.addresses):
        was, now_ = ", ".join(known.addresses), ", ".join(record.addresses)
        yield f"{record.label} had {was} when it was captured before and has {now_} now."
