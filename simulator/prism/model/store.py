"""The records of one site, by kind and extId, with children by parent."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from simulator.prism.model.record import Record
from simulator.prism.model.refusal import not_found

_MOST_LISTS = 32


class Store:
    """All records of one site. Only `add`, `save`, `touch` and `remove` change it, and each notes the change."""

    def __init__(self, sequence: Callable[[], int], changed: Callable[[Record, bool], None]):
        self._sequence = sequence
        self._changed = changed
        self._kinds: dict[str, dict[str, Record]] = {}
        self._children: dict[tuple[str, str], dict[str, Record]] = {}
        self._revisions: dict[str, int] = {}
        self._lists: dict[Hashable, tuple[list[int], list[Record]]] = {}

    def get(self, kind: str, ext_id: str) -> Record | None:
        """The record, or None."""
        return self._kinds.get(kind, {}).get(ext_id)

    def require(self, kind: str, ext_id: str) -> Record:
        """The record; raises Refusal (404) when there is none."""
        record = self.get(kind, ext_id)
        if record is None:
            raise not_found(kind.replace("_", " "), ext_id)
        return record

    def all(self, kind: str, parent: str | None = None) -> list[Record]:
        """Every record of a kind, or those of one parent, oldest first."""
        held = self._kinds.get(kind) if parent is None else self._children.get((kind, parent))
        return list(held.values()) if held else []

    def listed(self, kind: str, parent: str | None = None) -> Sequence[Record]:
        """The same, made once until a record of the kind changes: copying thousands costs more than a page of them."""
        return self.remembered((kind, parent), (kind,), lambda: self.all(kind, parent))

    def count(self, kind: str) -> int:
        """How many records of a kind there are."""
        return len(self._kinds.get(kind, ()))

    def where(self, kind: str, **wanted: Any) -> list[Record]:
        """Records of a kind whose top-level fields have these values."""
        return [r for r in self.all(kind) if all(r.data.get(k) == v for k, v in wanted.items())]

    def remembered(self, key: Hashable, kinds: Iterable[str], make: Callable[[], list[Record]]) -> list[Record]:
        """What `make` found the last time, as long as no record of these kinds has changed since."""
        revisions = [self._revisions.get(kind, 0) for kind in kinds]
        known = self._lists.pop(key, None)
        if known is None or known[0] != revisions:
            known = revisions, make()
        self._lists[key] = known
        if len(self._lists) > _MOST_LISTS:
            del self._lists[next(iter(self._lists))]
        return known[1]

    def kinds(self) -> Iterable[str]:
        """The kinds that have, or had, records."""
        return list(self._kinds)

    def add(self, record: Record) -> Record:
        """Store a new record, or one that a paired site has numbered already."""
        record.version = record.version or self._sequence()
        self.put_quietly(record)
        self._changed(record, False)
        return record

    def put_quietly(self, record: Record) -> None:
        """Store a record without noting a change. Only for reading the journal."""
        self._revise(record.kind)
        self._kinds.setdefault(record.kind, {})[record.ext_id] = record
        if record.parent is not None:
            self._children.setdefault((record.kind, record.parent), {})[record.ext_id] = record

    def touch(self, record: Record) -> None:
        """Note that the entity changed; it gets a new ETag."""
        self._revise(record.kind)
        record.version = self._sequence()
        self._changed(record, False)

    def save(self, record: Record) -> None:
        """Note a change that the ETag does not cover."""
        self._revise(record.kind)
        self._changed(record, False)

    def remove(self, record: Record) -> None:
        """Remove a record."""
        self.drop_quietly(record.kind, record.ext_id)
        record.version = self._sequence()
        self._changed(record, True)

    def drop_quietly(self, kind: str, ext_id: str) -> None:
        """Remove a record without noting a change: for the journal, and for a site that loses its cluster."""
        self._revise(kind)
        record = self._kinds.get(kind, {}).pop(ext_id, None)
        if record is not None and record.parent is not None:
            self._children.get((kind, record.parent), {}).pop(ext_id, None)

    def _revise(self, kind: str) -> None:
        self._revisions[kind] = self._revisions.get(kind, 0) + 1
