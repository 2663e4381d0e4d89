"""One object per resource, although a task may outlive the run that started it.

A task may end after our deadline, or after its run was killed. Two rules keep such a task from leaving a second object
with the same marker (a twin). Both rules hold for every noun:

1. A create first waits for unfinished creates of its kind that this process did not start. Then it looks for its
   marker once more. If such a task does not end, the create makes nothing.
2. If there is a twin nevertheless, refresh shows it as drift of ``owner``, and the next up deletes it. The object in
   the state stays. A twin has our marker, our name and our place. Prism Central refuses to delete a twin that is in
   use; then the error names both objects, and nothing is changed.
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
    """The owner as refresh shows it: unchanged, or followed by the ids of the twins."""
    ids = ", ".join(sorted(twin.id for twin in twins))
    return f"{owner}{_AND}{ids}" if ids else owner


def alone(owner: str) -> str:
    """The owner without the ids that ``with_twins`` added."""
    return owner.partition(_AND)[0]


def has_twins(owner: str) -> bool:
    """True if the last refresh saw twins."""
    return _AND in owner


def remove(collection: Collection[E], kept: str, twins: Iterable[E]) -> None:
    """Deletes the twins of ``kept``. Raises ConflictError, which names both, if Prism Central says a twin is in use."""
    for twin in twins:
        try:
            collection.delete(twin.id, twin.label)
        except (ConflictError, RequestError, TaskFailedError) as error:
            raise ConflictError(
                f"There are two of {collection.kind} '{twin.label}' with the marker of this stack: {kept}, which this "
                f"stack uses, and {twin.id}, which something else uses: {str(error).rstrip('.')}. Nothing was changed. "
                f"1. Move the users of {twin.id} to {kept}. 2. Delete {twin.id} in Prism Central. 3. Run pulumi up "
                "again.",
                status=error.status,
                code=error.code,
            ) from None


def await_earlier(client: PrismCentral, collection: Collection[E], name: str) -> bool:
    """Waits for unfinished creates of this kind that this process did not start, such as those of a killed run.

    False if there are none. Raises TaskTimeoutError if one does not end, because another create could make a twin.
    """
    if not (collection.rel or collection.detail) or collection.kind in client.settled:
        # This kind is made without a task, or was looked for before: creates since then are our own.
        return False
    subject = Subject("wait for an earlier create of", collection.kind, name)
    earlier = [task.id for task in _unfinished(client) if may_create(task, collection, name)]
    if not earlier:
        client.settled.add(collection.kind)
    for task_id in earlier:
        try:
            client.wait(subject, task_id)
        except TaskTimeoutError as error:
            raise TaskTimeoutError(
                f"{str(error).rstrip('.')}. Nothing was made, because a second create could make the object twice. "
                "If the task is stuck, cancel it in Prism Central first."
            ) from None
        except PrismError:
            # The task failed or is no longer known. The caller looks for what it made.
            continue
    return bool(earlier)


def _unfinished(client: PrismCentral) -> list[Task]:
    """The newest tasks that have not ended and that this process did not start."""
    try:
        newest = Tasks(client).newest()
    except PrismError:
        # The user may lack the right to read tasks. Refresh still shows a twin.
        return []
    return [task for task in newest if not task.ended and not client.waits_for(task.id)]


def may_create(task: Task, collection: Collection[E], name: str) -> bool:
    """True if the task may create an object of this kind and name.

    assumed: a task that does not name its objects yet has an operation such as CreateVpc, with verb and kind.
    """
    told = task.entities_affected or []
    if told and collection.rel:
        of_kind = [entity for entity in told if (entity.rel or "").lower() == collection.rel.lower()]
        return any(not name or entity.name in (None, "", name, entity.ext_id) for entity in of_kind)
    operation = (task.operation or "").lower()
    return "create" in operation and collection.kind.replace(" ", "").lower() in operation
