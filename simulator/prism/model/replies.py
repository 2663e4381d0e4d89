"""Replies remembered by request id, over restarts too: a change that is asked for twice is made once."""

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
    """The newest replies of a site. The oldest are forgotten."""

    def __init__(self, noted: Callable[[Key, Answer], None]):
        self._noted = noted
        self._known: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        """The reply that a request got, if it got one."""
        return self._known.get(key)

    def keep(self, key: Key, answer: Answer) -> None:
        """Remember the reply to a request."""
        self.put_quietly(key, answer)
        self._noted(key, answer)

    def put_quietly(self, key: Key, answer: Answer) -> None:
        """Remember a reply without noting a change. Only for reading the journal."""
        self._known[key] = answer
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

    def all(self) -> Iterator[tuple[Key, Answer]]:
        """Every remembered reply, oldest first."""
        yield from self._known.items()
