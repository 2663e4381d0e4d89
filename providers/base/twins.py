"""One object for one resource, although a task may outlive the run that started it.

A create whose task outlasts our deadline, or whose run was killed, ends without us. Two rules keep that from leaving
two objects with one marker, and both hold for every noun:

1. A create first waits for creates of its kind that this process did not start and that have not ended, then looks for
   its marker once more. Where such a task does not end, nothing is made.
2. Where there are two all the same, refresh shows the twin as drift of ``owner``, and the next up removes it: the one
   in the state stays. A twin carries our marker, our name and our place, and that it is unused is proven by Prism
   Central, which refuses to delete what is in use; then both are named and nothing else is touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from prism import (
    Collection,
    ConflictError,
    Entity,
    PrismCentral,
    PrismError,
    RequestError,
    Subject,
    TaskFailedError,
    TaskTimeoutError,
)
from prism.prism import Task, Tasks

E = TypeVar("E", bound=Entity)

_AND = " and its twin "


def with_twins(owner: str, twins: Iterable[Entity]) -> str:
    """The owner as refresh shows it: as it is, or with the ids of the objects that should not be there."""
    ids = ", ".join(sorted(twin.id for twin in twins))
    return f"{owner}{_AND}{ids}" if ids else owner


def alone(owner: str) -> str:
    """The owner without what ``with_twins`` added."""
    return owner.partition(_AND)[0]


def has_twins(owner: str) -> bool:
    """Whether the last refresh saw twins."""
    return _AND in owner


def remove(collection: Collection[E], kept: str, twins: Iterable[E]) -> None:
    """Deletes the twins of ``kept``. Raises ConflictError, naming both, where Prism Central says that one is in use."""
    for twin in twins:
        try:
            collection.delete(twin.id, twin.label)
        except (ConflictError, RequestError, TaskFailedError) as error:
            raise ConflictError(
                f"There are two of {collection.kind} '{twin.label}' with the marker of this stack: {kept}, which this "
                f"stack uses, and {twin.id}, which something else uses: {str(error).rstrip('.')}. Nothing else was "
                "touched. Move what uses the second to the first, delete the second in Prism Central, then run "
                "pulumi up again.",
                status=error.status,
                code=error.code,
            ) from None


def await_earlier(client: PrismCentral, collection: Collection[E], name: str) -> bool:
    """Waits for creates of this kind that somebody else, perhaps an earlier run of ours, has started.

    False where there are none. Raises TaskTimeoutError where one does not end: making another could make two.
    """
    if not (collection.rel or collection.detail) or collection.kind in client.settled:
        # Made at once, without a task; or looked for before, and what began since is our own.
        return False
    subject = Subject("wait for an earlier create of", collection.kind, name)
    earlier = [task.id for task in _unfinished(client) if _could_be(task, collection, name)]
    if not earlier:
        client.settled.add(collection.kind)
    for task_id in earlier:
        try:
            client.wait(subject, task_id)
        except TaskTimeoutError as error:
            raise TaskTimeoutError(
                f"{str(error).rstrip('.')}. Nothing was made, as that could make two. If the task is stuck, cancel it "
                "in Prism Central first."
            ) from None
        except PrismError:
            # It made nothing, or is forgotten by now: what it left is looked for next.
            continue
    return bool(earlier)


def _unfinished(client: PrismCentral) -> list[Task]:
    """Tasks that this process does not wait for itself: its own creates are nobody's leftovers."""
    try:
        newest = Tasks(client).newest()
    except PrismError:
        # A user may lack the right to look at tasks; a twin would still be seen by refresh.
        return []
    return [task for task in newest if not task.ended and not client.waits_for(task.id)]


def _could_be(task: Task, collection: Collection[E], name: str) -> bool:
    """Whether it may be the create of an object of this kind and name.

    assumed: a task that does not name its objects yet has an operation such as CreateVpc, with the verb and the kind.
    """
    told = task.entities_affected or []
    if told and collection.rel:
        of_kind = [entity for entity in told if (entity.rel or "").lower() == collection.rel.lower()]
        return any(not name or entity.name in (None, "", name, entity.ext_id) for entity in of_kind)
    operation = (task.operation or "").lower()
    return "create" in operation and collection.kind.replace(" ", "").lower() in operation
