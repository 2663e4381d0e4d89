"""What a site and its peering cost, against figures computed by hand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.charges import ROWS, Usage
from costs.estimate import estimate
from costs.peering import compare
from costs.price_files import price_book
from costs.prices import GLOBAL, Charge, MissingPriceError, Price, PriceBook
from tests.topology.conftest import GOOD, Config
from tests.topology.wrong.parts import existing_ec2
from topology import SiteModel, build

Change = Callable[[dict[str, Any]], dict[str, Any]]
TOKYO, OSAKA = "ap-northeast-1", "ap-northeast-3"


def in_region(site: str, region: str) -> Config:
    return {**GOOD["sites"][site], "region": region, "availabilityZones": [f"{region}a"]}


_TOKYO = build(
    GOOD
    | {"activeRegion": "tokyo", "homeSite": "tokyo"}
    | {"sites": {"tokyo": in_region("north", TOKYO), "osaka": in_region("south", OSAKA)}},
    "tokyo",
    "shop-dr",
)
NORTH = "eu-north-1"
SAME_REGION = {
    "sites.south.region": NORTH,
    "sites.south.availabilityZones": [f"{NORTH}a"],
    "sites.north.availabilityZones": [f"{NORTH}a"],
}


def book(region: str, other: str = "", **usd: str) -> PriceBook:
    """A book of one region: `tgw_data="0.02"`; what is not given costs 1."""
    prices = []
    for charge in Charge:
        to = other if charge.is_between_regions else None
        where = GLOBAL if charge.is_global else region
        prices.append(Price(charge, where, Decimal(usd.get(charge.name.lower(), "1")), "test", date(2026, 1, 1), to))
    return PriceBook(tuple(prices))


@pytest.fixture(scope="module")
def tokyo() -> SiteModel:
    return _TOKYO


def test_two_vpc_and_two_peering_attachments_cost_204_40_a_month(tokyo: SiteModel) -> None:
    assert compare(tokyo, Decimal(0), price_book()).gateway.fixed == Decimal("204.40")


@pytest.mark.parametrize(("direction"), [("tokyo", "osaka"), ("osaka", "tokyo")])
def test_a_gb_costs_11_cents_by_transit_gateway_and_9_by_vpc_peering(
    tokyo: SiteModel, direction: tuple[str, str]
) -> None:
    comparison = compare(tokyo, Decimal(1), price_book())
    assert comparison.gateway.per_gb[direction] == Decimal("0.11")
    assert comparison.vpc.per_gb[direction] == Decimal("0.09")


def test_a_terabyte_each_way_costs_424_40_by_transit_gateway_and_180_by_vpc_peering(tokyo: SiteModel) -> None:
    comparison = compare(tokyo, Decimal(1000), price_book())
    assert (comparison.gateway.total, comparison.vpc.total) == (Decimal("424.40"), Decimal("180.00"))
    assert comparison.surplus == Decimal("244.40")
    assert comparison.break_even_gb is None, "dearer by the hour and for each GB: no traffic makes up for it"
    assert comparison.attachments == Decimal("102.20"), "what stays with peering: vpc"


def test_tokyo_s_month_item_by_item(tokyo: SiteModel) -> None:
    shown = estimate(tokyo, Usage(), price_book())
    assert [item.usd for item in shown.items] == [
        Decimal("51.10"),  # 730 h x 0.07, the VPC's attachment
        Decimal("51.10"),  # 730 h x 0.07, this end of the peering
        Decimal("20.00"),  # 1000 GB x 0.02
        Decimal("90.00"),  # 1000 GB x 0.09
        Decimal("45.26"),  # 730 h x 0.062, one NAT gateway
        Decimal("3.65"),  # 730 h x 0.005, its address
        Decimal("6.20"),  # 100 GB x 0.062
        Decimal("1.14"),  # 10 GB x 0.114
    ]
    assert (shown.total, shown.fixed, shown.traffic) == (Decimal("268.45"), Decimal("151.11"), Decimal("117.34"))
    assert shown.dates == (date(2023, 6, 28), date(2026, 9, 25))
    assert (shown.assumed, shown.missing) == (0, ())


FRONT = {
    "sites.south.availabilityZones": ["ap-southeast-2a", "ap-southeast-2b"],
    "overlay.staticAddresses": [{"vm": "web-1", "address": "172.30.1.34"}],
    "loadBalancer": {"targets": ["web-1"]},
}
NAMED = {**FRONT, "dns": {"name": "www.example.com", "zone": "example.com"}}
GUARDED = {**FRONT, "firewall": {}}
VPN = {
    "onPremises": {"connection": "vpn", "prefixes": ["10.128.0.0/16"], "asn": 65010},
    "sites.north.onPremises": {"customerGateway": {"address": "203.0.113.10"}},
}
LINE = {
    "onPremises": {"connection": "direct-connect", "prefixes": ["10.128.0.0/16"], "asn": 65010},
    "sites.north.onPremises": {"directConnect": {"gatewayAsn": 64550, "connectionId": "dxcon-ffabc123", "vlan": 101}},
}

# sentence: (changes, charge, units of it in north's month)
QUANTITIES: Mapping[str, tuple[dict[str, Any], Charge, int]] = {
    "the VPC's own attachment": ({}, Charge.TGW_VPC_ATTACHMENT, 730),
    "the EC2 VPC is attached until the migration": (
        {
            "workloadPlatform": "ec2",
            "ec2Vpc": {"site": "north", "cidr": "172.30.0.0/16", "availabilityZones": [f"{NORTH}a"]},
            "overlay.externallyRoutablePrefixes": ["172.30.0.0/16"],
            "overlay.subnets": [{"name": "web", "cidr": "172.30.1.0/24", "gateway": "172.30.1.1"}],
            "overlay.staticAddresses": [],
        },
        Charge.TGW_VPC_ATTACHMENT,
        1460,
    ),
    "an attachment of the EC2 VPC that exists is its owner's": (
        {
            **existing_ec2(vpcId="vpc-01234567", transitGatewayAttachmentId="tgw-attach-01234567"),
            "workloadPlatform": "ec2",
            "sites.north.existing": {
                "transitGatewayId": "tgw-01234567",
                "transitGatewayRouteTableId": "tgw-rtb-01234567",
            },
        },
        Charge.TGW_VPC_ATTACHMENT,
        730,
    ),
    "one end of the peering": ({}, Charge.TGW_PEERING_ATTACHMENT, 730),
    "no peering attachment for VPC peering": ({"peering": "vpc"}, Charge.TGW_PEERING_ATTACHMENT, 0),
    "no gateway data for VPC peering": ({"peering": "vpc"}, Charge.TGW_DATA, 0),
    "the transfer is charged with VPC peering too": ({"peering": "vpc"}, Charge.INTER_REGION_TRANSFER, 1000),
    "no transfer without a peering": ({"peering": "none"}, Charge.INTER_REGION_TRANSFER, 0),
    "no transfer between regions within one": (SAME_REGION, Charge.INTER_REGION_TRANSFER, 0),
    "a single NAT gateway for two zones": ({}, Charge.NAT_GATEWAY, 730),
    "a NAT gateway a zone": ({"sites.north.natGateways": "per-az"}, Charge.NAT_GATEWAY, 1460),
    "an address for each NAT gateway": ({"sites.north.natGateways": "per-az"}, Charge.PUBLIC_IPV4, 1460),
    "within one zone a VPC peering is free": ({**SAME_REGION, "peering": "vpc"}, Charge.INTER_ZONE_TRANSFER, 0),
    "across zones sent and received are charged": (
        {**SAME_REGION, "sites.south.availabilityZones": [f"{NORTH}b"], "peering": "vpc"},
        Charge.INTER_ZONE_TRANSFER,
        2000,
    ),
    "a VPN connection": (VPN, Charge.VPN_CONNECTION, 730),
    "a VPN's attachment": (VPN, Charge.TGW_VPN_ATTACHMENT, 730),
    "a Direct Connect gateway's attachment": (LINE, Charge.TGW_DIRECT_CONNECT_ATTACHMENT, 730),
    "no VPN beside a line": (LINE, Charge.VPN_CONNECTION, 0),
    "a load balancer": (FRONT, Charge.LOAD_BALANCER, 730),
    "a capacity unit where the workload runs": (FRONT, Charge.LOAD_BALANCER_CAPACITY, 730),
    "none on the standby": ({**FRONT, "activeRegion": "south"}, Charge.LOAD_BALANCER_CAPACITY, 0),
    "an address a zone, and the NAT gateway's": (FRONT, Charge.PUBLIC_IPV4, 3 * 730),
    "the home site's zone": (NAMED, Charge.HOSTED_ZONE, 1),
    "no zone of ours where one is given": (
        {**FRONT, "dns": {"name": "www.example.com", "zoneId": "Z0123456789ABCDEFGHIJ"}},
        Charge.HOSTED_ZONE,
        0,
    ),
    "the other site makes no zone": ({**NAMED, "homeSite": "south"}, Charge.HOSTED_ZONE, 0),
    "a web ACL": (GUARDED, Charge.WEB_ACL, 1),
    "its managed groups and the rate rule": (GUARDED, Charge.WEB_ACL_RULE, 4),
    "across zones a transit gateway is not charged": (
        {**SAME_REGION, "sites.south.availabilityZones": [f"{NORTH}b"]},
        Charge.INTER_ZONE_TRANSFER,
        0,
    ),
}


@pytest.mark.parametrize(("changes", "charge", "units"), QUANTITIES.values(), ids=QUANTITIES)
def test_how_much_of_a_charge(changed: Change, changes: dict[str, Any], charge: Charge, units: int) -> None:
    model = build(changed(changes), "north", "shop-dr")
    items = estimate(model, Usage(), book(NORTH, model.other.region)).items
    assert sum(item.quantity for item in items if item.price.charge is charge) == units


def in_one_region(changed: Change, zone: str) -> SiteModel:
    return build(changed({**SAME_REGION, "sites.south.availabilityZones": [zone]}), "north", "shop-dr")


def test_sites_of_one_region_in_several_zones_pay_a_vpc_peering_at_both_ends(changed: Change) -> None:
    prices = book(
        NORTH, inter_zone_transfer="0.01", tgw_data="0.015", tgw_vpc_attachment="0.05", tgw_peering_attachment="0"
    )
    comparison = compare(in_one_region(changed, f"{NORTH}b"), Decimal(1000), prices)
    assert comparison.vpc.per_gb == {("north", "south"): Decimal("0.02"), ("south", "north"): Decimal("0.02")}
    assert comparison.gateway.per_gb["north", "south"] == Decimal("0.015")
    assert comparison.break_even_gb == 7300, "73 USD fixed against 0.01 USD for a GB there and back"


def test_sites_of_one_zone_pay_nothing_for_a_vpc_peering(changed: Change) -> None:
    comparison = compare(in_one_region(changed, f"{NORTH}a"), Decimal(1000), book(NORTH))
    assert comparison.vpc.total == 0


def test_break_even_is_where_both_totals_are_equal(changed: Change) -> None:
    model = in_one_region(changed, f"{NORTH}b")
    prices = book(NORTH, inter_zone_transfer="0.03", tgw_data="0.01")
    even = compare(model, Decimal(0), prices).break_even_gb
    assert even is not None
    assert compare(model, even, prices).surplus == 0


def test_a_price_that_is_missing_is_named_and_not_guessed(changed: Change) -> None:
    model = build(changed({}), "south", "shop-dr")
    shown = estimate(model, Usage(), price_book())
    assert shown.items == ()
    assert "transit-gateway-vpc-attachment in ap-southeast-2" in shown.missing
    assert "inter-region-transfer in ap-southeast-2 to eu-north-1" in shown.missing
    with pytest.raises(
        MissingPriceError, match=r"no price for transit-gateway-vpc-attachment in ap-southeast-2\. Add it"
    ):
        compare(model, Decimal(1), price_book())


def test_the_other_direction_s_price_is_not_taken(tokyo: SiteModel) -> None:
    one_way = PriceBook(tuple(p for p in price_book().prices if not (p.to and p.region == OSAKA)))
    with pytest.raises(MissingPriceError, match="inter-region-transfer in ap-northeast-3 to ap-northeast-1"):
        compare(tokyo, Decimal(1), one_way)


amounts = st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False)


@given(
    usage=st.builds(Usage, amounts, amounts, amounts), usd=st.lists(amounts, min_size=len(Charge), max_size=len(Charge))
)
def test_totals_are_the_sum_of_the_items(usage: Usage, usd: list[Decimal]) -> None:
    priced = zip(book(TOKYO, OSAKA).prices, usd, strict=True)
    prices = PriceBook(tuple(replace(price, usd=amount) for price, amount in priced))
    shown = estimate(_TOKYO, usage, prices)
    assert shown.total == shown.fixed + shown.traffic == sum(item.quantity * item.price.usd for item in shown.items)
    assert len(shown.items) <= len(ROWS)
    assert min(item.usd for item in shown.items) >= 0
