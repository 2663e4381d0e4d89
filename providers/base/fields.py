"""Declared inputs: their types, their check and their comparison.

The engine sends every number as a float, drops None, and sends Unknown at preview for a value that is not known yet.
So every provider declares its inputs as a model, and all values to and from the engine pass these functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Any, TypeVar

import pulumi
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError

T = TypeVar("T")


class Inputs(BaseModel):
    """The inputs of a resource. ``owner`` is ``project/stack/resource name``, which the ownership marker holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    owner: str

    def dump(self) -> dict[str, Any]:
        """Plain values for the engine, without None."""
        return self.model_dump(exclude_none=True)


class Part(BaseModel):
    """A nested group of inputs. A key that the model does not declare is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _cidr(value: str) -> str:
    try:
        return str(IPv4Network(value))
    except ValueError:
        raise ValueError("expected an IPv4 prefix such as 172.30.1.0/24, without host bits") from None


def _address(value: str) -> str:
    try:
        return str(IPv4Address(value))
    except ValueError:
        raise ValueError("expected an IPv4 address such as 172.30.1.1") from None


Cidr = Annotated[str, AfterValidator(_cidr)]
Address = Annotated[str, AfterValidator(_address)]


def known(value: Any) -> bool:
    """True if no part of the value is Unknown."""
    if isinstance(value, pulumi.output.Unknown):
        return False
    if isinstance(value, Mapping):
        return all(known(item) for item in value.values())
    return all(known(item) for item in value) if isinstance(value, (list, tuple)) else True


def coerce(model: type[Inputs], news: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The declared fields in their declared types, and (field, reason) for each value that is refused.

    A field with an Unknown part passes unchanged.
    """
    values: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for name, field in model.model_fields.items():
        value = news.get(name)
        if value is None:
            if field.is_required():
                problems.append((name, "is missing"))
            continue
        if not known(value):
            values[name] = value
            continue
        adapter = _adapter(model, name)
        try:
            values[name] = adapter.dump_python(adapter.validate_python(value), exclude_none=True)
        except ValidationError as error:
            problems += [(name, _sentence(fault)) for fault in error.errors(include_url=False)]
    return values, problems


@cache
def _adapter(model: type[Inputs], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return TypeAdapter(kind)


def _sentence(fault: Any) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
    text = str(fault["msg"]).removeprefix("Value error, ")
    return f"{where + ' ' if where else ''}is {fault['input']!r}: {text}"


def plain(value: Any) -> Any:
    """The value as the engine returns it: without None entries, and with tuples as lists."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items() if item is not None}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def changed_fields(model: type[Inputs], olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
    """The declared fields that differ, and those that may differ because a value is not known yet."""

    def differs(name: str) -> bool:
        old, new = olds.get(name), news.get(name)
        if new is None:
            # A field that is left out means its default. The state holds the default as a value.
            field = model.model_fields[name]
            new = None if field.is_required() else field.get_default(call_default_factory=True)
        return not known(new) or plain(old) != plain(new)

    return [name for name in model.model_fields if differs(name)]


def in_order_of(observed: list[T], declared: Iterable[T]) -> list[T]:
    """``observed`` in the declared order. Prism Central keeps no order, and another order is no drift."""
    left, kept = list(observed), []
    for item in declared:
        if item in left:
            # Each is taken out once: a double is drift.
            left.remove(item)
            kept.append(item)
    return kept + left
