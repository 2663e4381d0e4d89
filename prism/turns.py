"""Writers of one object take turns, because parallel writers make each other's version stale."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary


class _Turn:
    """The lock of one object. A thread that holds it may take it again."""

    def __init__(self) -> None:
        self.lock = threading.RLock()


class Turns:
    """One lock per object that is being written, kept while a thread holds it or waits for it."""

    def __init__(self) -> None:
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, path: str) -> Iterator[None]:
        """Waits for the lock of the object at this path, and holds it."""
        with self._lock:
            turn = self._turns.setdefault(path, _Turn())
        with turn.lock:
            yield
