"""One resource that stands for a whole set: its members are worked on side by side and reported by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import pulumi

from errors import OperatorError

# What the client's limit of 30 requests a second starts in the 3 s or 4 s a task takes; they hardly do anything but
# wait, and the client opens no more connections for more of them.
_AT_ONCE = 64


class MembersFailedError(OperatorError):
    """Some members of the set could not be brought up to date; the others are."""


def for_each(work: Mapping[str, Callable[[], object]]) -> dict[str, OperatorError]:
    """Runs each member's work, some at a time, and returns what failed: one failure stops no other."""

    def attempt(run: Callable[[], object]) -> OperatorError | None:
        try:
            run()
        except OperatorError as error:
            return error.with_traceback(None)
        return None

    if not work:
        return {}
    with ThreadPoolExecutor(min(_AT_ONCE, len(work))) as pool:
        outcomes = dict(zip(work, pool.map(attempt, work.values()), strict=True))
    return {name: error for name, error in outcomes.items() if error is not None}


def foresee(look: Callable[[], Mapping[str, OperatorError]]) -> None:
    """Warns at preview of the members that could not be done now. It stops nothing: the run may bring what is missing.

    A Prism Central that does not answer says nothing here; whether the run can do without it, the run finds out.
    """
    try:
        failures = look()
    except OperatorError:
        return
    for name, error in sorted(failures.items()):
        pulumi.log.warn(f"'{name}' cannot be done as things stand, only if this run changes them: {error}")


def raise_failed(what: str, failures: Mapping[str, OperatorError], total: int) -> None:
    """Raises one error that names every failed member with its reason; nothing where there is none."""
    if not failures:
        return
    lines = [f"  '{name}': {error}" for name, error in sorted(failures.items())]
    # Each failure carries its own hint; this one says what became of the others.
    raise MembersFailedError(
        f"{len(failures)} of {total} {what} failed; the others are done and stay. The next pulumi up goes on with:\n"
        + "\n".join(lines)
    )
