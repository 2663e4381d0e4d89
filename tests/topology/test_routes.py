"""The truth table of the design, row by row: where each site's transit gateway sends the workload's prefixes."""

from collections.abc import Callable
from typing import Any

import pytest

from topology import ConfigurationError, RouteTable, SiteModel, Target, build

Change = Callable[[dict[str, Any]], dict[str, Any]]

ON_EC2 = {
    "ec2Vpc": {"site": "north", "cidr": "172.30.0.0/16", "availabilityZones": ["eu-north-1a"]},
    "overlay.externallyRoutablePrefixes": ["172.30.0.0/16"],
    "overlay.subnets": [{"name": "web", "cidr": "172.30.1.0/24", "gateway": "172.30.1.1"}],
    "overlay.staticAddresses": [],
}

# platform, active, peering: north's target, south's target
TABLE = {
    ("ec2", "north", "transit-gateway"): (Target.EC2_VPC, Target.PEERING),
    ("ec2", "north", "vpc"): (Target.EC2_VPC, None),
    ("ec2", "north", "none"): (Target.EC2_VPC, None),
    ("nc2", "north", "transit-gateway"): (Target.NC2_VPC, Target.PEERING),
    ("nc2", "north", "vpc"): (Target.NC2_VPC, None),
    ("nc2", "north", "none"): (Target.NC2_VPC, None),
    ("nc2", "south", "transit-gateway"): (Target.PEERING, Target.NC2_VPC),
    ("nc2", "south", "vpc"): (None, Target.NC2_VPC),
    ("nc2", "south", "none"): (None, Target.NC2_VPC),
}


def model_of(changed: Change, stack: str, platform: str, active: str, peering: str) -> SiteModel:
    words = {"workloadPlatform": platform, "activeRegion": active, "peering": peering}
    return build(changed({**ON_EC2, **words}), stack, "shop-dr")


@pytest.mark.parametrize(("row", "targets"), TABLE.items(), ids=[" ".join(row) for row in TABLE])
def test_the_workload_leads_to(
    changed: Change, row: tuple[str, str, str], targets: tuple[Target | None, Target | None]
) -> None:
    for stack, target in zip(("north", "south"), targets, strict=True):
        routes = model_of(changed, stack, *row).routes.workload
        assert [route.target for route in routes] == ([target] if target else [])
        assert all(route.prefix == "172.30.0.0/16" for route in routes)


@pytest.mark.parametrize("peering", ["transit-gateway", "vpc", "none"])
def test_on_ec2_the_other_site_cannot_be_active(changed: Change, peering: str) -> None:
    for stack in ("north", "south"):
        with pytest.raises(ConfigurationError, match="migrate first"):
            model_of(changed, stack, "ec2", "south", peering)


@pytest.mark.parametrize("row", TABLE, ids=[" ".join(row) for row in TABLE])
def test_never_two_sites_hold_the_workload_as_their_own(changed: Change, row: tuple[str, str, str]) -> None:
    own = [
        stack
        for stack in ("north", "south")
        for route in model_of(changed, stack, *row).routes.workload
        if route.target in (Target.NC2_VPC, Target.EC2_VPC)
    ]
    assert own == [row[1]]


def test_every_prefix_of_the_overlay_gets_its_route(config: dict[str, Any]) -> None:
    routes = build(config, "south", "shop-dr").routes.workload
    assert [route.prefix for route in routes] == ["172.30.0.0/16", "172.29.8.0/22"]


@pytest.mark.parametrize(
    ("peering", "on_the_gateway", "in_the_vpc"),
    [
        ("transit-gateway", [("192.168.0.0/20", Target.PEERING)], Target.TRANSIT_GATEWAY),
        ("vpc", [], Target.VPC_PEERING),
        ("none", [], None),
    ],
)
def test_the_other_vpc_is_reached_by(
    changed: Change, peering: str, on_the_gateway: list[tuple[str, Target]], in_the_vpc: Target | None
) -> None:
    routes = build(changed({"peering": peering}), "north", "shop-dr").routes
    assert [(route.prefix, route.target) for route in routes.other_vpc] == on_the_gateway
    expected = [("192.168.0.0/20", table, in_the_vpc) for table in RouteTable] if in_the_vpc else []
    assert [(route.destination, route.route_table, route.target) for route in routes.vpc] == expected


@pytest.mark.parametrize("peering", ["transit-gateway", "vpc"])
def test_public_subnets_reach_the_other_vpc_unless_chosen_otherwise(changed: Change, peering: str) -> None:
    chosen = {"peering": peering, "sites.north.publicSubnetsReachOtherSite": False}
    routes = build(changed(chosen), "north", "shop-dr").routes.vpc
    assert [(route.destination, route.route_table) for route in routes] == [("192.168.0.0/20", RouteTable.PRIVATE)]
    other = build(changed(chosen), "south", "shop-dr").routes.vpc
    assert {route.route_table for route in other} == set(RouteTable), "the other site chooses for itself"


def test_the_limits_of_a_peering_are_said(changed: Change) -> None:
    limits = {
        peering: build(changed({"peering": peering}), "north", "shop-dr").limits
        for peering in ("transit-gateway", "vpc", "none")
    }
    assert "host names" in limits["transit-gateway"][0]
    assert "not transitive" in limits["vpc"][0]
    assert "nothing joins the sites" in limits["none"][0]


def test_the_routes_are_computed_once(config: dict[str, Any]) -> None:
    model = build(config, "north", "shop-dr")
    assert model.routes is model.routes
