"""A site's subnets and NAT gateways."""

from collections.abc import Callable
from typing import Any

import pytest

from topology import Site, SubnetPlan, Tier, build

Change = Callable[[dict[str, Any]], dict[str, Any]]


def north(changed: Change, changes: dict[str, Any]) -> Site:
    return build(changed(changes), "north", "shop-dr").me


def test_subnets_come_zone_by_zone(changed: Change) -> None:
    site = north(changed, {})
    assert [subnet.key for subnet in site.subnets] == [
        f"{tier}-eu-north-1{zone}" for zone in "ab" for tier in ("public", "metal", "pc", "flow")
    ]
    assert site.subnets_of(Tier.METAL) == (
        SubnetPlan(Tier.METAL, "eu-north-1a", "10.20.2.0/24"),
        SubnetPlan(Tier.METAL, "eu-north-1b", "10.20.6.0/24"),
    )


def test_an_override_replaces_its_tier_only(changed: Change) -> None:
    plain = north(changed, {})
    site = north(changed, {"sites.north.subnets": {"metal": ["10.20.32.0/22", "10.20.36.0/22"]}})
    assert [subnet.cidr for subnet in site.subnets_of(Tier.METAL)] == ["10.20.32.0/22", "10.20.36.0/22"]
    others = (Tier.PUBLIC, Tier.PC, Tier.FLOW)
    assert site.subnets_of(*others) == plain.subnets_of(*others)


def test_another_zone_moves_no_subnet(changed: Change) -> None:
    zones = [f"eu-north-1{letter}" for letter in "abcd"]
    plans = [set(north(changed, {"sites.north.availabilityZones": zones[:count]}).subnets) for count in (1, 2, 3, 4)]
    assert plans[0] < plans[1] < plans[2] < plans[3]


@pytest.mark.parametrize(
    ("kind", "zones", "way_out_of_b"),
    [("single", ("eu-north-1a",), "eu-north-1a"), ("per-az", ("eu-north-1a", "eu-north-1b"), "eu-north-1b")],
)
def test_nat_gateways(changed: Change, kind: str, zones: tuple[str, ...], way_out_of_b: str) -> None:
    site = north(changed, {"sites.north.natGateways": kind})
    assert site.nat_gateway_zones == zones
    assert site.private_table_zone("eu-north-1b") == way_out_of_b
