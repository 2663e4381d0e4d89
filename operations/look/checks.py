"""A check: what was found, what was expected, what to do. Readiness and reports are lists of checks."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from operations.exit_code import ExitCode
from plain_text import harmless
from text_table import table

_WIDEST = 60


class Status(StrEnum):
    """`fail`: must be corrected. `warn`: somebody should look at it. `pass`: nothing to do."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """`name` says what was checked and `subject` of which thing; the rest are sentences or values, or empty."""

    name: str
    status: Status
    subject: str
    found: str
    expected: str = ""
    what_to_do: str = ""

    @classmethod
    def of(
        cls, name: str, subject: str, found: str, *, good: bool, expected: str = "", what_to_do: str = ""
    ) -> "Check":
        """Passed or failed; a check that passed says nothing of what to do."""
        return cls(name, Status.PASS if good else Status.FAIL, subject, found, expected, "" if good else what_to_do)

    @classmethod
    def unknown(cls, name: str, subject: str, why: str, what_to_do: str) -> "Check":
        """A check that could not be made: a warning, never a pass."""
        return cls(name, Status.WARN, subject, f"not known: {why}", "an answer", what_to_do)

    def values(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {("whatToDo" if key == "what_to_do" else key): str(value) for key, value in asdict(self).items()}


def worst(checks: Iterable[Check]) -> Status:
    """`fail` before `warn` before `pass`."""
    found = {check.status for check in checks}
    return next((status for status in (Status.FAIL, Status.WARN) if status in found), Status.PASS)


def counted(checks: Sequence[Check]) -> str:
    """`12 pass, 1 warn, 0 fail`."""
    return ", ".join(f"{sum(check.status is status for check in checks)} {status}" for status in Status)


def text(checks: Sequence[Check]) -> str:
    """A table of all checks, and below it what to do about those that did not pass."""
    rows = [(str(check.status), check.name, check.subject, _short(check.found), check.expected) for check in checks]
    shown = table(("", "check", "of", "found", "expected"), rows)
    todo = [_todo(check) for check in checks if check.status is not Status.PASS]
    return harmless("\n\n".join(part for part in (shown, "\n".join(todo)) if part))


def exit_code(checks: Iterable[Check], *, strict: bool = False) -> int:
    """A failed check fails; with `strict`, one that warns waits for somebody who looks."""
    status = worst(checks)
    if status is Status.FAIL:
        return ExitCode.FAILED
    return ExitCode.WAITS if strict and status is Status.WARN else ExitCode.DONE


def _short(found: str) -> str:
    return found if len(found) <= _WIDEST else f"{found[: _WIDEST - 3]}..."


def _todo(check: Check) -> str:
    found = f"{check.found.rstrip('.')}. " if len(check.found) > _WIDEST else ""
    return f"{check.status}: {check.name} of {check.subject}: {found}{check.what_to_do}".strip()
