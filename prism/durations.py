"""How long tasks take, learned from earlier ones, so that a task is first looked at when it has probably ended."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

_KEPT = 8


class Durations:
    """Recent durations of tasks by kind, such as "create subnet". Safe for use by several threads."""

    def __init__(self) -> None:
        self._lasted: dict[str, deque[float]] = {}
        self._scouted: set[str] = set()
        self._changed = threading.Condition()

    def learn(self, kind: str, seconds: float) -> None:
        """Stores how long a task of this kind took. Only the last eight count."""
        with self._changed:
            self._lasted.setdefault(kind, deque(maxlen=_KEPT)).append(seconds)
            self._changed.notify_all()

    def expected(self, kind: str) -> float | None:
        """Seconds after which one in four recent tasks had ended; None if the kind is new.

        A look too early costs a request, a look too late costs time. A task that hung must not count.
        """
        with self._changed:
            recent = sorted(self._lasted.get(kind, ()))
        return recent[len(recent) // 4] if recent else None

    @contextmanager
    def scouting(self, kind: str, timeout: float) -> Iterator[None]:
        """For a new kind, lets one task be polled and holds the others back until that one has ended.

        Otherwise all parallel tasks would be polled. No task is held back longer than ``timeout`` seconds.
        """
        with self._changed:
            unknown = kind not in self._lasted
            scout = unknown and kind not in self._scouted
            if scout:
                self._scouted.add(kind)
            elif unknown:
                self._changed.wait_for(lambda: kind in self._lasted or kind not in self._scouted, timeout)
        try:
            yield
        finally:
            if scout:
                with self._changed:
                    self._scouted.discard(kind)
                    self._changed.notify_all()
