"""What Nutanix documents of the network around a cluster, held against configurations."""

from collections.abc import Callable
from typing import Any

import pytest

from topology import build, model_warnings, nc2_problems

Change = Callable[[dict[str, Any]], dict[str, Any]]
UPLINK = {
    "overlay.externalSubnet.cidr": "100.65.10.0/24",
    "overlay.externalSubnet.gateway": "100.65.10.1",
    "overlay.externalSubnet.pools": [["100.65.10.10", "100.65.10.20"]],
}
VMS = [{"vm": f"vm-{number}", "address": f"172.30.{1 + number // 200}.{number % 200}"} for number in range(2, 160)]


def problems(changed: Change, changes: dict[str, Any], site: str = "north") -> list[str]:
    return [str(one) for one in nc2_problems(build(changed(changes), site, "shop-dr"))]


def test_the_derived_plan_of_every_vpc_is_supported(changed: Change) -> None:
    for length in range(16, 21):
        assert problems(changed, {"sites.north.vpcCidr": f"10.32.0.0/{length}"}) == []


@pytest.mark.parametrize(
    ("tier", "cidrs", "least"),
    [
        ("metal", ["10.20.32.0/26", "10.20.36.0/25"], 25),
        ("flow", ["10.20.32.0/25", "10.20.36.0/24"], 24),
        ("pc", ["10.20.32.0/28", "10.20.36.0/28"], None),
        ("public", ["10.20.32.0/28", "10.20.36.0/28"], None),
    ],
)
def test_each_tier_has_its_own_least_size(changed: Change, tier: str, cidrs: list[str], least: int | None) -> None:
    found = problems(changed, {"sites.north.subnets": {tier: cidrs}})
    expected = [f"sites.north.subnets.{tier}[0]: expected a {tier} subnet of /{least} or larger"] if least else []
    assert [one.partition(",")[0] for one in found] == expected


def test_networks_that_nutanix_keeps_for_itself(changed: Change) -> None:
    uplink = {"overlay.externalSubnet.cidr": "100.64.0.0/23", "overlay.externalSubnet.gateway": "100.64.0.1"}
    pools = {"overlay.externalSubnet.pools": [["100.64.0.10", "100.64.0.20"]]}
    (found,) = problems(changed, {**uplink, **pools})
    assert found.startswith("overlay.externalSubnet.cidr: expected no overlap with 100.64.1.0/24")
    (found,) = problems(changed, {}, "south")
    assert found.startswith("sites.south.vpcCidr: expected no overlap with 192.168.5.0/24")
    assert model_warnings(build(changed({}), "north", "shop-dr")) == ()
    (warning,) = model_warnings(build(changed({"sites.north.vpcCidr": "10.100.64.0/18"}), "north", "shop-dr"))
    assert "sites.north.vpcCidr, 10.100.64.0/18, overlaps 10.100.0.0/16" in warning


@pytest.mark.parametrize(
    ("changes", "key", "kept"),
    [
        (
            {
                "overlay.externallyRoutablePrefixes": ["192.168.64.0/18", "192.168.4.0/22"],
                "overlay.subnets": [{"name": "a", "cidr": "192.168.5.0/24", "gateway": "192.168.5.1"}],
                "overlay.staticAddresses": [],
                "sites.south.vpcCidr": "10.40.0.0/20",
            },
            "overlay.subnets[0].cidr",
            "192.168.5.0/24",
        ),
        (
            {"sites.north.vpcCidr": "192.168.0.0/18", "sites.south.vpcCidr": "10.40.0.0/20"},
            "sites.north.vpcCidr",
            "192.168.5",
        ),
        (
            {"sites.north.vpcCidr": "100.64.0.0/20", **UPLINK},
            "sites.north.vpcCidr",
            "100.64.1.0/24",
        ),
    ],
)
def test_nothing_of_ours_has_an_address_with_a_meaning_of_its_own(
    changed: Change, changes: dict[str, Any], key: str, kept: str
) -> None:
    (found,) = problems(changed, changes)
    assert found.startswith(f"{key}: expected no overlap with {kept}")


def test_floating_ips_are_a_part_of_the_flow_subnet_and_nodes_take_from_it(changed: Change) -> None:
    overlay = {"overlay.staticAddresses": VMS}
    zones = {"sites.south.availabilityZones": ["ap-southeast-2a", "ap-southeast-2b"]}
    targets = {"loadBalancer": {"targets": [one["vm"] for one in VMS[:147]]}}
    assert problems(changed, {**overlay, **zones, **targets}) == []
    targets["loadBalancer"]["targets"].append(VMS[147]["vm"])
    (found,) = problems(changed, {**overlay, **zones, **targets})
    assert found.startswith("loadBalancer.targets: expected 147 VMs at most: 60 % of the Flow subnet 10.20.4.0/24")
    larger = {"sites.north.subnets": {"flow": ["10.20.32.0/23", "10.20.34.0/23"]}}
    assert problems(changed, {**overlay, **zones, **targets, **larger}) == []


def test_vpc_peering_is_told_with_what_still_works(changed: Change) -> None:
    (warning,) = model_warnings(build(changed({"peering": "vpc"}), "north", "shop-dr"))
    assert "does not reach NC2's overlay: pairing and replication work over it" in warning


def test_one_private_table_for_each_zone_is_told(changed: Change) -> None:
    model = build(changed({"sites.north.natGateways": "per-az"}), "north", "shop-dr")
    assert any(
        "by eu-north-1a reaches the VMs, and traffic that comes by eu-north-1b does not" in one for one in model.limits
    )
