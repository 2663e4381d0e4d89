"""How long tasks last, learned from those that have ended, so that the next one is looked at when it has."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

_KEPT = 8


class Durations:
    """Recent durations of tasks, by what was asked for. Safe for use by several threads."""

    def __init__(self) -> None:
        self._lasted: dict[str, deque[float]] = {}
        self._scouted: set[str] = set()
        self._changed = threading.Condition()

    def learn(self, kind: str, seconds: float) -> None:
        """A task of this kind has lasted so long. Only the last eight count."""
        with self._changed:
            self._lasted.setdefault(kind, deque(maxlen=_KEPT)).append(seconds)
            self._changed.notify_all()

    def expected(self, kind: str) -> float | None:
        """Seconds after which one in four of the recent ones had ended; None where nothing is known.

        A look too soon costs a request, one too late costs everybody who waits; and one that hung must not count.
        """
        with self._changed:
            recent = sorted(self._lasted.get(kind, ()))
        return recent[len(recent) // 4] if recent else None

    @contextmanager
    def scouting(self, kind: str, timeout: float) -> Iterator[None]:
        """While nothing is known of a kind, one task is looked at to find out; the others' looks begin after its end.

        Else all that run side by side would be looked at again and again. Nobody is held up longer than ``timeout``.
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
