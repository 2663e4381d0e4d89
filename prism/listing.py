"""A listing that is whole, or an error: pages by offset, read while others create and delete.

An object that is deleted between two pages moves all later ones forward, and the next page begins behind one that was
in no page. So totals and ids are compared over the pages. Where the total has shrunk, the pages before are read again.
A pass whose pages hold fewer objects than the total is repeated.

assumed: ``totalAvailableResults`` counts what the filter lets pass. What nobody can see: one object deleted and another
created between the same two pages. Decisions that rest on it are looked at once more after they were carried out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from prism.errors import ServerError, Subject
from prism.model import Entity

E = TypeVar("E", bound=Entity)

PAGE = 100
PASSES = 4
MOST_PAGES = 1000
"""Requests of one pass. A Prism Central has fewer objects of any kind."""
MOST_SECONDS = 600.0
"""All passes of a listing. 3,000 objects take a second."""


@dataclass(frozen=True)
class Page(Generic[E]):
    """A page as it came, and how many objects there are in all; None if Prism does not tell."""

    items: list[E]
    total: int | None


def whole(ask: Callable[[int, int], Page[E]], subject: Subject, *, filtered: bool) -> Iterator[E]:
    """Every object, none twice. ``ask`` reads a page by its number and size, when the caller needs it.

    Raises ServerError, after some passes, for a listing that moves all the time or a server that cannot count pages.
    """
    told: set[str] = set()
    began = time.monotonic()
    for _ in range(PASSES):
        one = _Pass(subject, filtered, frozenset(told))
        while one.next is not None:
            number = one.next
            if time.monotonic() - began > MOST_SECONDS:
                raise _endless(subject, f"its pages did not end within {MOST_SECONDS:g} s")
            page = ask(number, PAGE)
            for entity, key in one.take(number, page):
                if key not in told:
                    told.add(key)
                    yield entity
        if not one.doubt:
            return
    raise incomplete(subject, one.doubt)


def kept(
    listings: dict[tuple[object, ...], list[Any]] | None, key: tuple[object, ...], read: Callable[[], Iterator[E]]
) -> Iterable[E]:
    """The listing of this key, read once if listings are kept; None: read now, page by page."""
    if listings is None:
        return read()
    if key not in listings:
        listings[key] = list(read())
    return listings[key]


def incomplete(subject: Subject, doubt: str) -> ServerError:
    """The error of a listing that was in doubt in every pass."""
    return ServerError(
        f"Could not {subject}: {doubt}, {PASSES} times in a row, so objects may be missing and nothing is decided "
        "by it. Run again when fewer objects are created and deleted. If it stays, check that PRISM_ENDPOINT is Prism "
        "Central itself, and its health."
    )


def _endless(subject: Subject, why: str) -> ServerError:
    return ServerError(
        f"Could not {subject}: {why}. Check that PRISM_ENDPOINT is Prism Central itself, and its health."
    )


@dataclass
class _Pass:
    """One pass over the pages. ``known`` are the ids that earlier passes have found."""

    subject: Subject
    filtered: bool
    known: frozenset[str]
    next: int | None = 0
    doubt: str = ""
    _seen: set[str] = field(default_factory=set)
    _least: int | None = None
    _last: int | None = None
    _asked: int = 0
    _back: int = -1
    """The last page that was read again after the total has shrunk."""

    def take(self, number: int, page: Page[E]) -> list[tuple[E, str]]:
        """The objects of the page with their ids. Decides which page is read next, and at the end what is in doubt."""
        self._asked += 1
        if self._asked > MOST_PAGES:
            raise _endless(self.subject, f"Prism Central answers page after page, {MOST_PAGES} of them and more")
        found = [(entity, entity.id or f"{number}.{place}") for place, entity in enumerate(page.items)]
        fresh = {key for _, key in found} - self._seen
        self._seen |= fresh
        shrunk = 0 if None in (page.total, self._last) else max(0, (self._last or 0) - (page.total or 0))
        if page.total is not None:
            self._least = page.total if self._least is None else min(self._least, page.total)
        self._last = page.total
        if shrunk and number:
            self._back = max(self._back, number)
            self.next = max(0, number - -(-shrunk // PAGE))
        elif len(found) < PAGE or (page.total is not None and (number + 1) * PAGE >= page.total):
            self._end(number, page)
        elif not fresh and number > self._back:
            self._stop(f"page {number} holds nothing that the pages before it did not hold")
        else:
            self.next = number + 1
        return found

    def _end(self, number: int, page: Page[E]) -> None:
        self.next = None
        alone = number == 0 and self._back < 0
        if page.total is None and not alone:
            # Without a total, only a second pass that finds nothing new shows that the first was whole.
            if not self.known or self._seen - self.known:
                self.doubt = "Prism Central tells no total, and its pages differ from look to look"
        elif self._least is not None and len(self._seen) < self._least and not (alone and self.filtered):
            self.doubt = f"its pages held {len(self._seen)} of {self._least} objects"

    def _stop(self, doubt: str) -> None:
        self.next, self.doubt = None, doubt
