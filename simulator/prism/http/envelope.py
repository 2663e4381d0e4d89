"""The v4 response envelope around data, lists and errors."""

from __future__ import annotations

from typing import Any

from simulator.prism.model import NEWEST, Json, Refusal, SchemaRefusal


def envelope(
    operation: str, namespace: str, links: list[Json], data: Any, *, total: int | None = None, error: bool = False
) -> Json:
    """The reply object. Empty `data` is left out, because the Go client needs it so."""
    metadata: Json = {
        "$objectType": "common.v1.response.ApiResponseMetadata",
        "$reserved": {"$fv": "v1.r0"},
        "flags": [_flag("hasError", error), _flag("isPaginated", total is not None)],
        "links": links,
    }
    if total is not None:
        metadata["totalAvailableResults"] = total
    reply: Json = {"$objectType": operation, "$reserved": _reserved(namespace), "metadata": metadata}
    if data not in (None, []):
        reply["data"] = data
    return reply


def app_error(namespace: str, links: list[Json], refusal: Refusal) -> Json:
    """The reply to a refused request."""
    return _error(namespace, links, [refusal.app_message(namespace)])


def schema_error(namespace: str, links: list[Json], refusal: SchemaRefusal, path: str, at: str) -> Json:
    """The reply to a request of the wrong shape."""
    return _error(namespace, links, refusal.error(namespace, path, at))


def task_reference(task_id: str) -> Json:
    """The answer of a call that makes a task."""
    return {"$objectType": "prism.v4.config.TaskReference", "$reserved": {"$fv": "v4.r4"}, "extId": task_id}


def _error(namespace: str, links: list[Json], error: Any) -> Json:
    kind = f"{namespace}.v4.error.ErrorResponse"
    data = {"$objectType": kind, "$reserved": _reserved(namespace), "error": error}
    return envelope(kind, namespace, links, data, error=True)


def _reserved(namespace: str) -> Json:
    """The full version of an object, which clients only carry along."""
    return {"$fv": f"v4.r{NEWEST.get(namespace, 4)}"}


def _flag(name: str, value: bool) -> Json:
    return {"$objectType": "common.v1.config.Flag", "$reserved": {"$fv": "v1.r0"}, "name": name, "value": value}
