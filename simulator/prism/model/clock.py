"""The simulator's clock: simulated seconds since the epoch, moved in one of three ways.

immediate   nothing takes time: tasks, recoveries and delays are over at once
ticks:N     the clock moves one second each time somebody looks at a task or job; a task takes N seconds
seconds:S   the clock runs as the computer's does; a task takes S seconds

In every mode the clock can be pushed forward by hand. Nothing runs in the background: a request carries out what is
due.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime

_LATEST = datetime(2200, 1, 1, tzinfo=UTC).timestamp()


@dataclass
class Clock:
    """How the clock moves (`mode`), how long a task takes (`task_seconds`), and how far the clock was pushed
    (`offset`).
    """

    mode: str = "immediate"
    task_seconds: float = 0.0
    offset: float = 0.0
    base: float = 0.0

    @classmethod
    def parse(cls, text: str) -> Clock:
        """The clock that `immediate`, `ticks:N` or `seconds:S` names; raises ValueError."""
        mode, _, amount = text.partition(":")
        if mode == "immediate" and not amount:
            return cls()
        try:
            length = float(amount)
        except ValueError:
            length = -1.0
        if mode not in {"ticks", "seconds"} or not (math.isfinite(length) and length >= 0):
            raise ValueError(f"task clock {text!r}: expected immediate, ticks:N or seconds:S")
        return cls(mode=mode, task_seconds=length, base=float(int(time.time())))

    def change(self, text: str) -> None:
        """Change the mode and the length of tasks.

        Raises ValueError when one of the two modes is `ticks`: a clock of ticks has a time of its own.
        """
        other = Clock.parse(text)
        if "ticks" in (self.mode, other.mode) and self.mode != other.mode:
            raise ValueError(f"a clock of mode {self.mode} cannot change to {text!r}")
        self.mode, self.task_seconds = other.mode, other.task_seconds

    def now(self) -> float:
        """Simulated seconds since the epoch."""
        return (self.base if self.mode == "ticks" else time.time()) + self.offset

    def looked_at(self) -> None:
        """Move a clock of ticks on by one second: somebody looked at a task or a job."""
        if self.mode == "ticks":
            self.offset += 1

    def advance(self, seconds: float) -> None:
        """Push the clock forward; it never goes back, nor past the year 2199. Raises ValueError."""
        self.check(seconds)
        self.offset += seconds

    def check(self, seconds: float) -> None:
        """Raise ValueError for a push that `advance` would refuse."""
        if not seconds >= 0:
            raise ValueError(f"the clock cannot go back by {-seconds} seconds")
        if not self.now() + seconds < _LATEST:
            raise ValueError(f"the clock cannot be pushed by {seconds:g} seconds: expected a time before 2200-01-01")

    def lasting(self, seconds: float) -> float:
        """How long something that lasts `seconds` takes on this clock."""
        return 0.0 if self.mode == "immediate" else seconds
