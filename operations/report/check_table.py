"""The checks of a report as one table: what failed first, and what came out alike in one row."""

from collections.abc import Collection, Iterator, Sequence
from html import escape

from operations.look import Check, Status
from operations.report.html_table import NOTHING, html_table

HEADINGS = ("Result", "Check", "Of", "Found", "Expected", "What to do")
SIGNS = {Status.PASS: "✓", Status.WARN: "!", Status.FAIL: "✗"}
_ORDER = (Status.FAIL, Status.WARN, Status.PASS)
_NAMED = 10
"""More VMs that passed a check are counted: the table of the VMs names them."""


def check_table(checks: Sequence[Check], vms: Collection[str]) -> str:
    """`vms`: the names of the VMs that the page lists."""
    rows = [(str(group[0].status), _cells(group, vms)) for group in _groups(checks)]
    return html_table("checks", HEADINGS, rows)


def _groups(checks: Sequence[Check]) -> Iterator[list[Check]]:
    """Passed checks of one name; other checks only where they say the same of different things."""
    groups: dict[tuple[str, ...], list[Check]] = {}
    for check in sorted(checks, key=lambda check: _ORDER.index(check.status)):
        said = () if check.status is Status.PASS else (check.found, check.expected, check.what_to_do)
        groups.setdefault((check.status, check.name, *said), []).append(check)
    return iter(groups.values())


def _cells(group: Sequence[Check], vms: Collection[str]) -> Sequence[str]:
    first = group[0]
    return (
        f'<span class="badge {first.status}">{SIGNS[first.status]} {first.status}</span>',
        escape(first.name),
        escape(_subjects(group, vms)),
        escape(_common([check.found for check in group], "as expected")),
        escape(_common([check.expected for check in group], "")) or NOTHING,
        escape(first.what_to_do) or NOTHING,
    )


def _subjects(group: Sequence[Check], vms: Collection[str]) -> str:
    subjects = [check.subject for check in group]
    counted = group[0].status is Status.PASS and len(group) > _NAMED and all(subject in vms for subject in subjects)
    return f"{len(subjects)} VMs" if counted else ", ".join(subjects)


def _common(values: Sequence[str], otherwise: str) -> str:
    return values[0] if len(set(values)) == 1 else otherwise
