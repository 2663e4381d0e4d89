"""Replies remembered by request id: a change that is asked for twice is made once, over restarts too."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

_MOST = 10_000

Key = tuple[str, str, str]
"""Method, path and request id."""
Answer = tuple[int, Any, dict[str, str]]
"""Status, body and headers."""


class Replies:
    """The newest replies of a site; the oldest are forgotten."""

    def __init__(self, noted: Callable[[Key, Answer], None]):
        self._noted = noted
        self._known: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        """What a request was answered with, if it has been answered."""
        return self._known.get(key)

    def keep(self, key: Key, answer: Answer) -> None:
        """Remember what a request was answered with."""
        self.put_quietly(key, answer)
        self._noted(key, answer)

    def put_quietly(self, key: Key, answer: Answer) -> None:
        """Take a reply up without telling anyone: only for reading the journal."""
        self._known[key] = answer
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

    def all(self) -> Iterator[tuple[Key, Answer]]:
        """Every reply that is remembered, oldest first."""
        yield from self._known.items()
