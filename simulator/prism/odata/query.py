"""The query options of a list: paging, `$filter`, `$orderby`, `$select`, `$expand` and `$apply`.

Each option is checked against what the noun allows.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from simulator.prism.model import DerivedNoun, Json, Noun, Record, SchemaRefusal, Site
from simulator.prism.odata.apply import SHOWN_IN_GROUP, compile_apply
from simulator.prism.odata.filter import Filter, FilterError, compile_filter
from simulator.prism.odata.paths import value_of
from simulator.prism.odata.projection import expanded, expansions, roots, selected

DEFAULT_LIMIT = 50
MAXIMUM_LIMIT = 100

_NAME = re.compile(r"^\s*name\s+eq\s+'((?:[^']|'')*)'\s*$")

PAGED = frozenset({"$page", "$limit"})
FULL = PAGED | {"$filter", "$orderby", "$select"}


@dataclass(frozen=True)
class Page:
    """A page of a list: its items, how many there are in all, its number and its size (None: not paged)."""

    items: list[Json]
    total: int
    number: int = 0
    size: int | None = None


def select(noun: Noun, site: Site, records: Sequence[Record], query: Mapping[str, str], scope: Hashable = None) -> Page:
    """The page that a query asks for. Raises SchemaRefusal for an option or a field that the noun does not allow.

    scope tells this list from others of the noun: what fits it, in its order, is remembered until something changes.
    """
    for option in query:
        if option.startswith("$") and option not in noun.query:
            raise _refusal(option, f"The query option {option} is not supported by this operation.")
    if "$apply" in query:
        return _grouped(noun, site, records, query)
    found = _matching(noun, site, records, query.get("$filter"), query.get("$orderby"), scope)
    number, size = 0, None
    total = len(found)
    if "$page" in noun.query:
        number, size = _bounds(query, DEFAULT_LIMIT)
        found = found[number * size : (number + 1) * size]
    seen = [noun.view(site, record) for record in found]
    return Page(_projected(noun, site, seen, query), total, number, size)


def detailed(noun: Noun, site: Site, record: Record, query: Mapping[str, str]) -> Json:
    """One entity as a GET shows it, with what `$expand` names. Raises SchemaRefusal."""
    seen = noun.view(site, record)
    expand = query.get("$expand")
    if not expand or "$expand" not in noun.query:
        return seen
    (shown,) = _projected(noun, site, [seen], {"$expand": expand})
    return shown


def _bounds(query: Mapping[str, str], usual: int) -> tuple[int, int]:
    return _integer(query, "$page", 0, 0, None), _integer(query, "$limit", usual, 1, MAXIMUM_LIMIT)


def _projected(noun: Noun, site: Site, seen: list[Json], query: Mapping[str, str]) -> list[Json]:
    """Entities as `$select` and `$expand` show them."""
    text, expand = query.get("$select"), query.get("$expand")
    _known("$select", roots(text), noun.fields)
    chosen = selected(seen, text)
    if expand:
        asked = expansions(expand)
        unknown = sorted({one.name for one in asked} - noun.expansions.keys())
        if unknown:
            known = ", ".join(noun.expansions) or "nothing"
            raise _refusal("$expand", f"$expand names {', '.join(unknown)}; this entity can show {known}.")
        pairs = zip(seen, chosen, strict=True)
        chosen = [kept | expanded(noun, site, whole, asked) for whole, kept in pairs]
    if noun.projected and (text or expand):
        chosen = [{**entity, "$objectType": f"{noun.object_type}Projection"} for entity in chosen]
    return chosen


def _grouped(noun: Noun, site: Site, records: Sequence[Record], query: Mapping[str, str]) -> Page:
    """The groups of `$apply`, each with the first of its entities."""
    grouping = compile_apply(query["$apply"])
    _known("$apply", grouping.roots, noun.fields)
    number, size = _bounds(query, SHOWN_IN_GROUP)
    found = _matching(noun, site, records, query.get("$filter"), query.get("$orderby"))
    groups = grouping.groups([noun.view(site, record) for record in found])
    shown = []
    for value, entities in grouping.paged(groups):
        page = _projected(noun, site, entities[number * size : (number + 1) * size], query)
        aggregates = [
            {"$objectType": f"{noun.object_type}Aggregate", "$reserved": {}, "label": label, "result": result}
            for label, result in grouping.results(entities)
        ]
        group: Json = {"$objectType": f"{noun.object_type}Group", "$reserved": {}, "group": value, "data": page}
        shown.append(group | ({"aggregates": aggregates} if aggregates else {}))
    return Page(shown, len(groups), grouping.page, grouping.limit)


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
        raise _refusal(option, f"{option} names {', '.join(unknown)}, which this entity does not have.")


def _matching(
    noun: Noun,
    site: Site,
    records: Sequence[Record],
    condition: str | None,
    order: str | None,
    scope: Hashable = None,
) -> Sequence[Record]:
    """Records that fit the filter, sorted. `view` is called only where a computed field is asked about."""
    matches = _compiled(condition) if condition else None
    terms = [term.split() for term in (order or "").split(",") if term.strip()]
    for term in terms:
        if len(term) > 2 or term[1:] not in ([], ["asc"], ["desc"]):
            raise _refusal("$orderby", f"$orderby needs a field, and asc or desc, not {' '.join(term)!r}.")
    if matches:
        _known("$filter", matches.roots, noun.fields)
    asked = (matches.roots if matches else frozenset()) | {term[0].split("/")[0] for term in terms}
    _known("$orderby", asked, noun.fields)
    if matches and (name := _NAME.match(condition or "")):
        kept = noun.named(site, name[1].replace("''", "'"))
        records = records if kept is None else kept
    if not asked:
        return records
    kinds = (noun.kind,) if noun.lists_kinds is None else noun.lists_kinds
    fixed = scope is not None and not asked & noun.computed and (noun.lists_kinds or not isinstance(noun, DerivedNoun))
    work = partial(_sorted, noun, site, records, matches, terms, whole=bool(asked & noun.computed))
    key = (noun.kind, scope, condition, order)
    return site.store.remembered(key, kinds, work) if fixed else work()


def _sorted(
    noun: Noun,
    site: Site,
    records: Sequence[Record],
    matches: Filter | None,
    terms: Sequence[Sequence[str]],
    *,
    whole: bool,
) -> list[Record]:
    pairs = [(noun.view(site, record) if whole else record.data, record) for record in records]
    if matches:
        pairs = [pair for pair in pairs if matches(pair[0])]
    for path, *direction in reversed(terms):
        pairs.sort(key=partial(_sort_key, path), reverse=direction == ["desc"])
    return [record for _, record in pairs]


def _compiled(text: str) -> Filter:
    try:
        return compile_filter(text)
    except FilterError as error:
        raise _refusal("$filter", str(error)) from None


def _sort_key(path: str, pair: tuple[Json, Record]) -> tuple[bool, str, float]:
    value = value_of(pair[0], path)
    if isinstance(value, (int, float)):
        return True, "", value
    return value is not None, str(value), 0
