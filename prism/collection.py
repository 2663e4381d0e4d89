"""The generic collection: list, get, create, update and delete, alike for every kind of object.

A kind names its place in the API in class attributes. Writes wait for their task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar
from urllib.parse import quote as percent_encode

from pydantic import ValidationError

from prism.contention import WRITES, is_contended, patiently, pause
from prism.errors import (
    AmbiguousNameError,
    NotFoundError,
    PreconditionError,
    PrismError,
    RequestError,
    ServerError,
    Subject,
    without_object,
)
from prism.fields import fields_of, told
from prism.listing import Page, kept, whole
from prism.model import Entity, misfits
from prism.query import all_of, equals

if TYPE_CHECKING:
    from prism.client import PrismCentral
    from prism.prism.task import Task

E = TypeVar("E", bound=Entity)
R = TypeVar("R")


class Collection(Generic[E]):
    """All objects of one kind in one Prism Central.

    ``path`` may hold one ``{}`` for the id of a parent: ``Routes(central, table_id)``. ``rel`` names the created object
    among a task's affected entities, ``detail`` among its completion details. ``minor`` is the lowest v4 minor version
    of the namespace that has this kind. ``order`` is what a listing of all is ordered by, so that a change of an object
    moves no other: for kinds of many objects that decisions rest on.
    """

    namespace: ClassVar[str]
    path: ClassVar[str]
    kind: ClassVar[str]
    rel: ClassVar[str] = ""
    detail: ClassVar[str] = ""
    minor: ClassVar[int] = 0
    paged: ClassVar[bool] = True
    order: ClassVar[str] = ""
    etag_on_delete: ClassVar[bool] = False
    model: type[E]

    def __init__(self, central: PrismCentral, *parents: str) -> None:
        self._central = central
        self._parents = parents
        self._path = self.path.format(*(_encoded(parent) for parent in parents))

    def list(self, filter: str | None = None) -> Iterator[E]:
        """Every object that passes the OData filter, none twice. Pages are requested as the caller needs them.

        Who reads it to its end has all of them, or ServerError.
        """
        self._require()
        key = (self.namespace, self._path, filter, *self._list_headers().items())
        yield from kept(self._central.kept_listings, key, partial(self._listed, filter))

    def _listed(self, filter: str | None) -> Iterator[E]:
        subject = Subject("list", self.kind)
        if self.paged:
            return whole(partial(self._page, subject, filter), subject, filtered=filter is not None)
        return iter(self._ask(subject, self._filtered(filter)).items)

    def _page(self, subject: Subject, filter: str | None, number: int, size: int) -> Page[E]:
        """A page. Asks for the kind's order unless this Prism Central has refused it."""
        params: dict[str, str | int] = {"$page": number, "$limit": size, **self._filtered(filter)}
        if filter or not self.order or (self.namespace, self.path) in self._central.unordered:
            return self._ask(subject, params)
        try:
            return self._ask(subject, {**params, "$orderby": self.order})
        except (RequestError, ServerError):
            # assumed: objects can be ordered by their id. Where they cannot, the order is Prism Central's own.
            page = self._ask(subject, params)
            self._central.unordered.add((self.namespace, self.path))
            return page

    def _ask(self, subject: Subject, params: Mapping[str, str | int]) -> Page[E]:
        reply = self._central.call(
            subject, "GET", self.namespace, self._path, params=params, headers=self._list_headers()
        )
        items = reply.data or []
        if not isinstance(items, list):
            raise without_object(subject)
        return Page([self._read(subject, item) for item in items], reply.total)

    def get(self, ext_id: str) -> E:
        """The object, with its ETag. Raises NotFoundError."""
        self._require()
        subject = Subject("read", self.kind, ext_id=ext_id)
        reply = self._central.call(subject, "GET", self.namespace, self._item(ext_id))
        entity = self._read(subject, reply.data)
        entity.with_etag(reply.etag)
        return entity

    def find_by_name(self, name: str, *filters: str) -> E | None:
        """The object of this name that passes the other filters, or None. Raises AmbiguousNameError for two."""
        expression = all_of(equals("name", name), *filters) if self.paged else None
        # Filters may ignore letter case; names do not.
        found = [entity for entity in self.list(expression) if getattr(entity, "name", None) == name]
        if len(found) > 1:
            ids = ", ".join(sorted(entity.id for entity in found))
            raise AmbiguousNameError(
                f"Could not {Subject('find', self.kind, name)}: {self._central.endpoint} has {len(found)} of "
                f"this name: {ids}. Rename or delete all but one, then run again."
            )
        return found[0] if found else None

    def get_by_name(self, name: str) -> E:
        """The one object of this name. Raises NotFoundError or AmbiguousNameError."""
        found = self.find_by_name(name)
        if found is None:
            raise NotFoundError(
                f"Could not {Subject('find', self.kind, name)}: {self._central.endpoint} has none of this name. "
                "Check the name, then run again.",
                status=404,
            )
        return found

    def create(self, entity: E, *, etag: str | None = None, request_id: str | None = None) -> str:
        """Creates the object and returns its id. The id is empty if Prism does not tell it, as for parts of a plan.

        ``etag`` is the parent's, if the parent's version matters.
        """
        self._require()
        subject = Subject("create", self.kind, entity.label)
        send = partial(self._central.call, subject, "POST", self.namespace, self._path)
        reply = patiently(partial(send, body=entity.body(), etag=etag, request_id=request_id))
        task = self._finish(subject, reply.data)
        if task is None:
            return str((reply.data or {}).get("extId", ""))
        found = (self.rel and task.entity(self.rel)) or (self.detail and task.detail(self.detail))
        if found or not (self.rel or self.detail):
            return found or ""
        return self._created(subject, entity)

    def update(self, ext_id: str, change: Callable[[E], E], owned: tuple[str, ...] = ()) -> E:
        """Reads the object, changes it, and writes it with ``If-Match``. Returns the object as written.

        If someone else wrote first (412) or is at work (409, 423), it reads and writes again. If one of the ``owned``
        fields changed meanwhile, it raises PreconditionError with the field's name, because our change was decided on
        the old value. A field that holds our value was changed by an earlier try of ours, whose answer got lost.
        """
        tried: dict[str, object] = {}

        def write(current: E) -> E:
            wanted = change(current)
            tried.update(fields_of(wanted, owned))
            subject = Subject("update", self.kind, current.label, ext_id)
            reply = self._central.call(
                subject, "PUT", self.namespace, self._item(ext_id), body=wanted.body(), etag=current.etag
            )
            self._finish(subject, reply.data)
            return wanted

        return self._on_current(ext_id, write, owned, tried)

    def delete(self, ext_id: str, name: str = "") -> None:
        """Deletes the object. A missing object is not an error."""
        try:
            self._remove(ext_id, name)
        except NotFoundError:
            return

    def delete_at(self, ext_id: str, etag: str | None) -> None:
        """Deletes the object with its parent's ETag in ``If-Match``. A missing object is not an error."""
        try:
            patiently(partial(self._delete, Subject("delete", self.kind, ext_id=ext_id), ext_id, etag))
        except NotFoundError:
            return

    def act(self, ext_id: str, action: str, body: object | None = None, *, verb: str | None = None) -> None:
        """Runs ``$actions/<action>`` on the current version of the object and waits for its task."""

        def post(current: E) -> None:
            subject = Subject(verb or action, self.kind, current.label, ext_id)
            path = f"{self._item(ext_id)}/$actions/{action}"
            reply = self._central.call(subject, "POST", self.namespace, path, body=body, etag=current.etag)
            self._finish(subject, reply.data)

        self._on_current(ext_id, post)

    def _on_current(
        self,
        ext_id: str,
        write: Callable[[E], R],
        owned: tuple[str, ...] = (),
        tried: Mapping[str, object] = MappingProxyType({}),
    ) -> R:
        with self._central.turns.taken(self._item(ext_id)):
            return self._in_turn(ext_id, write, owned, tried)

    def _in_turn(self, ext_id: str, write: Callable[[E], R], owned: tuple[str, ...], tried: Mapping[str, object]) -> R:
        current = self.get(ext_id)
        decided_on = fields_of(current, owned)
        for left in reversed(range(WRITES)):
            try:
                return write(current)
            except PrismError as error:
                if not is_contended(error) or left == 0:
                    raise
            pause(left)
            current = self.get(ext_id)
            live = fields_of(current, owned)
            changed = [name for name in owned if live[name] not in (decided_on[name], tried.get(name))]
            if changed:
                who = self._central.last_writer(ext_id) or "someone else"
                raise PreconditionError(
                    f"Could not write {self.kind} '{current.label}' ({ext_id}): {who} changed its "
                    f"{told(changed, decided_on, current)} meanwhile (HTTP 412). Check the {self.kind}, then run "
                    "pulumi refresh and pulumi up.",
                    status=412,
                )
        raise AssertionError("the last write either returns or raises")

    def _remove(self, ext_id: str, name: str) -> None:
        self._require()
        subject = Subject("delete", self.kind, name, ext_id)
        if self.etag_on_delete:
            self._on_current(ext_id, lambda current: self._delete(subject, ext_id, current.etag))
        else:
            patiently(partial(self._delete, subject, ext_id, None))

    def _delete(self, subject: Subject, ext_id: str, etag: str | None) -> None:
        reply = self._central.call(subject, "DELETE", self.namespace, self._item(ext_id), etag=etag)
        self._finish(subject, reply.data)

    def _finish(self, subject: Subject, data: Any) -> Task | None:
        """Waits for the task if the answer is a task; None otherwise."""
        if not isinstance(data, dict) or not str(data.get("$objectType", "")).endswith("TaskReference"):
            return None
        return self._central.wait(subject, str(data["extId"]))

    def _created(self, subject: Subject, entity: E) -> str:
        found = self.find_by_name(str(getattr(entity, "name", "") or ""))
        if found is None:
            raise ServerError(
                f"Could not {subject}: its task succeeded, but it names no object, and no object of this name exists. "
                "Run again."
            )
        return found.id

    def _list_headers(self) -> Mapping[str, str]:
        """The headers of a listing of this kind."""
        return {}

    def _filtered(self, filter: str | None) -> dict[str, str | int]:
        return {"$filter": filter} if filter else {}

    def _read(self, subject: Subject, data: Any) -> E:
        if not isinstance(data, dict):
            raise without_object(subject)
        try:
            return self.model.model_validate(data)
        except RecursionError:
            raise without_object(subject) from None
        except ValidationError as error:
            raise ServerError(
                f"Could not {subject}: the answer does not have the expected shape: {misfits(error)}. This client does "
                "not know this version of Prism Central. Report it."
            ) from None

    def _item(self, ext_id: str) -> str:
        return f"{self._path}/{_encoded(ext_id)}"

    def _require(self) -> None:
        if self.minor:
            self._central.require(self.namespace, self.minor, f"objects of kind {self.kind}")


def _encoded(ext_id: str) -> str:
    return percent_encode(ext_id, safe="")
