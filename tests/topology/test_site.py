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
    [
        ("single", ("eu-north-1a",), "eu-north-1a"),
        ("per-az", ("eu-north-1a", "eu-north-1b"), "eu-north-1b"),
        ("none", (), "eu-north-1a"),
    ],
)
def test_nat_gateways(changed: Change, kind: str, zones: tuple[str, ...], way_out_of_b: str) -> None:
    site = north(changed, {"sites.north.natGateways": kind})
    assert site.nat_gateway_zones == zones
    assert site.private_table_zone("eu-north-1b") == way_out_of_b


def test_a_site_without_nat_gateways_says_what_it_cannot_do(changed: Change) -> None:
    model = build(changed({"sites.north.natGateways": "none"}), "north", "shop-dr")
    assert any("private subnets of north reach only S3 and DynamoDB" in limit for limit in model.limits)


def test_both_sites_may_lie_in_one_region_and_zone(changed: Change) -> None:
    place = {"sites.south.region": "eu-north-1", "sites.south.availabilityZones": ["eu-north-1a"]}
    model = build(changed(place), "south", "shop-dr")
    assert model.me.region == model.other.region


VPC = {"vpcId": "vpc-0123456789abcdef0"} | {
    "subnetIds": {
        tier: [f"subnet-0000000{number}", f"subnet-000000{number}0"]
        for number, tier in enumerate(("public", "metal", "pc", "flow"), 1)
    }
}


def test_an_existing_vpc_has_no_subnets_to_make_and_no_endpoints_unless_asked_for(changed: Change) -> None:
    site = north(changed, {"sites.north.existing": VPC})
    assert (site.subnets, site.gateway_endpoints) == ((), ())
    assert site.existing.subnet_ids[Tier.METAL] == ("subnet-00000002", "subnet-00000020")
    asked = north(changed, {"sites.north.existing": VPC, "sites.north.gatewayEndpoints": ["s3"]})
    assert [str(endpoint) for endpoint in asked.gateway_endpoints] == ["s3"]


def test_gateway_endpoints_are_both_unless_said_otherwise(changed: Change) -> None:
    assert [str(endpoint) for endpoint in north(changed, {}).gateway_endpoints] == ["s3", "dynamodb"]
    assert north(changed, {"sites.north.gatewayEndpoints": []}).gateway_endpoints == ()


def test_flow_logs_are_kept_for_ninety_days_in_a_bucket_of_our_own(changed: Change) -> None:
    assert north(changed, {}).flow_logs is None
    logs = north(changed, {"sites.north.flowLogs": {}}).flow_logs
    assert logs is not None
    assert (logs.bucket_arn, logs.retention_days, str(logs.traffic_type)) == (None, 90, "all")
