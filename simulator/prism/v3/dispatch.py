"""From a v3 request to its reply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qsl

from simulator.prism.model import Fate, Json, Refusal, SchemaRefusal, Site
from simulator.prism.tasks import queue
from simulator.prism.v3 import (
    availability_zone,
    cluster,
    recovery_plan,
    recovery_plan_job,
    subnet,
    task,
    vm,
    vpc,
)
from simulator.prism.v3.kind import PREFIX, VERSION, Answer, Kind, not_found_at, refused

_PAGE = 20


def answer(site: Site, method: str, path: str, query: str, body: bytes, fate: Fate | None = None) -> Answer:
    """Status and JSON of the reply to a v3 request, refusals included; fate: that of the task the request makes."""
    try:
        with queue.under(site, fate):
            return _answer(site, method, path.removeprefix(PREFIX).strip("/").split("/"), _asked(query, body))
    except Refusal as refusal:
        return refused(refusal)
    except SchemaRefusal as misfit:
        return refused(Refusal(422, "INVALID_REQUEST", str(misfit)))
    except (AttributeError, KeyError, IndexError, RecursionError, TypeError, ValueError) as error:
        return refused(Refusal(422, "INVALID_REQUEST", f"The request is malformed: {error!r}."))


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its collection."""
    found: list[Kind] = [
        recovery_plan.RecoveryPlan(),
        recovery_plan_job.RecoveryPlanJob(),
        availability_zone.AvailabilityZone(),
        task.Task(),
        vm.Vm(),
        subnet.Subnet(),
        vpc.Vpc(),
        cluster.Cluster(),
    ]
    return {kind.collection: kind for kind in found}


def _asked(query: str, body: bytes) -> Json:
    """The body, with what the query says of it."""
    asked = json.loads(body) if body.strip() else {}
    if dict(parse_qsl(query)).get("use_categories_mapping") == "true":
        asked.setdefault("metadata", {})["use_categories_mapping"] = True
    return dict(asked)


def _answer(site: Site, method: str, parts: list[str], asked: Json) -> Answer:
    kind = kinds().get(parts[0])
    if kind is None:
        raise not_found_at("/".join(parts))
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
    raise not_found_at("/".join(parts))


def _listed(site: Site, kind: Kind, asked: Json) -> Answer:
    """A page by offset and length, sorted by name if asked. The only filter is `name==x` (of VMs also `vm_name==x`)."""
    records = kind.records(site)
    condition = str(asked.get("filter") or "")
    if condition:
        field, found, value = condition.partition("==")
        if not found or field.strip() not in ("name", f"{kind.name}_name"):
            raise Refusal(422, "INVALID_FILTER", f"This simulator filters v3 lists by name==x only, not {condition!r}.")
        records = [record for record in records if record.name == value.strip()]
    if asked.get("sort_attribute") == "name":
        records = sorted(records, key=lambda one: one.name, reverse=asked.get("sort_order") == "DESCENDING")
    offset, length = int(asked.get("offset", 0)), int(asked.get("length", _PAGE))
    entities = [kind.shown(site, record) for record in records[offset : offset + length]]
    about = {"kind": kind.name, "total_matches": len(records), "offset": offset, "length": len(entities)}
    return 200, {"api_version": VERSION, "metadata": about, "entities": entities}
