"""Progress lines of a long operation: only new ones, and at most one line per second."""

from __future__ import annotations

import time
from collections.abc import Callable

import pulumi

LEAST_PAUSE = 1.0


class Progress:
    """``say`` prints a line unless it repeats the last line or follows it within a second."""

    def __init__(
        self,
        write: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write or pulumi.log.info
        self._clock = clock
        self._last = ("", float("-inf"))
        self.said = 0

    def say(self, line: str, *, always: bool = False) -> None:
        """``always`` prints the line whatever the last one was and when."""
        text, when = self._last
        now = self._clock()
        if always or (line != text and now - when >= LEAST_PAUSE):
            self._last = (line, now)
            self.said += 1
            self._write(line)
