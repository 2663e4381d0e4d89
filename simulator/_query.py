"""Query options of a list: paging, `$filter`, `$orderby`, `$select`, each checked against what the noun allows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from simulator._json import Json
from simulator._odata import Filter, FilterError, compile_filter
from simulator._refusal import SchemaRefusal

if TYPE_CHECKING:
    from simulator._noun import Noun
    from simulator._site import Site
    from simulator._store import Record

DEFAULT_LIMIT = 50
MAXIMUM_LIMIT = 100

# Options inside an expansion, `vpc($select=name)`: accepted, not followed.
_NESTED = re.compile(r"\([^()]*\)")

PAGED = frozenset({"$page", "$limit"})
FULL = PAGED | {"$filter", "$orderby", "$select"}


def select(noun: Noun, site: Site, records: Sequence[Record], query: Mapping[str, str]) -> tuple[list[Json], int]:
    """The page asked for, as it is shown, and how many entities match in all.

    Raises SchemaRefusal for an option or a field that the noun does not allow.
    """
    for option in query:
        if option.startswith("$") and option not in noun.query:
            raise _refusal(option, f"The query option {option} is not supported by this operation.")
    found = _matching(noun, site, records, query.get("$filter"), query.get("$orderby"))
    total = len(found)
    if "$page" in noun.query:
        limit = _integer(query, "$limit", DEFAULT_LIMIT, 1, MAXIMUM_LIMIT)
        start = _integer(query, "$page", 0, 0, None) * limit
        found = found[start : start + limit]
    seen = [noun.view(site, record) for record in found]
    chosen = _selected(seen, query.get("$select"), noun.fields)
    if query.get("$expand"):
        chosen = _expanded(noun, site, list(zip(seen, chosen, strict=True)), query["$expand"])
    if noun.projected and (query.get("$select") or query.get("$expand")):
        chosen = [{**entity, "$objectType": f"{noun.object_type}Projection"} for entity in chosen]
    return chosen, total


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


def _matching(
    noun: Noun, site: Site, records: Sequence[Record], condition: str | None, order: str | None
) -> list[Record]:
    """Filtered and sorted; entities are only made up in full where a computed field is asked about."""
    matches = _compiled(condition) if condition else None
    terms = [term.split() for term in (order or "").split(",") if term.strip()]
    if matches:
        _known("$filter", matches.roots, noun.fields)
    asked = (matches.roots if matches else frozenset()) | {term[0].split("/")[0] for term in terms}
    _known("$orderby", asked, noun.fields)
    whole = bool(asked & noun.computed)
    pairs = [(noun.view(site, record) if whole else record.data, record) for record in records]
    if matches:
        pairs = [pair for pair in pairs if matches(pair[0])]
    for path, *direction in reversed(terms):
        pairs.sort(key=partial(_sort_key, path.split("/")), reverse=direction == ["desc"])
    return [record for _, record in pairs]


def _compiled(text: str) -> Filter:
    try:
        return compile_filter(text)
    except FilterError as error:
        raise _refusal("$filter", str(error)) from None


def _sort_key(steps: Sequence[str], pair: tuple[Json, Record]) -> tuple[bool, str, float]:
    value: Any = pair[0]
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, (int, float)):
        return True, "", value
    return value is not None, str(value), 0


def _selected(objects: list[Json], text: str | None, fields: frozenset[str]) -> list[Json]:
    names = frozenset(name.strip().split("/")[0] for name in (text or "*").split(","))
    if "*" in names:
        return objects
    _known("$select", names, fields)
    keep = names | {"$objectType", "$reserved"}
    return [{k: v for k, v in entity.items() if k in keep} for entity in objects]


def _expanded(noun: Noun, site: Site, pairs: list[tuple[Json, Json]], text: str) -> list[Json]:
    """The entities (whole, and as selected) with what they refer to shown inside of them."""
    names = [name.strip() for name in _NESTED.sub("", text).split(",")]
    unknown = sorted(set(names) - noun.expansions.keys())
    if unknown:
        known = ", ".join(noun.expansions) or "nothing"
        raise _refusal("$expand", f"$expand names {', '.join(unknown)}; this entity can show {known}.")
    return [chosen | _shown(noun, site, whole, names) for whole, chosen in pairs]


def _shown(noun: Noun, site: Site, entity: Json, names: Sequence[str]) -> Json:
    shown: Json = {}
    for name in names:
        expansion = noun.expansions[name]
        if expansion is not None:
            field, kind, reference = expansion
            target = site.store.get(kind, str(entity.get(reference)))
            if target is not None:
                shown[field] = {
                    **target.data,
                    "$objectType": f"{noun.object_type.rpartition('.')[0]}.{_type_of(field)}",
                }
    return shown


def _type_of(field: str) -> str:
    return field[0].upper() + field[1:]
