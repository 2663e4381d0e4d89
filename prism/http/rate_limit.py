"""How many requests a second we may send, all threads together."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable


class RateLimit:
    """``acquire`` returns when one more request may be sent: never more than ``per_second`` in any one second.

    A second that begins idle may be used up at once; a bucket that saves tokens up as well would send twice as much in
    it. A waiting thread takes its turn at once, so that the order of arrival is kept and no thread starves.
    """

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        size = max(1, int(per_second))
        # Below one a second, the window is longer; a broken number of requests a second widens it a little.
        self._window = size / per_second
        self._sent: deque[float] = deque(maxlen=size)
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()

    def acquire(self) -> None:
        """Takes one turn, waiting for it where there is none."""
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
