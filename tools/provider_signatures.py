"""providers/base/signatures.pyi: the constructor and the properties of each resource class, from its inputs model.

`python -m tools.generate` writes it.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from providers.base import Part, declared
from tools.provider_pages import Documented, documented

STUB = Path(__file__).parents[1] / "providers" / "base" / "signatures.pyi"
_HEAD = '''"""Written by `python -m tools.generate` from the inputs models of the providers. Do not edit."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi import Input, Output, ResourceOptions

from providers.base.resource import PrismResource
'''


def stub() -> str:
    """The whole file."""
    return "\n".join([_HEAD, *("\n".join(_signature(one)) + "\n" for one in documented())])


def _signature(one: Documented) -> Iterator[str]:
    fields = declared(one.provider)
    yield f"class {one.resource.__name__}(PrismResource):"
    for name, field in fields.items():
        yield f"    {name}: Output[{_output(field.annotation)}]"
    yield "    def __init__("
    yield "        self,"
    yield "        resource_name: str,"
    yield "        *,"
    for name, field in sorted(fields.items(), key=lambda item: not item[1].is_required()):
        given = _input(_without_none(field.annotation))
        yield f"        {name}: {given}," if field.is_required() else f"        {name}: {given} | None = None,"
    yield "        opts: ResourceOptions | None = None,"
    yield "    ) -> None: ..."


def _input(kind: Any) -> str:
    return f"Input[{_given(kind)}]"


def _given(kind: Any) -> str:
    """The type of a value that a program gives; every value within may be an output, too."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _given(inner[0])
    if origin is Literal:
        return _word(inner)
    if origin is list:
        return f"Sequence[{_input(inner[0])}]"
    if origin is dict:
        return f"Mapping[{_given(inner[0])}, {_input(inner[1])}]"
    if origin in (Union, types.UnionType):
        return " | ".join(dict.fromkeys(_given(one) for one in inner))
    if issubclass(kind, Part):
        texts = all(field.annotation is str and field.is_required() for field in kind.model_fields.values())
        return f"Mapping[str, {'Input[str]' if texts else 'Any'}]"
    return str(kind.__name__)


def _output(kind: Any) -> str:
    """The type of the value that the state holds."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _output(inner[0])
    if origin is Literal:
        return _word(inner)
    if origin in (list, dict):
        return f"{origin.__name__}[{', '.join(_output(one) for one in inner)}]"
    if origin in (Union, types.UnionType):
        return " | ".join(dict.fromkeys(_output(one) for one in inner))
    if kind is type(None):
        return "None"
    return "dict[str, Any]" if issubclass(kind, Part) else str(kind.__name__)


def _word(values: tuple[Any, ...]) -> str:
    return " | ".join(dict.fromkeys(type(value).__name__ for value in values))


def _without_none(kind: Any) -> Any:
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    return Union[tuple(one for one in get_args(kind) if one is not type(None))]  # noqa: UP007 - of a tuple
