"""One capture: writes the snapshots into records and reports what a person should check."""

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
    """The result of a capture: records written, records of terminated instances, and warnings."""

    written: list[Record] = field(default_factory=list)
    terminated: list[Record] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def store(table: Table, ec2: Any, snapshots: Iterable[Snapshot], clock: Callable[[], str] = now) -> Report:
    """Updates the record of every snapshot and marks the records of terminated instances. Raises AwsError."""
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
    """One sentence for each thing to check before the move."""
    if not record.has_name:
        yield f"{record.label} has no Name tag, so no VM can be matched to it. Add a Name tag, then capture again."
    for difference in record.drift:
        yield f"{record.label}: {difference}. Capture again both ways. If it stays, check the guest's network settings."
    for what, said in sorted(snapshot.checks.items()):
        if said != "ok":
            yield f"{record.label}, {what}: {said}."
    if known is not None and known.addresses and set(known.addresses) != set(record.addresses):
        was, now_ = ", ".join(known.addresses), ", ".join(record.addresses)
        yield f"The addresses of {record.label} changed since the last capture: {was} before, {now_} now."
