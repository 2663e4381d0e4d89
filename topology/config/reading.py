"""A section of the configuration is read here, and here alone a mistake in it becomes a Problem."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from topology.config.section import Section
from topology.errors import Problem, suggestion

S = TypeVar("S", bound=Section)
_KINDS = {
    "tuple_type": "expected a list",
    "model_type": "expected a mapping",
    "model_attributes_type": "expected a mapping",
    "dict_type": "expected a mapping",
}


def read_section(
    kind: type[S],
    value: object,
    path: str,
    problems: list[Problem],
    *,
    sites: Mapping[str, str] | None = None,
    beside: tuple[str, ...] = (),
) -> S | None:
    """The section written as `value`, or None with its problems, which name their keys below `path`, in `problems`.

    `sites`: the region of each site, for values that name one; `beside`: keys that stand beside those of the section.
    """
    try:
        return kind.model_validate(value, context={"sites": dict(sites or {})})
    except ValidationError as error:
        problems.extend(_problem(kind, detail, path, beside) for detail in error.errors(include_url=False))
        return None


def _problem(kind: type[Section], detail: ErrorDetails, path: str, beside: tuple[str, ...]) -> Problem:
    loc = detail["loc"]
    key = _joined(path, loc)
    if detail["type"] == "extra_forbidden":
        known = (*_known_keys(kind, loc[:-1]), *beside)
        return Problem(key, f"is not a known key{suggestion(loc[-1], known)}; expected one of {', '.join(known)}")
    if detail["type"] == "missing":
        return Problem(key, f"is missing: expected {_described(kind, loc)}")
    reason = detail.get("ctx", {}).get("error")
    expected = str(reason) if reason is not None else _KINDS.get(detail["type"], detail["msg"])
    return Problem.with_value(key, detail["input"], expected)


def _joined(path: str, loc: tuple[int | str, ...]) -> str:
    for part in loc:
        if part == "[key]":  # the key of a mapping, which the path ends with already
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")


def _known_keys(kind: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    for part in loc:
        if isinstance(part, str):
            kind = next(_models(_field(kind, part).annotation))
    return [info.alias or name for name, info in kind.model_fields.items()]


def _described(kind: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    names = [part for part in loc if isinstance(part, str)]
    for name in names[:-1]:
        kind = next(_models(_field(kind, name).annotation))
    return _field(kind, names[-1]).description or "a value"


def _field(kind: type[BaseModel], alias: str) -> Any:
    return next(info for info in kind.model_fields.values() if info.alias == alias)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside an annotation such as tuple[OverlaySubnetConfig, ...] | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
