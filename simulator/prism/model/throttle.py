"""How many requests per second a Prism Central answers, where the world sets a limit.

The computer's clock counts, not the world's: a client that is told to wait must find that time has passed.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class Throttle:
    """Lets through as many requests at once as the limit allows in a second, and then as many per second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen = clock()
        self._left: float | None = None

    def wait(self, per_second: float) -> float:
        """0 = the request is let through, and counts; else the seconds until one would be."""
        now, most = self._clock(), max(per_second, 1.0)
        left = most if self._left is None else min(most, self._left + (now - self._seen) * per_second)
        self._seen = now
        if left >= 1.0:
            self._left = left - 1.0
            return 0.0
        self._left = left
        return (1.0 - left) / per_second
