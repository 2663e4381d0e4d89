"""The resource class of every noun: its constructor and its properties come from the inputs model of its provider.

A field is declared once, in the inputs model, and an output once, as an annotation of the resource class:

    class Vpc(signatures.Vpc, module="prism", name="Vpc", provider=VpcProvider):
        created_at: pulumi.Output[str]

``signatures`` tells type checkers and editors what the model says: see providers/base/signatures.py.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

import pulumi
from pulumi.dynamic import Resource
from pydantic.fields import FieldInfo

from providers.base.provider import CheckedProvider

# The base class sets it. A program cannot.
_OWNER = "owner"


class PrismResource(Resource, module="prism", name="PrismResource"):
    """The base of every resource: takes what the provider's inputs model declares, and adds ``owner``."""

    provider: ClassVar[type[CheckedProvider[Any]]]
    outputs: ClassVar[tuple[str, ...]]
    """The names of the properties that the provider adds to the inputs."""

    def __init_subclass__(
        cls, module: str = "", name: str = "Resource", provider: type[CheckedProvider[Any]] | None = None
    ) -> None:
        """``module`` and ``name`` make the type in the state: ``pulumi-python:dynamic/<module>:<name>``."""
        super().__init_subclass__(module=module, name=name)
        if provider is not None:
            cls.provider = provider
            cls.outputs = tuple(inspect.get_annotations(cls))

    def __init__(self, resource_name: str, *, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        """Raises TypeError for an input that the model does not declare, and for a missing one."""
        fields = declared(self.provider)
        _expect_declared(f"{type(self).__name__} '{resource_name}'", fields, inputs)
        props = {name: _value(field, inputs.get(name)) for name, field in fields.items()}
        props |= dict.fromkeys(self.outputs)
        owner = f"{pulumi.get_project()}/{pulumi.get_stack()}/{resource_name}"
        super().__init__(self.provider(), resource_name, {**props, _OWNER: owner}, opts)


def declared(provider: type[CheckedProvider[Any]]) -> dict[str, FieldInfo]:
    """The inputs that a program gives to a resource of this provider, in their order."""
    return {name: field for name, field in provider.inputs.model_fields.items() if name != _OWNER}


def _value(field: FieldInfo, value: Any) -> Any:
    """The value that is sent to the engine.

    A default that is a plain value is sent, so that the state holds it. A default from a factory is not sent: the
    provider adds it.
    """
    if value is not None or field.is_required() or field.default_factory is not None:
        return value
    return field.get_default()


def _expect_declared(subject: str, fields: Mapping[str, FieldInfo], inputs: Mapping[str, Any]) -> None:
    for name in inputs:
        if name not in fields:
            near = get_close_matches(name, fields, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise TypeError(f"{subject} has no input '{name}'.{hint} Its inputs are {', '.join(fields)}.")
    missing = [name for name, field in fields.items() if field.is_required() and name not in inputs]
    if missing:
        raise TypeError(f"{subject} needs {', '.join(missing)}.")
