"""The base of the v3 kinds, and the forms that their replies share."""

from __future__ import annotations

from typing import Any, ClassVar

from simulator.prism.model import Json, Noun, Record, Refusal, Site
from simulator.prism.tasks import Operation, queue

PREFIX = "/api/nutanix/v3/"
VERSION = "3.1"
Answer = tuple[int, Any]


class Kind:
    """One v3 kind. A request that a subclass does not override is answered with 404."""

    name: ClassVar[str]
    collection: ClassVar[str]
    operations: ClassVar[tuple[str, ...]]
    """The operations in the words of documentation: METHOD path."""
    ticks: ClassVar[bool] = False

    def shown(self, site: Site, record: Record) -> Json:
        """The entity: status, spec and metadata."""
        raise not_found_at(self.collection)

    def records(self, site: Site) -> list[Record]:
        """The entities that a list shows, oldest first."""
        raise not_found_at(self.collection)

    def get(self, site: Site, uuid: str) -> Answer:
        """GET of one entity."""
        raise not_found_at(self.collection)

    def part(self, site: Site, uuid: str, name: str) -> Answer:
        raise not_found_at(self.collection)

    def create(self, site: Site, body: Json) -> Answer:
        """POST to the collection."""
        raise not_found_at(self.collection)

    def update(self, site: Site, uuid: str, body: Json) -> Answer:
        """PUT of one entity. metadata.spec_version must fit."""
        raise not_found_at(self.collection)

    def delete(self, site: Site, uuid: str) -> Answer:
        """DELETE of one entity."""
        raise not_found_at(self.collection)

    def act(self, site: Site, uuid: str, action: str, body: Json) -> Answer:
        """POST of an action on one entity."""
        raise not_found_at(self.collection)


class ReadKind(Kind):
    """A kind whose entities are those of the noun of the same name."""

    def records(self, site: Site) -> list[Record]:
        return site.store.all(self.name)

    def get(self, site: Site, uuid: str) -> Answer:
        return 200, self.shown(site, site.store.require(self.name, uuid))


def document(kind: str, record: Record, resources: Json, **more: Any) -> Json:
    """An entity as v3 shows it: status, spec and metadata."""
    spec: Json = {"name": record.name, "resources": resources, **more}
    if "description" in record.data:
        spec["description"] = record.data["description"]
    status = {**spec, "state": "COMPLETE"}
    return {"api_version": VERSION, "status": status, "spec": spec, "metadata": metadata(kind, record)}


def refer(site: Site, kind: str, uuid: str) -> Json:
    """The reference to an entity of this Prism Central."""
    return {"kind": kind, "name": site.name_of(kind, uuid), "uuid": uuid}


def require_version(what: str, record: Record, about: Json) -> None:
    """Raise Refusal (409) for a metadata.spec_version that is not the record's."""
    given = about.get("spec_version")
    if given != record.version:
        message = f"{what} {record.name} has spec_version {record.version}, not {given}: read it again."
        raise Refusal(409, "CONCURRENT_REQUESTS_NOT_ALLOWED", message)


def refused(refusal: Refusal) -> Answer:
    """A refusal in the form of v3."""
    message = {"message": refusal.message, "reason": refusal.group, "details": refusal.arguments}
    return refusal.status, {
        "api_version": VERSION,
        "code": refusal.status,
        "state": "ERROR",
        "message_list": [message],
    }


def submit(site: Site, noun: Noun, verb: str, target: str, body: Json, action: str | None = None) -> str:
    """Submit an operation of a noun; returns the uuid of its task."""
    operation: Operation = {
        "kind": noun.kind,
        "verb": verb,
        "target": target,
        "body": body,
        "parent": None,
        "action": action,
        "etag": None,
    }
    task = queue.submit(site, noun, operation)
    site.world.advance()
    return task.ext_id.split(":")[1]


def metadata(kind: str, record: Record) -> Json:
    """The metadata of an entity. Its spec_version changes with every change."""
    return {"kind": kind, "uuid": record.ext_id, "name": record.name, "spec_version": record.version}


def accepted(kind: str, uuid: str, name: str, task: str, state: str = "PENDING") -> Answer:
    """The answer to a change of an entity. The execution context names its task."""
    status = {"state": state, "name": name, "execution_context": {"task_uuid": task}}
    return 202, {"api_version": VERSION, "status": status, "metadata": {"kind": kind, "uuid": uuid, "name": name}}


def not_found_at(path: str) -> Refusal:
    return Refusal(404, "NOT_FOUND", f"There is no operation of this kind at {PREFIX}{path}.")
