"""Waiting for a task: soon at first, then every two seconds, never past a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from prism._errors import Subject, TaskFailedError, TaskTimeoutError

if TYPE_CHECKING:
    from prism.task import Task

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.1, 2.0, 1.5


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
            raise _failed(subject, task)
        if not pauses.wait():
            raise TaskTimeoutError(
                f"Could not {subject} within {timeout:g} s: task {task_id} is {task.status} at "
                f"{task.progress_percentage or 0} %. It goes on in Prism Central: look at it there, then run "
                "again."
            )


def _failed(subject: Subject, task: Task) -> TaskFailedError:
    reason, code = task.complaint()
    shown = f", code {code}" if code else ""
    return TaskFailedError(
        f"Could not {subject}: {reason.rstrip('.')} (task {task.id} {task.status}{shown}). "
        "Correct what it says, then run again.",
        code=code,
    )
