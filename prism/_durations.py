"""How long tasks last, learned from those that have ended, so that the next one is looked at when it has."""

from __future__ import annotations

import threading
from collections import deque

_KEPT = 8


class Durations:
    """Recent durations of tasks, by what was asked for. Safe for use by several threads."""

    def __init__(self) -> None:
        self._lasted: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def learn(self, kind: str, seconds: float) -> None:
        """A task of this kind has lasted so long. Only the last eight count."""
        with self._lock:
            self._lasted.setdefault(kind, deque(maxlen=_KEPT)).append(seconds)

    def expected(self, kind: str) -> float | None:
        """Seconds after which one in four of the recent ones had ended; None where nothing is known.

        A look too soon costs a request, one too late costs everybody who waits; and one that hung must not count.
        """
        with self._lock:
            recent = sorted(self._lasted.get(kind, ()))
        return recent[len(recent) // 4] if recent else None
