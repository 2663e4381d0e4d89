"""Time that passes only when somebody sleeps. It stands in for the module ``time``, for client and simulator."""

from __future__ import annotations

from datetime import UTC, datetime

_BEGINNING = 1_767_225_600.0


class VirtualTime:
    """Begins at a fixed moment, so that the same history has the same times."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Back to the beginning."""
        self._now = _BEGINNING

    def time(self) -> float:
        """Seconds since the epoch."""
        return self._now

    monotonic = time

    def sleep(self, seconds: float) -> None:
        """So many seconds pass, at once."""
        self._now += max(0.0, seconds)

    def moment(self) -> datetime:
        """The same as a datetime."""
        return datetime.fromtimestamp(self._now, UTC)
