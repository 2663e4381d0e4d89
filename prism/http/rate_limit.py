"""The limit of requests per second, for all threads together."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable


class RateLimit:
    """``acquire`` returns when one more request may be sent: at most ``per_second`` in any one second.

    After an idle second, that many requests may be sent at once. A token bucket would allow twice as many. A thread
    takes its turn when it arrives, so that the order is kept and no thread starves.
    """

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        size = max(1, int(per_second))
        # Below one request per second, the window is longer. A fractional rate widens it a little.
        self._window = size / per_second
        self._sent: deque[float] = deque(maxlen=size)
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()

    def acquire(self) -> None:
        """Waits until one more request may be sent."""
        wait = self._take()
        if wait > 0:
            self._sleep(wait)

    def _take(self) -> float:
        with self._lock:
            now = self._clock()
            full = len(self._sent) == self._sent.maxlen
            turn = max(now, self._sent[0] + self._window) if full else now
            self._sent.append(turn)
            return turn - now
