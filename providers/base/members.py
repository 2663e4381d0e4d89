"""One resource for a whole set: the members are changed at the same time, and each failure is reported by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import pulumi

from errors import OperatorError
from plain_text import SHOWN, plain, shortened

# The client sends at most 30 requests per second and a task takes 3 s to 4 s, so more workers would not be faster. A
# worker mostly waits, and needs no connection of its own.
_AT_ONCE = 64


SERVED_IN_PART = "Floating IPs or targets failed"
"""How the error of a run begins that is done, published and red because a part of what users come in by failed."""
RETAINED_IN_PART = "Addresses of migrated VMs failed"
"""The same where migrated VMs have not got their addresses."""
LED_ELSEWHERE = "The routes were led, and packets still go elsewhere"
"""The same where routes of others take the packets."""
DONE_IN_PART = (LED_ELSEWHERE, SERVED_IN_PART, RETAINED_IN_PART)


class MembersFailedError(OperatorError):
    """Some members of the set could not be changed. The others were."""


def _failed_members(what: str, failures: Mapping[str, object], total: int) -> str:
    """The failed members by name with their reasons, and what happened to the others.

    Of many, it names the first and the file that has them all.
    """
    lines = [f"  '{plain(name)}': {why}" for name, why in sorted(failures.items())]
    # Each failure says what to do about it. This line says what happened to the other members.
    others = "; the others are done" if len(failures) < total else ""
    head = f"{len(failures)} of {total} {what} failed{others}. The next pulumi up tries again:\n"
    return head + shortened(lines, "\n")


def serve_the_others(what: str, failures: Mapping[str, OperatorError], total: int) -> dict[str, str]:
    """Warns of the failed members, and returns their reasons by name for the state.

    The verb ends well, so that what depends on the other members goes on. Whoever declares the resource ends the run
    as failed, by the output that holds the reasons.
    """
    if failures:
        pulumi.log.warn(_failed_members(what, failures, total))
    return {name: str(error) for name, error in sorted(failures.items())}


def tell_of_failed(what: str, failed: Mapping[str, str] | None) -> bool:
    """Whether members failed in an earlier run. Says for each that it will be tried again."""
    told = [
        f"{what} '{plain(name)}' failed in the last run and will be tried again: {why}"
        for name, why in sorted((failed or {}).items())
    ]
    for line in told if len(told) <= SHOWN else [shortened(told, "\n")]:
        pulumi.log.warn(line)
    return bool(failed)


def for_each(work: Mapping[str, Callable[[], object]], at_once: int = _AT_ONCE) -> dict[str, OperatorError]:
    """Runs the work of every member and returns the failures by name. A failure does not stop the other members."""

    def attempt(run: Callable[[], object]) -> OperatorError | None:
        try:
            run()
        except OperatorError as error:
            return error.with_traceback(None)
        return None

    if not work:
        return {}
    with ThreadPoolExecutor(min(at_once, len(work))) as pool:
        outcomes = dict(zip(work, pool.map(attempt, work.values()), strict=True))
    return {name: error for name, error in outcomes.items() if error is not None}


def foresee(look: Callable[[], Mapping[str, OperatorError]]) -> None:
    """Warns at preview of each member that would fail now. It stops nothing: the run may make what is missing.

    If Prism Central does not answer, nothing is said. The run itself reports that.
    """
    try:
        failures = look()
    except OperatorError:
        return
    told = [f"'{plain(name)}' would fail now: {error}" for name, error in sorted(failures.items())]
    few = told if len(told) <= SHOWN else [shortened(told, "\n")]
    for line in few:
        pulumi.log.warn(f"{line} It succeeds only if an earlier step of this run fixes that.")


def raise_failed(what: str, failures: Mapping[str, OperatorError], total: int) -> None:
    """Raises one MembersFailedError that names every failed member and its reason. Returns if there is no failure."""
    if failures:
        raise MembersFailedError(_failed_members(what, failures, total))
