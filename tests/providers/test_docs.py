"""The providers' pages are current, and their examples run on the simulator as programs of Pulumi."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest

from prism import PrismCentral
from prism.networking import ExternalSubnet, Subnets, Vpcs
from prism.vmm import Vms
from providers.vpc import Vpc as VpcResource
from simulator.aws import serve
from tests.providers._engine import Engine
from tests.providers._migration import new_table
from tests.providers._sites import WORKLOAD, protected_workload
from tests.providers.conftest import Cloud
from tools.provider_pages import Documented, documented, index, page

ROOT = Path(__file__).parents[2]
NEEDS_AWS = {"cut_over", "ip_retention", "source_instances"}
NEEDS_WORKLOAD = {"category_members", "failover", "floating_ips", "recovery_plan", "vm", "vm_nic"}


class Live(pulumi.runtime.Mocks):
    """Resources that are not mocked after all: each runs its provider."""

    def __init__(self) -> None:
        self.made: dict[str, tuple[Engine, dict[str, Any]]] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        kind = {one.resource.__name__: one.provider for one in documented()}[args.typ.rpartition(":")[2]]
        inputs = {name: value for name, value in args.inputs.items() if name not in ("owner", "__provider")}
        engine = Engine(kind, owner=args.inputs["owner"])
        assert engine.up(inputs) == "create"
        self.made[args.name] = engine, inputs
        return engine.id, engine.state

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], None]:
        return {}, None


def _allow_floating_ips(client: PrismCentral) -> None:
    nat = Subnets(client).get_by_name("overlay-external-subnet-nat")
    attached = [ExternalSubnet(subnet_reference=nat.id)]
    workload = Vpcs(client).get_by_name("workload")
    Vpcs(client).update(workload.id, lambda vpc: vpc.model_copy(update={"external_subnets": attached}))


@pytest.fixture
def aws(one: Documented, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For examples of a migration: the local AWS with the table of the captured instances."""
    if one.noun not in NEEDS_AWS:
        yield
        return
    with serve() as endpoint:
        for name, value in (("ENDPOINT_URL", endpoint), ("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing")):
            monkeypatch.setenv(f"AWS_{name}", value)
        new_table("ec2-to-nc2-ip-preservation")
        yield


def settings(cloud: Cloud, one: Documented) -> dict[str, str]:
    """What an example takes from the configuration."""
    other = cloud.world.site("osaka")
    found = {"otherDomainManager": other.domain_manager_id, "otherVpc": "30000000-0000-4000-8000-000000000000"}
    found["otherAddress"] = "127.0.0.1"
    if one.noun == "recovery_point_store":
        cloud.control("PUT", "recovery-point-store", {"name": "nc2-dr", "bucket": "recovery-points"})
    if one.noun in NEEDS_WORKLOAD:
        protected_workload(cloud)
        client = cloud.client("tokyo")
        _allow_floating_ips(client)
        found["vm"] = Vms(client).get_by_name(next(iter(WORKLOAD))).id
        found["subnet"] = Subnets(client).get_by_name("workload-1").id
    return {f"example:{name}": value for name, value in found.items()}


@pytest.mark.parametrize("one", [one for one in documented() if one.example.exists()], ids=lambda one: one.noun)
@pytest.mark.usefixtures("aws")
@pytest.mark.slow
def test_the_example_runs_and_a_second_run_changes_nothing(
    one: Documented, cloud: Cloud, request: pytest.FixtureRequest
) -> None:
    config, live = settings(cloud, one), Live()
    if one.noun == "target_registrations":
        config["example:targetGroup"] = request.getfixturevalue("target_group").arn
    pulumi.runtime.set_mocks(live, project="nc2-dr", stack="tokyo", preview=False)
    pulumi.runtime.set_all_config(config)

    @pulumi.runtime.test  # type: ignore[untyped-decorator]
    def program() -> None:
        runpy.run_path(str(one.example))

    cloud.enter("tokyo")
    program()
    assert one.provider in [type(engine.make()) for engine, _ in live.made.values()]
    for engine, inputs in live.made.values():
        assert engine.refresh()
        assert engine.up(inputs) == "same"


def test_every_provider_has_an_example() -> None:
    assert [one.noun for one in documented() if not one.example.exists()] == []


def test_a_page_tells_types_defaults_outputs_and_replacement() -> None:
    text = page(next(one for one in documented() if one.resource is VpcResource))
    assert "| `externally_routable_prefixes` | list of CIDR | required |" in text
    assert "| `dns_servers` | list of IPv4 address | `[]` |" in text
    assert "| `vpc_id` | str | The VPC's `extId`." in text
    assert "Everything is changed in place." in text
    assert "| `owner` |" not in text


def test_the_index_gives_a_reason_for_each_resource_that_no_stack_uses() -> None:
    used = {
        name for path in (ROOT / "components").rglob("*.py") for name in re.findall(r"\b[A-Z]\w+", path.read_text())
    }
    unused = {one.resource.__name__ for one in documented()} - used
    told = index().partition("## Resources that the two stacks do not use")[2]
    assert set(re.findall(r"^- `(\w+)`", told, re.MULTILINE)) == unused
