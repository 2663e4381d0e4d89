"""Waiting for a task: soon at first, then every two seconds, never past a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from prism._errors import PrismError, Subject, TaskFailedError, TaskTimeoutError

if TYPE_CHECKING:
    from prism.task import Task

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.1, 2.0, 1.5
_PARTS = 100
_QUIET, _EVERY = 5.0, 10.0


class Pauses:
    """The pauses between looks: 0.1 s growing by half each time up to 2 s, and none past the deadline."""

    def __init__(self, timeout: float) -> None:
        self._deadline = time.monotonic() + timeout
        self._pause = _FIRST_PAUSE

    def wait(self) -> bool:
        """Sleeps until the next look; False, at once, where the deadline has passed."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(self._pause, left))
        self._pause = min(_LONGEST_PAUSE, self._pause * _GROWTH)
        return True


class LongTask:
    """Tells about a task that takes longer than one would sit and wait for; then again every ten seconds."""

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
) -> Task:
    """Looks at the task until it has succeeded. ``progress`` gets each look.

    Raises TaskFailedError with Prism's reasons where it ends FAILED or CANCELED, and TaskTimeoutError at the
    deadline.
    """
    pauses = Pauses(timeout)
    while True:
        task = look(task_id)
        if progress is not None:
            progress(task)
        if task.status == "SUCCEEDED":
            return task
        if task.ended:
            raise _failed(subject, task, _parts(look, task))
        if not pauses.wait():
            raise TaskTimeoutError(
                f"Could not {subject} within {timeout:g} s: task {task_id} is {task.status} at "
                f"{task.progress_percentage or 0} %. It goes on in Prism Central: look at it there, then run "
                "again."
            )


def _parts(look: Callable[[str], Task], task: Task) -> list[Task]:
    """The tasks it was made of, as far as they can still be read: the whole's own reason matters more."""
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
    return "".join(f" {word}: {', '.join(names)}." for word, names in said if names)


def _failed(subject: Subject, task: Task, parts: list[Task]) -> TaskFailedError:
    reason, code = task.complaint()
    shown = f", code {code}" if code else ""
    return TaskFailedError(
        f"Could not {subject}: {reason.rstrip('.')} (task {task.id} {task.status}{shown}).{_by_entity(parts)} "
        "Correct what it says, then run again.",
        code=code,
    )
