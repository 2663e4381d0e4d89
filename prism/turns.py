"""Writers of one object take turns: side by side they would only make each other's version stale."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary


class _Turn:
    """One object's lock; a thread that has it may take it again."""

    def __init__(self) -> None:
        self.lock = threading.RLock()


class Turns:
    """A lock for each object that is being written, kept as long as somebody holds or awaits it."""

    def __init__(self) -> None:
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, path: str) -> Iterator[None]:
        """The turn at the object at this path; waits for it."""
        with self._lock:
            turn = self._turns.setdefault(path, _Turn())
        with turn.lock:
            yield
