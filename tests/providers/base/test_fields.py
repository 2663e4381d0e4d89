"""A field is declared once, in the inputs model: what each resource class makes of its model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pulumi
import pytest

from providers.base import declared
from providers.subnet import OverlaySubnet
from tools.provider_pages import Documented, documented

ROOT = Path(__file__).parents[3]
# What each resource class took and registered while its fields were still written out by hand, at f828e7a: required and
# optional inputs, and what goes to the engine where the optional ones are left out. Outputs are None.
BEFORE: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "properties.json").read_text())

# What resources have taken since.
ADDED = {"StoreRecovery": ["prism_central"]}
for _name, _more in ADDED.items():
    BEFORE[_name]["required"] += _more
BEFORE["PrismSite"]["optional"] += ["accepted_id"]


class Registered(pulumi.runtime.Mocks):
    """Keeps what is registered; None is gone by then, as with the engine."""

    def __init__(self) -> None:
        self.inputs: dict[str, Any] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.inputs = {name: value for name, value in args.inputs.items() if name not in ("owner", "__provider")}
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], None]:
        return {}, None


def register(one: Documented, given: dict[str, str]) -> tuple[pulumi.Resource, dict[str, Any]]:
    """The resource, and the inputs that the engine sees."""
    mocks = Registered()
    pulumi.runtime.set_mocks(mocks, project="nc2-dr", stack="tokyo", preview=False)
    made: list[pulumi.Resource] = []

    @pulumi.runtime.test  # type: ignore[untyped-decorator]
    def program() -> None:
        resource: Any = one.resource
        made.append(resource("x", **given))

    program()
    return made[0], mocks.inputs


def resources() -> list[Documented]:
    """Those that there were at f828e7a."""
    return [one for one in documented() if one.resource.__name__ in BEFORE]


@pytest.mark.parametrize("one", resources(), ids=lambda one: one.noun)
def test_a_resource_registers_the_properties_that_states_have_held_so_far(one: Documented) -> None:
    before = BEFORE[one.resource.__name__]
    required = {name: f"<{name}>" for name in before["required"]}
    resource, inputs = register(one, required)
    assert inputs == required | {name: value for name, value in before["left_out"].items() if value is not None}
    attributes = {*required, *before["left_out"], "owner"}
    assert {name for name in attributes if isinstance(getattr(resource, name), pulumi.Output)} == attributes


@pytest.mark.parametrize("one", resources(), ids=lambda one: one.noun)
def test_a_resource_takes_the_inputs_that_it_has_always_taken(one: Documented) -> None:
    before, fields = BEFORE[one.resource.__name__], declared(one.provider)
    assert {name for name, field in fields.items() if field.is_required()} == set(before["required"])
    assert fields.keys() == {*before["required"], *before["optional"]}
    given = {name: f"<{name}>" for name in fields}
    assert register(one, given)[1] == given


def make(**inputs: Any) -> None:
    subnet: Any = OverlaySubnet
    subnet("web", **{"name": "web", "vpc_id": "v", "cidr": "172.30.1.0/24", "gateway": "172.30.1.1", **inputs})


def test_an_input_that_does_not_exist_is_refused_with_the_name_of_one_that_does() -> None:
    with pytest.raises(
        TypeError, match=r"OverlaySubnet 'web' has no input 'dns_server'\. Did you mean 'dns_servers'\?"
    ):
        make(dns_server=["172.30.0.2"])


def test_an_input_like_no_other_is_refused_with_the_list_of_inputs() -> None:
    with pytest.raises(TypeError, match=r"has no input 'qqq'\. Its inputs are name, vpc_id, cidr, gateway, dhcp_pools"):
        make(qqq=1)


def test_an_output_cannot_be_given() -> None:
    with pytest.raises(TypeError, match="has no input 'owner'"):
        make(owner="somebody")


def test_a_missing_input_is_named() -> None:
    subnet: Any = OverlaySubnet
    with pytest.raises(TypeError, match=r"OverlaySubnet 'web' needs cidr, gateway\."):
        subnet("web", name="web", vpc_id="v")


CALLS = """
import pulumi
from providers.subnet import OverlaySubnet
from providers.vpc import Vpc

vpc = Vpc("right", name="w", external_subnet_ids=[], externally_routable_prefixes=["172.30.0.0/16"])
OverlaySubnet("right", name="w", vpc_id=vpc.vpc_id, cidr=vpc.name, gateway="172.30.1.1", dhcp_pools=[["a", vpc.name]])
OverlaySubnet("a number", name=1, vpc_id=vpc.vpc_id, cidr="172.30.1.0/24", gateway="172.30.1.1")
OverlaySubnet("an output of a list", name="w", vpc_id=vpc.dns_servers, cidr="172.30.1.0/24", gateway="172.30.1.1")
OverlaySubnet("nothing", name="w", vpc_id=vpc.vpc_id, cidr="172.30.1.0/24")
OverlaySubnet("unknown", name="w", vpc_id=vpc.vpc_id, cidr="172.30.1.0/24", gateway="172.30.1.1", dns_server=["a"])
"""


@pytest.mark.slow
def test_a_type_checker_refuses_a_wrong_call_and_nothing_else(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(CALLS)
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--no-pretty", str(program)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
    faults = [line.partition("program.py:")[2] for line in said if ": error:" in line]
    assert [fault.partition(":")[0] for fault in faults] == ["8", "9", "10", "11"]
    assert [fault.rpartition("[")[2].rstrip("]") for fault in faults] == [
        "arg-type",
        "arg-type",
        "call-arg",
        "call-arg",
    ]
