"""The resource classes as a program uses them, on Pulumi's mocks."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from providers.category import Category
from providers.category_members import CategoryMembers
from providers.external_subnet import ExternalSubnet
from providers.failover import Failover
from providers.floating_ips import FloatingIps
from providers.pairing import Pairing
from providers.prism_site import PrismSite
from providers.protection_policy import ProtectionPolicy
from providers.recovery_plan import RecoveryPlan
from providers.route import Route
from providers.routing_policy import RoutingPolicy
from providers.subnet import OverlaySubnet
from providers.vm_nic import VmNic
from providers.vpc import Vpc


class Recorder(pulumi.runtime.Mocks):
    """Notes what is registered."""

    def __init__(self) -> None:
        self.seen: dict[str, pulumi.runtime.MockResourceArgs] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.seen[args.name] = args
        return f"{args.name}-id", {**args.inputs, "domain_manager_id": "dm"}

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], None]:
        return {}, None


@pytest.fixture
def recorder() -> Recorder:
    """The mocks in place."""
    mocks = Recorder()
    pulumi.runtime.set_mocks(mocks, project="nc2-dr", stack="tokyo", preview=False)
    return mocks


@pulumi.runtime.test  # type: ignore[untyped-decorator]
def test_a_whole_site_can_be_declared(recorder: Recorder) -> Any:
    site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")
    external = ExternalSubnet(
        "external",
        name="nonat",
        cidr="100.64.10.0/24",
        gateway="100.64.10.1",
        pools=[["100.64.10.10", "100.64.10.100"]],
        transit_vpc_id=site.transit_vpc_id,
    )
    vpc = Vpc(
        "vpc",
        name="workload",
        external_subnet_ids=[external.subnet_id],
        externally_routable_prefixes=["172.30.0.0/16"],
    )
    subnet = OverlaySubnet("subnet", name="w", vpc_id=vpc.vpc_id, cidr="172.30.1.0/24", gateway="172.30.1.1")
    Route("default", vpc_id=vpc.vpc_id, destination="0.0.0.0/0", external_subnet_id=external.subnet_id)
    category = Category("category", key="k", value="v")
    ProtectionPolicy(
        "policy",
        name="p",
        category_ids=[category.category_id],
        locations=[{"label": "tokyo", "domain_manager_id": site.domain_manager_id, "is_primary": True}],
        rpo_seconds=3600,
        retention_local=2,
        retention_remote=2,
    )
    plan = RecoveryPlan(
        "plan",
        name="r",
        primary_domain_manager_id=site.domain_manager_id,
        recovery_domain_manager_id="other",
        stages=[{"category_ids": [category.category_id]}],
    )
    failover = Failover(
        "failover",
        site="tokyo",
        active_site="tokyo",
        home_site="tokyo",
        recovery_plan="r",
        category={"key": "k", "value": "v"},
        sites={"tokyo": "pc-tokyo", "osaka": "pc-osaka"},
        opts=pulumi.ResourceOptions(depends_on=[plan]),
    )

    def look(ids: list[str]) -> None:
        assert ids == ["vpc-id", "subnet-id", "plan-id", "failover-id"]
        assert recorder.seen["vpc"].inputs["owner"] == "nc2-dr/tokyo/vpc"
        assert recorder.seen["vpc"].inputs["external_subnet_ids"] == ["external-id"]
        assert recorder.seen["vpc"].typ == "pulumi-python:dynamic/prism:Vpc"
        assert recorder.seen["failover"].inputs["mode"] == "planned"

    return pulumi.Output.all(vpc.vpc_id, subnet.subnet_id, plan.plan_id, failover.id).apply(look)


@pulumi.runtime.test  # type: ignore[untyped-decorator]
def test_what_belongs_to_vms_can_be_declared(recorder: Recorder) -> Any:
    nic = VmNic("nic", vm_id="vm", subnet_id="s", ip_address="172.30.1.11")
    addresses = FloatingIps(
        "addresses", members={"web": {"vm_nic_id": nic.nic_id}, "db": {"vm": "db-1", "private_ip": "172.30.1.12"}}
    )
    policy = RoutingPolicy("rules", name="web", vpc_id="v", priority=10, rules=[{"action": "permit"}])
    pairing = Pairing("pairing", domain_manager_id="d", prism_central="pc-osaka", address="10.1.0.10")
    members = CategoryMembers("members", category_id="c", vms=["app-1"])

    def look(ids: list[str]) -> None:
        assert ids == ["nic-id", "addresses-id", "rules-id", "pairing-id", "members-id"]
        assert recorder.seen["addresses"].inputs["members"]["web"] == {"vm_nic_id": "nic-id"}
        assert recorder.seen["pairing"].inputs["port"] == 9440
        assert not any("password" in str(seen.inputs) for seen in recorder.seen.values())

    ids = (nic.nic_id, addresses.id, policy.policy_id, pairing.remote_domain_manager_id, members.id)
    return pulumi.Output.all(*ids).apply(look)
