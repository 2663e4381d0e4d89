"""What both pulumi-aws and the Terraform provider know has the same name and shape in the bridge."""

import collections.abc
import importlib
import json
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
import pulumi_aws
import pytest
from pulumi import _types

from tools.engine import Installation
from tools.engine.process import run

pytestmark = [pytest.mark.engine, pytest.mark.slow]

Shape = Mapping[str, Any]


@pytest.fixture(scope="module")
def described(installed_engine: Installation) -> dict[str, Any]:
    plugin = installed_engine.aws_plugin
    if plugin.terraform_provider is None:
        pytest.skip("the AWS plugin is Pulumi's own, not the bridge")
    description: dict[str, Any] = json.loads(run([plugin.binary, "describe"], deadline=120))
    return description


def differences(properties: Mapping[str, Any], bridged: Shape, path: str) -> Iterator[str]:
    """Where the properties of pulumi-aws and the bridge's disagree.

    A property that only one side knows is no disagreement, as Terraform provider and SDK may be of different ages,
    unless the other side has it under the name's singular or plural.
    """
    for name, annotated in properties.items():
        kind = bare(annotated)
        many = typing.get_origin(kind) in (list, collections.abc.Sequence)
        element = bare(typing.get_args(kind)[0]) if many else kind
        here = f"{path}.{name}"
        if name not in bridged:
            twins = [other for other in bridged if other not in properties and stem(other) == stem(name)]
            yield from (f"{here} is called {twin} in the bridge" for twin in twins)
            continue
        shape = bridged[name]
        if many != shape.get("list", False):
            yield f"{here} is {'a list' if many else 'single'} only in pulumi-aws"
        if _types.is_output_type(element):
            yield from differences(_types.output_type_types(element), shape.get("properties", {}), here)


def bare(annotated: Any) -> Any:
    """A type without Optional and Output around it."""
    while typing.get_origin(annotated) in (typing.Union, pulumi.Output):
        annotated = next(one for one in typing.get_args(annotated) if one is not type(None))
    return annotated


def stem(name: str) -> str:
    """A name without what English and Pulumi add for the plural."""
    for plural, singular in (("indices", "index"), ("indexes", "index"), ("ies", "y"), ("sses", "ss"), ("s", "")):
        if name.endswith(plural):
            return name.removesuffix(plural) + singular
    return name


def module_of(token: str) -> Any:
    module = token.split(":")[1].split("/")[0]
    return pulumi_aws if module == "index" else importlib.import_module(f"pulumi_aws.{module}")


def test_the_terraform_provider_has_every_mapped_resource_and_function(described: dict[str, Any]) -> None:
    assert described["missing"] == []


def test_resources_have_the_names_and_shapes_of_pulumi_aws(described: dict[str, Any]) -> None:
    found: list[str] = []
    for token, bridged in described["resources"].items():
        name = token.rpartition(":")[2]
        found += differences(_types.resource_types(getattr(module_of(token), name)), bridged, token)
    assert found == []


def test_functions_have_the_names_and_shapes_of_pulumi_aws(described: dict[str, Any]) -> None:
    found: list[str] = []
    for token, bridged in described["functions"].items():
        name = token.rpartition(":")[2]
        result = getattr(module_of(token), f"{name[0].upper()}{name[1:]}Result")
        found += differences(_types.output_type_types(result), bridged, token)
    assert found == []
