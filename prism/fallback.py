"""Collections that fall back to the v3 API on a Prism Central that has no v4.2.

The client knows v3's stand-in for each of them (``PrismCentral.v3``). The negotiated version decides at each call which
of the two APIs is asked, so that making a collection sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar, runtime_checkable

from prism.collection import Collection, E
from prism.errors import UnsupportedError
from prism.fields import fields_of
from prism.model import Entity

W = TypeVar("W", bound=Entity)
W_co = TypeVar("W_co", bound=Entity, covariant=True)


@runtime_checkable
class Older(Protocol[W]):
    """The verbs of a collection over v3. ``replace`` raises PreconditionError if ``current`` is stale."""

    def list(self) -> Iterable[W]:
        """Every object."""

    def get(self, ext_id: str) -> W:
        """One object."""

    def create(self, entity: W) -> str:
        """Creates the object; its id."""

    def replace(self, current: W, wanted: W) -> None:
        """Replaces the object that was read."""

    def delete(self, ext_id: str, name: str) -> None:
        """Deletes the object. Raises NotFoundError."""


class ReadOnly(Protocol[W_co]):
    """A collection that v3 can only list."""

    def list(self) -> Iterable[W_co]:
        """Every object."""


class WithOlder(Collection[E]):
    """A collection that asks v3 where the Prism Central's v4 does not have it."""

    @property
    def is_older(self) -> bool:
        """Whether requests go to v3."""
        return not self._central.speaks(self.namespace, self.minor)

    def list(self, filter: str | None = None) -> Iterator[E]:
        """As in v4. v3 has no such filter and lists all; callers compare names and ids themselves."""
        if self.is_older:
            yield from self._stand_in().list()
        else:
            yield from super().list(filter)

    def get(self, ext_id: str) -> E:
        """One object."""
        return self._writable().get(ext_id) if self.is_older else super().get(ext_id)

    def create(self, entity: E, *, etag: str | None = None, request_id: str | None = None) -> str:
        """Creates the object. v3 knows no request ids, so a lost answer is not tried again there."""
        if self.is_older:
            return self._writable().create(entity)
        return super().create(entity, etag=etag, request_id=request_id)

    def update(self, ext_id: str, change: Callable[[E], E], owned: tuple[str, ...] = ()) -> E:
        """Reads, changes and writes the object, as in v4."""
        if not self.is_older:
            return super().update(ext_id, change, owned)

        tried: dict[str, object] = {}

        def write(current: E) -> E:
            wanted = change(current)
            tried.update(fields_of(wanted, owned))
            self._writable().replace(current, wanted)
            return wanted

        return self._on_current(ext_id, write, owned, tried)

    def _remove(self, ext_id: str, name: str) -> None:
        if self.is_older:
            self._writable().delete(ext_id, name)
        else:
            super()._remove(ext_id, name)

    def _stand_in(self) -> Older[E] | ReadOnly[E]:
        return self._central.v3.stand_in(type(self), *self._parents)

    def _writable(self) -> Older[E]:
        older = self._stand_in()
        if isinstance(older, Older):
            return older
        raise UnsupportedError(
            f"Could not write {self.kind}: {self._central.endpoint} supports only API v3, which can list but "
            f"not change {self.kind}s. Upgrade Prism Central to use this resource."
        )
