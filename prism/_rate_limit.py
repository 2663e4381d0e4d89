"""A token bucket: how many requests a second we may send, all threads together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class RateLimit:
    """``acquire`` returns as soon as one more request may be sent.

    ``per_second`` tokens arrive each second and at most one second's worth is saved up. A waiting thread
    takes its turn at once (the bucket goes below zero), so that the order of arrival is kept and no thread
    starves.
    """

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._per_second = per_second
        self._capacity = max(per_second, 1.0)
        self._tokens = self._capacity
        self._clock = clock
        self._sleep = sleep
        self._updated = clock()
        self._lock = threading.Lock()

    def acquire(self) -> None:
        """Takes one token, waiting for it where there is none."""
        wait = self._take()
        if wait > 0:
            self._sleep(wait)

    def _take(self) -> float:
        with self._lock:
            now = self._clock()
            self._tokens = min(self._capacity, self._tokens + (now - self._updated) * self._per_second)
            self._updated = now
            self._tokens -= 1
            return -self._tokens / self._per_second if self._tokens < 0 else 0.0
