"""The v3 API next to the v4 one, as far as recovery plans need it: older releases have no other.

/api/nutanix/v3/: recovery_plans, recovery_plan_jobs, availability_zones/list and tasks, over the same model as v4.
A kind is one module, like a noun, with a subclass of `Kind`. Errors are a `message_list`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from simulator.prism.http.refusal import Refusal, SchemaRefusal
from simulator.prism.json import Json
from simulator.prism.noun import Noun
from simulator.prism.world.store import Record
from simulator.prism.world.work import Fate

if TYPE_CHECKING:
    from simulator.prism.world.site import Site

PREFIX = "/api/nutanix/v3/"
_VERSION = "3.1"
_PAGE = 20
Answer = tuple[int, Any]


class Kind:
    """One v3 kind; what a subclass does not override is not found."""

    name: ClassVar[str]
    collection: ClassVar[str]
    operations: ClassVar[tuple[str, ...]]
    """As documentation names them: METHOD path."""
    ticks: ClassVar[bool] = False

    def shown(self, site: Site, record: Record) -> Json:
        """The entity: status, spec and metadata."""
        raise _nothing(self.collection)

    def records(self, site: Site) -> list[Record]:
        """What a list shows, oldest first."""
        raise _nothing(self.collection)

    def get(self, site: Site, uuid: str) -> Answer:
        """GET of one entity."""
        raise _nothing(self.collection)

    def part(self, site: Site, uuid: str, name: str) -> Answer:
        raise _nothing(self.collection)

    def create(self, site: Site, body: Json) -> Answer:
        """POST to the collection."""
        raise _nothing(self.collection)

    def update(self, site: Site, uuid: str, body: Json) -> Answer:
        """PUT of one entity, metadata.spec_version checked."""
        raise _nothing(self.collection)

    def delete(self, site: Site, uuid: str) -> Answer:
        """DELETE of one entity."""
        raise _nothing(self.collection)

    def act(self, site: Site, uuid: str, action: str, body: Json) -> Answer:
        """POST of an action on one entity."""
        raise _nothing(self.collection)


def answer(site: Site, method: str, path: str, body: bytes, fate: Fate | None = None) -> Answer:
    """Status and JSON of the reply to a v3 request, refusals included; fate is that of its task, if it makes one."""
    try:
        with site.work.under(fate):
            return _answer(site, method, path.removeprefix(PREFIX).strip("/").split("/"), body)
    except Refusal as refusal:
        return refused(refusal)
    except SchemaRefusal as misfit:
        return refused(Refusal(422, "INVALID_REQUEST", str(misfit)))
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        return refused(Refusal(422, "INVALID_REQUEST", f"The request is not of the form expected: {error!r}."))


def refused(refusal: Refusal) -> Answer:
    """A refusal in the form of v3."""
    message = {"message": refusal.message, "reason": refusal.group, "details": refusal.arguments}
    return refusal.status, {
        "api_version": _VERSION,
        "code": refusal.status,
        "state": "ERROR",
        "message_list": [message],
    }


def submit(site: Site, noun: Noun, verb: str, target: str, body: Json, action: str | None = None) -> str:
    """Ask for an operation of a noun; the uuid of its task."""
    operation = {"kind": noun.kind, "verb": verb, "target": target, "body": body, "parent": None}
    task = site.work.submit(noun, operation | {"action": action, "etag": None})
    site.world.advance()
    return task.ext_id.split(":")[1]


def metadata(kind: str, record: Record) -> Json:
    """The metadata of an entity; its spec_version changes with every change."""
    return {"kind": kind, "uuid": record.ext_id, "name": record.name, "spec_version": record.version}


def accepted(kind: str, uuid: str, name: str, task: str, state: str = "PENDING") -> Answer:
    """The answer to a change of an entity: its task is in the execution context."""
    status = {"state": state, "name": name, "execution_context": {"task_uuid": task}}
    return 202, {"api_version": _VERSION, "status": status, "metadata": {"kind": kind, "uuid": uuid, "name": name}}


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its collection."""
    from simulator.prism.v3 import availability_zone, recovery_plan, recovery_plan_job, task

    found: list[Kind] = [
        recovery_plan.RecoveryPlan(),
        recovery_plan_job.RecoveryPlanJob(),
        availability_zone.AvailabilityZone(),
        task.Task(),
    ]
    return {kind.collection: kind for kind in found}


def _answer(site: Site, method: str, parts: list[str], body: bytes) -> Answer:
    kind = kinds().get(parts[0])
    if kind is None:
        raise _nothing("/".join(parts))
    asked = json.loads(body) if body.strip() else {}
    if kind.ticks and (method == "GET" or parts[1:] == ["list"]):
        site.world.look()
    site.world.advance()
    match method, parts[1:]:
        case "POST", []:
            return kind.create(site, asked)
        case "POST", ["list"]:
            return _listed(site, kind, asked)
        case "GET", [uuid]:
            return kind.get(site, uuid)
        case "PUT", [uuid]:
            return kind.update(site, uuid, asked)
        case "GET", [uuid, part]:
            return kind.part(site, uuid, part)
        case "DELETE", [uuid]:
            return kind.delete(site, uuid)
        case "POST", [uuid, action]:
            return kind.act(site, uuid, action, asked)
    raise _nothing("/".join(parts))


def _listed(site: Site, kind: Kind, asked: Json) -> Answer:
    """A page by offset and length; of the filters, `name==x` alone."""
    records = kind.records(site)
    condition = str(asked.get("filter") or "")
    if condition:
        field, found, value = condition.partition("==")
        if not found or field.strip() != "name":
            raise Refusal(422, "INVALID_FILTER", f"This simulator filters v3 lists by name==x only, not {condition!r}.")
        records = [record for record in records if record.name == value.strip()]
    offset, length = int(asked.get("offset", 0)), int(asked.get("length", _PAGE))
    entities = [kind.shown(site, record) for record in records[offset : offset + length]]
    about = {"kind": kind.name, "total_matches": len(records), "offset": offset, "length": len(entities)}
    return 200, {"api_version": _VERSION, "metadata": about, "entities": entities}


def _nothing(path: str) -> Refusal:
    return Refusal(404, "NOT_FOUND", f"There is no operation of this kind at {PREFIX}{path}.")
