"""Waiting for a task: first until earlier tasks of its kind had ended, then less and less often, until a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from plain_text import shortened
from prism.durations import Durations
from prism.errors import PrismError, Subject, TaskFailedError, TaskTimeoutError

if TYPE_CHECKING:
    from prism.prism.task import Task

FIRST_PAUSE, LONGEST_PAUSE, _GROWTH = 0.1, 2.0, 1.5
# The longest time between two looks, so that the operator hears of the task and an early failure is noticed.
_LONGEST_UNSEEN = 10.0
_PARTS = 100
_QUIET, _EVERY = 5.0, 10.0


class Pauses:
    """The pauses between looks: 0.1 s, growing by half each time up to 2 s, and none past the deadline."""

    def __init__(self, timeout: float) -> None:
        self._deadline = time.monotonic() + timeout
        self._pause = FIRST_PAUSE

    def wait(self, seconds: float | None = None) -> bool:
        """Sleeps until the next look, or for ``seconds``. Returns False at once if the deadline has passed."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(self._pause if seconds is None else seconds, left))
        self._pause = min(LONGEST_PAUSE, self._pause * _GROWTH)
        return True


def until_first_look(age: float, expected: float | None) -> float:
    """Seconds until the first look: 0 for a kind that is new, because its task may end at once."""
    return min(max(0.0, (expected or 0.0) - age), _LONGEST_UNSEEN)


def until_next_look(age: float, expected: float | None) -> float:
    """Seconds until the next look at a task of this age that has not ended.

    The next look is at its expected end. Later, or for a new kind, the pauses grow with the age.
    """
    if expected is not None and age < expected:
        return min(max(expected - age, FIRST_PAUSE), _LONGEST_UNSEEN)
    over = age if expected is None else age - expected + expected / 4
    return min(max(over * (_GROWTH - 1), FIRST_PAUSE), LONGEST_PAUSE)


class LongTask:
    """Reports a task that takes more than five seconds, and then every ten seconds."""

    def __init__(self, tell: Callable[[str], None], subject: Subject, clock: Callable[[], float] = time.monotonic):
        self._tell, self._subject, self._clock = tell, subject, clock
        self._began = clock()
        self._next = self._began + _QUIET

    def __call__(self, task: Task) -> None:
        now = self._clock()
        if not task.ended and now >= self._next:
            self._next = now + _EVERY
            self._tell(
                f"Still waiting to {self._subject}: task {task.id} is {task.status} at "
                f"{task.progress_percentage or 0} % after {now - self._began:.0f} s."
            )


def wait(
    look: Callable[[str], Task],
    subject: Subject,
    task_id: str,
    *,
    timeout: float,
    progress: Callable[[Task], None] | None = None,
    durations: Durations | None = None,
) -> Task:
    """Looks at the task until it has succeeded. ``progress`` receives each look; ``durations`` decides when to look.

    Raises TaskFailedError with Prism's reasons if the task ends FAILED or CANCELED, TaskTimeoutError at the deadline.
    """
    durations, kind = durations or Durations(), f"{subject.verb} {subject.kind}"
    pauses, began = Pauses(timeout), time.monotonic()
    with durations.scouting(kind, min(timeout, _LONGEST_UNSEEN)):
        if first := until_first_look(time.monotonic() - began, durations.expected(kind)):
            pauses.wait(first)
        while True:
            task, age = look(task_id), time.monotonic() - began
            if progress is not None:
                progress(task)
            if task.status == "SUCCEEDED":
                # Less by our clock: Prism's was set meanwhile. Without Prism's times, the next task is polled at once.
                durations.learn(kind, min(task.lasted or 0.0, age))
                return task
            if task.ended:
                raise _failed(subject, task, _parts(look, task))
            if not pauses.wait(until_next_look(age, durations.expected(kind))):
                raise _timed_out(subject, task, timeout)


def _parts(look: Callable[[str], Task], task: Task) -> list[Task]:
    """The subtasks that can still be read. An unreadable one is skipped: the task's own reason matters more."""
    found = []
    for part in (task.sub_tasks or [])[:_PARTS]:
        try:
            found.append(look(part.ext_id))
        except PrismError:
            continue
    return found


def _by_entity(parts: list[Task]) -> str:
    """``Done: app-1. Not done: app-2 (no space), app-3 (canceled).``"""
    done = [name for part in parts if part.status == "SUCCEEDED" for name in part.names()]
    not_done = [
        f"{', '.join(part.names()) or part.id} ({part.complaint()[0].rstrip('.')})"
        for part in parts
        if part.status != "SUCCEEDED"
    ]
    said = (("Done", done), ("Not done", not_done))
    return "".join(f" {word}: {shortened(names, ', ')}." for word, names in said if names)


def _failed(subject: Subject, task: Task, parts: list[Task]) -> TaskFailedError:
    reason, code = task.complaint()
    shown = f", code {code}" if code else ""
    return TaskFailedError(
        f"Could not {subject}: {reason.rstrip('.')} (task {task.id} {task.status}{shown}).{_by_entity(parts)} "
        "Correct the cause, then run again.",
        code=code,
    )


def _timed_out(subject: Subject, task: Task, timeout: float) -> TaskTimeoutError:
    return TaskTimeoutError(
        f"Could not {subject} within {timeout:g} s: task {task.id} is {task.status} at "
        f"{task.progress_percentage or 0} %. The task continues in Prism Central. Check it there, then run again."
    )
