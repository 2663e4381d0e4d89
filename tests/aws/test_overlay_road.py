"""The road to a VM, step by step: whatever is missing breaks it, and readiness says what to do."""

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from types import SimpleNamespace
from typing import Any

import pytest

from operations.look import Attachment, Network, OverlayNetwork, Reachability, Road, Route, Status, Subnet
from operations.look.aws_network import Interface, SecurityGroup, Table
from operations.look.overlay_network import OverlayVm, OverlayVpc
from operations.readiness import overlay_road
from topology import EXTERNAL_TAG

OFFICE, PREFIX, TO = IPv4Network("192.168.64.0/18"), IPv4Network("172.30.0.0/16"), IPv4Address("172.30.1.34")
ANYWHERE = IPv4Network("0.0.0.0/0")
VPN = Attachment("tgw-attach-vpn", "vpn", "tgw-1", "vpn-1", "available")
VPC = Attachment("tgw-attach-vpc", "vpc", "tgw-1", "vpc-1", "available", frozenset({"a"}), ("subnet-metal",))


def network(**changes: Any) -> Network:
    """The VPC of an NC2 cluster: its private table is the main one, and NC2 has written its route there."""
    subnets = {
        name: Subnet(f"subnet-{name}", "vpc-1", "a", IPv4Network(cidr), "rtb-private")
        for name, cidr in (("metal", "10.101.2.0/24"), ("flow", "10.101.4.0/24"))
    }
    whole = Network(
        subnets={subnet.id: subnet for subnet in subnets.values()},
        vpc_tables={
            "rtb-private": (Route(PREFIX, "eni-1", "active"), Route(OFFICE, "tgw-1", "active")),
            "rtb-theirs": (Route(OFFICE, "tgw-1", "active"),),
        },
        peerings={},
        attachments=(VPN, VPC),
        gateway_ends={},
        tables=(
            Table("tgw-rtb-1", "tgw-1", frozenset({VPC.id}), (Route(OFFICE, VPN.id, "active"),)),
            Table("tgw-rtb-2", "tgw-1", frozenset({VPN.id}), (Route(PREFIX, VPC.id, "active"),)),
        ),
        main_tables={"vpc-1": "rtb-private"},
        interfaces={"eni-1": Interface("eni-1", "vpc-1", "subnet-flow", frozenset({"10.101.4.8"}))},
        groups=(SecurityGroup("sg-1", "vpc-1", frozenset({EXTERNAL_TAG}), ((OFFICE, "-1"),)),),
    )
    return replace(whole, **changes)


def overlay(**changes: Any) -> OverlayNetwork:
    vpc = OverlayVpc("v", "workload", (PREFIX,), frozenset({"no-nat"}), ((ANYWHERE, "no-nat"),))
    vm = OverlayVm("web-1", TO, "v", on=True)
    return replace(OverlayNetwork("transit-vpc", (PREFIX,), frozenset({"10.101.4.8"}), (vpc,), (vm,)), **changes)


def road(aws: Network | None = None, inside: OverlayNetwork | None = None) -> str:
    """Where the road from on-premises to the VM and back ends, or why it does not."""
    whole = Road(Reachability({"tokyo": aws or network()}), {"tokyo": inside or overlay()}, {"tokyo": "vpc-1"})
    walk = whole.from_attachment("tokyo", VPN, OFFICE, TO)
    return walk.why or str(walk.end)


def attached_by(table: str) -> Network:
    whole = network()
    metal = replace(whole.subnets["subnet-metal"], table_id=table)
    return replace(whole, subnets={**whole.subnets, "subnet-metal": metal})


def test_the_whole_road_leads_to_the_vm_and_back() -> None:
    assert road() == "web-1"


VPC_WITH_NAT = OverlayVpc("v", "workload", (PREFIX,), frozenset({"no-nat"}), ((ANYWHERE, "nat"),))


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (lambda: road(attached_by("rtb-theirs")), "NC2 writes its routes into the main table, rtb-private"),
        (lambda: road(network(interfaces={})), "eni-1 is gone"),
        (lambda: road(network(groups=())), f"no security group of vpc-1 with the tag {EXTERNAL_TAG} lets {OFFICE} in"),
        (lambda: road(None, overlay(routable=())), f"{TO} is in no externally routable prefix of transit-vpc"),
        (lambda: road(None, overlay(vpcs=())), "no VPC with an external subnet without NAT"),
        (lambda: road(None, overlay(vms=())), f"no VM that runs has {TO}"),
        (lambda: road(None, overlay(vpcs=(VPC_WITH_NAT,))), "leads 0.0.0.0/0 out by an external subnet with NAT"),
    ],
    ids=["another table", "no node", "no group", "no transit prefix", "no VPC", "no VM", "an answer by NAT"],
)
def test_a_missing_step_is_a_broken_road(broken: Callable[[], str], why: str) -> None:
    assert why in broken()


def test_an_answer_that_finds_no_way_out_of_aws_is_a_broken_road() -> None:
    tables = network().vpc_tables
    without = network(vpc_tables={**tables, "rtb-private": tables["rtb-private"][:1]})
    assert "rtb-private has no route to 192.168.64.0/18" in road(without)


def checks(monkeypatch: pytest.MonkeyPatch, aws: Network, inside: OverlayNetwork) -> dict[str, tuple[Status, str]]:
    monkeypatch.setattr(overlay_road, "describe", lambda ec2: aws)
    monkeypatch.setattr(overlay_road, "describe_overlay", lambda prism, transit: inside)
    model = SimpleNamespace(
        me=SimpleNamespace(transit_vpc="transit-vpc"),
        overlay=SimpleNamespace(externally_routable_prefixes=(str(PREFIX),)),
    )
    survivor: Any = SimpleNamespace(
        outputs={"vpcId": "vpc-1"}, aws=lambda service: None, prism=None, model=model, name="tokyo"
    )
    return {check.name: (check.status, check.what_to_do) for check in overlay_road.look(survivor)}


def test_readiness_passes_the_whole_road(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {status for status, _ in checks(monkeypatch, network(), overlay()).values()} == {Status.PASS}


def test_readiness_says_what_to_associate_and_what_is_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    status, todo = checks(monkeypatch, attached_by("rtb-theirs"), overlay())["NC2's route"]
    assert status is Status.FAIL
    assert todo.endswith("make rtb-theirs the main route table, or associate subnet-metal with rtb-private.")
    tables = {**network().vpc_tables, "rtb-private": (Route(PREFIX, "nat-1", "active"),)}
    status, todo = checks(monkeypatch, network(vpc_tables=tables), overlay())["NC2's route"]
    assert (status, todo.partition(":")[0]) == (Status.FAIL, "Delete the route in rtb-private")
    assert checks(monkeypatch, network(), overlay(routable=()))["transit VPC"][0] is Status.FAIL
    assert checks(monkeypatch, network(groups=()), overlay())["cluster access"][0] is Status.FAIL


def test_readiness_warns_of_a_route_to_another_node_than_the_active_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    found = checks(monkeypatch, network(), overlay(gateways=frozenset({"10.101.4.9"})))
    assert found["NC2's route"][0] is Status.WARN
