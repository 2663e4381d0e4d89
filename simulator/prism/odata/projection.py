"""`$select` and `$expand`: the parts of an entity that are shown, and the entities it refers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.prism.model import Json, Noun, SchemaRefusal, Site, nouns
from simulator.prism.odata.filter import FilterError, compile_filter
from simulator.prism.odata.paths import split_outside

_ALWAYS = frozenset({"$objectType", "$reserved"})
_ITEM = re.compile(r"^([A-Za-z]\w*)(?:\((.*)\))?$")
_NESTED = frozenset({"$select", "$filter", "$orderby"})


@dataclass(frozen=True)
class Expansion:
    """One name of `$expand`, and the options in its parentheses."""

    name: str
    options: Mapping[str, str]


def roots(text: str | None) -> frozenset[str]:
    """The top-level fields that `$select` names; empty for all of them."""
    names = {name.strip().split("/")[0] for name in (text or "*").split(",")}
    return frozenset() if "*" in names else frozenset(names)


def selected(objects: Sequence[Json], text: str | None) -> list[Json]:
    """The parts of the objects that `$select` names, nested ones included (`config/name`)."""
    if not roots(text):
        return list(objects)
    paths = [name.strip().split("/") for name in (text or "").split(",")]
    return [_picked(entity, paths) for entity in objects]


def expansions(text: str) -> list[Expansion]:
    """The names in `$expand`; raises SchemaRefusal for an option that an expansion does not have."""
    found = []
    for part in split_outside(text, ","):
        match = _ITEM.match(part.strip())
        if match is None:
            raise _refusal(f"$expand is not understood at {part!r}.")
        options = [option.strip().partition("=") for option in split_outside(match[2] or "", ";") if option.strip()]
        unknown = [name for name, _, _ in options if name not in _NESTED]
        if unknown:
            raise _refusal(f"$expand of {match[1]} takes {', '.join(sorted(_NESTED))}, not {unknown[0]}.")
        expansion = Expansion(match[1], {name: value for name, _, value in options})
        try:
            compile_filter(expansion.options.get("$filter", "true"))
        except FilterError as error:
            raise _refusal(str(error)) from None
        found.append(expansion)
    return found


def expanded(noun: Noun, site: Site, entity: Json, asked: Sequence[Expansion]) -> Json:
    """The entities that an entity refers to, under the names that `$expand` shows them by."""
    shown: Json = {}
    for one in asked:
        known = noun.expansions[one.name]
        if known is None:
            shown |= noun.on_demand(site, str(entity["extId"]), one.name)
            continue
        target = site.store.get(known[1], str(entity.get(known[2])))
        if target is not None and _holds(one, target.data):
            (picked,) = selected([target.data], one.options.get("$select"))
            shown[known[0]] = {**picked, "$objectType": _projection_type(noun, *known)}
    return shown


def _projection_type(noun: Noun, field: str, kind: str, _: str) -> str:

    if nouns()[kind].projected:
        return f"{nouns()[kind].object_type}Projection"
    return f"{noun.object_type.rpartition('.')[0]}.{field[0].upper()}{field[1:]}"


def _holds(one: Expansion, entity: Json) -> bool:
    matches: Callable[[Json], bool] = compile_filter(one.options["$filter"]) if "$filter" in one.options else bool
    return matches(entity)


def _picked(value: Any, paths: Sequence[Sequence[str]]) -> Any:
    if isinstance(value, list):
        return [_picked(item, paths) for item in value]
    if not isinstance(value, dict):
        return value
    inner: dict[str, list[Sequence[str]]] = {}
    for first, *rest in paths:
        inner.setdefault(first, []).append(rest)
    return {
        name: item if name in _ALWAYS or [] in inner[name] else _picked(item, inner[name])
        for name, item in value.items()
        if name in inner or name in _ALWAYS
    }


def _refusal(message: str) -> SchemaRefusal:
    return SchemaRefusal(("$expand", message), location="query")
