"""`$apply`: `groupby((field),aggregate(field with count as label))/orderby(field desc)/page(0)/limit(2)`.

The other query options apply to the entities within each group, of which 5 are shown unless `$limit` says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.prism.model import Json, SchemaRefusal
from simulator.prism.odata.paths import split_outside, value_of

SHOWN_IN_GROUP = 5

_GROUPBY = re.compile(r"^groupby\(\(([\w/]+)\)(?:,aggregate\((.+)\))?\)$")
_AGGREGATE = re.compile(r"^(?:([\w/]+)\s+with\s+(\w+)|(\$count))\s+as\s+(\w+)$")
_STEP = re.compile(r"^(orderby|page|limit)\(([^()]*)\)$")

_METHODS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "count": len,
    "countdistinct": lambda values: len(set(map(str, values))),
    "sum": lambda values: sum(values),
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "average": lambda values: sum(values) / len(values) if values else None,
}


@dataclass(frozen=True)
class Aggregate:
    """One number over a group: the path of its field, the method, and the label of the result."""

    path: str
    method: str
    label: str


@dataclass(frozen=True)
class Grouping:
    """A compiled `$apply`."""

    path: str
    aggregates: tuple[Aggregate, ...] = ()
    order: str = ""
    page: int = 0
    limit: int | None = None

    @property
    def roots(self) -> frozenset[str]:
        """The top-level fields it reads."""
        named = [self.path, *(aggregate.path for aggregate in self.aggregates if aggregate.path)]
        return frozenset(path.split("/")[0] for path in named)

    def groups(self, entities: Sequence[Json]) -> list[tuple[Any, list[Json]]]:
        """The value of each group and its entities, in the order asked for; all pages."""
        found: dict[str, tuple[Any, list[Json]]] = {}
        for entity in entities:
            for value in _keys(value_of(entity, self.path)):
                found.setdefault(str(value), (value, []))[1].append(entity)
        groups = list(found.values())
        if self.order:
            field, *direction = self.order.split()
            groups.sort(key=lambda group: self._rank(group, field), reverse=direction == ["desc"])
        return groups

    def paged(self, groups: Sequence[Any]) -> Sequence[Any]:
        """The page of groups asked for."""
        return groups if self.limit is None else groups[self.page * self.limit : (self.page + 1) * self.limit]

    def results(self, entities: Sequence[Json]) -> list[tuple[str, Any]]:
        """Label and result of each aggregate over the entities of a group."""
        return [(one.label, _result(one, entities)) for one in self.aggregates]

    def _rank(self, group: tuple[Any, list[Json]], field: str) -> tuple[bool, float, str]:
        value = group[0] if field == self.path else dict(self.results(group[1])).get(field)
        if isinstance(value, (int, float)):
            return True, float(value), ""
        return value is not None, 0.0, str(value)


def compile_apply(text: str) -> Grouping:
    """Compile `$apply`; raises SchemaRefusal."""
    first, *steps = split_outside(text, "/")
    match = _GROUPBY.match(re.sub(r"\s*,\s*", ",", first.strip()))
    if match is None:
        raise _refusal(f"must begin with groupby((field)) of one field, not {first!r}")
    aggregates = tuple(_aggregate(part) for part in (match[2] or "").split(",") if part)
    grouping: Json = {"path": match[1], "aggregates": aggregates}
    for step in steps:
        found = _STEP.match(step.strip())
        if found is None:
            raise _refusal(f"may go on with orderby(), page() and limit(), not {step!r}")
        grouping |= _option(found[1], found[2].strip())
    return Grouping(**grouping)


def _aggregate(text: str) -> Aggregate:
    match = _AGGREGATE.match(text.strip())
    if match is None or (match[2] or "count") not in _METHODS:
        raise _refusal(f"aggregate needs `field with method as label`, the method one of {', '.join(_METHODS)}")
    return Aggregate(match[1] or "", match[2] or "count", match[4])


def _option(name: str, value: str) -> Json:
    if name == "orderby":
        if not re.fullmatch(r"[\w/]+(\s+(asc|desc))?", value):
            raise _refusal(f"orderby({value}) needs one field, and asc or desc")
        return {"order": value}
    if not value.isdecimal() or (name == "limit" and not int(value)):
        raise _refusal(f"{name}({value}) needs a number")
    return {name: int(value)}


def _keys(value: Any) -> list[Any]:
    """The group keys of a value. An entity with a list is in the group of each item."""
    return list(dict.fromkeys(map(str, value))) if isinstance(value, list) else [value]


def _result(aggregate: Aggregate, entities: Sequence[Json]) -> Any:
    if not aggregate.path or aggregate.method == "count":
        return len(entities)
    values = [v for v in (value_of(entity, aggregate.path) for entity in entities) if v is not None]
    try:
        return _METHODS[aggregate.method](values)
    except TypeError:
        raise _refusal(f"{aggregate.path} has no {aggregate.method}") from None


def _refusal(message: str) -> SchemaRefusal:
    return SchemaRefusal(("$apply", f"$apply {message}."), location="query")
