"""Query options of a list: paging, `$filter`, `$orderby`, `$select`, each checked against what the noun allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator._json import Json
from simulator._odata import FilterError, compile_filter
from simulator._refusal import SchemaRefusal

DEFAULT_LIMIT = 50
MAXIMUM_LIMIT = 100

PAGED = frozenset({"$page", "$limit"})
FULL = PAGED | {"$filter", "$orderby", "$select"}


def select(
    objects: Sequence[Json], query: Mapping[str, str], allowed: frozenset[str], fields: frozenset[str]
) -> tuple[list[Json], int]:
    """The page asked for and how many objects match in all; raises SchemaRefusal for an option or field not allowed."""
    for option in query:
        if option.startswith("$") and option not in allowed:
            raise _refusal(option, f"The query option {option} is not supported by this operation.")
    found = _filtered(objects, query.get("$filter"), fields)
    found = _ordered(found, query.get("$orderby"), fields)
    total = len(found)
    if "$page" in allowed:
        limit = _integer(query, "$limit", DEFAULT_LIMIT, 1, MAXIMUM_LIMIT)
        start = _integer(query, "$page", 0, 0, None) * limit
        found = found[start : start + limit]
    return _selected(found, query.get("$select"), fields), total


def _refusal(option: str, message: str) -> SchemaRefusal:
    return SchemaRefusal((option, message), location="query")


def _integer(query: Mapping[str, str], option: str, default: int, low: int, high: int | None) -> int:
    text = query.get(option)
    if text is None:
        return default
    value = int(text) if text.isdecimal() else -1
    if value < low or (high is not None and value > high):
        bounds = f"between {low} and {high}" if high is not None else f"{low} or more"
        raise _refusal(option, f"{option} must be an integer {bounds}, not {text!r}.")
    return value


def _known(option: str, names: frozenset[str], fields: frozenset[str]) -> None:
    unknown = sorted(names - fields)
    if unknown:
        raise _refusal(option, f"{option} names {', '.join(unknown)}, which is no field of this entity.")


def _filtered(objects: Sequence[Json], text: str | None, fields: frozenset[str]) -> list[Json]:
    if not text:
        return list(objects)
    try:
        matches = compile_filter(text)
    except FilterError as error:
        raise _refusal("$filter", str(error)) from None
    _known("$filter", matches.roots, fields)
    return [entity for entity in objects if matches(entity)]


def _ordered(objects: list[Json], text: str | None, fields: frozenset[str]) -> list[Json]:
    for term in reversed((text or "").split(",")):
        path, _, direction = term.strip().partition(" ")
        if not path:
            continue
        steps = path.split("/")
        _known("$orderby", frozenset(steps[:1]), fields)
        objects = sorted(objects, key=lambda o, s=steps: _sort_key(o, s), reverse=direction.strip() == "desc")  # type: ignore[misc]
    return objects


def _sort_key(entity: Any, steps: list[str]) -> tuple[bool, str, Any]:
    for step in steps:
        entity = entity.get(step) if isinstance(entity, dict) else None
    if isinstance(entity, (int, float)):
        return True, "", entity
    return entity is not None, str(entity), 0


def _selected(objects: list[Json], text: str | None, fields: frozenset[str]) -> list[Json]:
    names = frozenset(name.strip().split("/")[0] for name in (text or "*").split(","))
    if "*" in names:
        return objects
    _known("$select", names, fields)
    keep = names | {"$objectType", "$reserved"}
    return [{k: v for k, v in entity.items() if k in keep} for entity in objects]
