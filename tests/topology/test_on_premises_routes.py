"""The routes of on-premises: rules that hold in every situation, and the rows that a person looks for."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from tests.topology.test_routes import ON_EC2
from topology import SiteModel, Target, build

Change = Callable[[dict[str, Any]], dict[str, Any]]

OFFICE = "10.0.0.0/8"  # around both VPCs, as head offices are
DEVICE = {"address": "203.0.113.10"}
LINES = {
    name: {"directConnect": {"gatewayAsn": asn, "connectionId": "dxcon-ffabc123", "vlan": 7}}
    for name, asn in (("north", 64550), ("south", 64551))
}
VPCS = {"north": "10.20.0.0/18", "south": "192.168.0.0/20"}

Row = tuple[str, tuple[str, ...], tuple[str, str], str]
ROWS: list[Row] = list(
    product(
        ("bgp", "static", "direct-connect"),
        (("north", "south"), ("north",), ("south",)),
        (("ec2", "north"), ("nc2", "north"), ("nc2", "south")),
        ("transit-gateway", "vpc", "none"),
    )
)
"""Kind of connection, the sites in which one ends, platform and active site, peering."""


def models(changed: Change, kind: str, ends: tuple[str, ...], state: tuple[str, str], peering: str) -> list[SiteModel]:
    """Both stacks' models of one row, north's first."""
    section = {
        "connection": kind if kind == "direct-connect" else "vpn",
        "prefixes": [OFFICE],
        "asn": 65010,
        "vpn": {"routing": "bgp" if kind == "direct-connect" else kind},
    }
    facts = {
        f"sites.{name}.onPremises": LINES[name] if kind == "direct-connect" else {"customerGateway": DEVICE}
        for name in ends
    }
    words = {"workloadPlatform": state[0], "activeRegion": state[1], "peering": peering}
    config = changed({**ON_EC2, **words, **facts, "onPremises": section})
    return [build(config, stack, "shop-dr") for stack in ("north", "south")]


@pytest.fixture(scope="module")
def pairs(changed: Change) -> list[tuple[Row, list[SiteModel]]]:
    """Every row with both stacks' models."""
    return [(row, models(changed, *row)) for row in ROWS]


Pairs = list[tuple[Row, list[SiteModel]]]


def test_at_most_one_site_attracts_the_workload_by_an_announcement(pairs: Pairs) -> None:
    for row, both in pairs:
        kind, ends, (_, active), peering = row
        announcing = [
            model.me.name
            for model in both
            if model.on_premises and model.on_premises.announces and model.routes.workload_from_on_premises
        ]
        if kind == "static":
            assert announcing == [], f"on-premises sends by static routes of its own: {row}"
        elif active in ends:
            assert announcing == [active], row
        else:
            assert announcing == (list(ends) if peering == "transit-gateway" else []), row


def test_traffic_from_on_premises_reaches_the_active_site_or_is_not_let_in_and_never_turns_back(pairs: Pairs) -> None:
    for row, both in pairs:
        for model, other in (both, both[::-1]):
            targets = {route.target for route in model.routes.workload_from_on_premises}
            if Target.PEERING in targets:
                assert other.is_active, row
                assert {route.target for route in other.routes.workload} <= {Target.NC2_VPC, Target.EC2_VPC}, row
            elif targets:
                assert model.is_active, row
            assert not targets or (model.on_premises and model.on_premises.is_here), row


def test_the_site_that_gets_traffic_from_on_premises_has_a_way_back(pairs: Pairs) -> None:
    for row, both in pairs:
        if any(model.routes.workload_from_on_premises for model in both):
            (active,) = [model for model in both if model.is_active]
            assert {route.destination for route in active.routes.vpc} >= {OFFICE}, row
            learned = bool(active.on_premises and active.on_premises.announces)
            assert learned or [route.prefix for route in active.routes.to_on_premises] == [OFFICE], row


def test_what_direct_connect_announces_is_what_its_table_leads_somewhere(pairs: Pairs) -> None:
    for row, both in pairs:
        for model in both:
            routes = model.routes
            led = routes.workload_from_on_premises + routes.other_vpc_from_on_premises
            assert routes.allowed_prefixes == (VPCS[model.me.name], *(route.prefix for route in led)), row


def test_the_ec2_vpc_reaches_on_premises_where_its_site_does(pairs: Pairs) -> None:
    for row, both in pairs:
        for model in both:
            by_vpc = OFFICE in {route.destination for route in model.routes.vpc}
            assert (OFFICE in model.routes.ec2_vpc) == by_vpc, row


BY_PEERING, HERE = [Target.PEERING], [Target.NC2_VPC]


@pytest.mark.parametrize(
    ("kind", "ends", "active", "peering", "into_north", "into_south"),
    [
        ("bgp", ("north", "south"), "south", "transit-gateway", [], HERE),
        ("bgp", ("north", "south"), "south", "vpc", [], HERE),
        ("bgp", ("north",), "south", "transit-gateway", BY_PEERING, []),
        ("bgp", ("north",), "south", "vpc", [], []),
        ("static", ("north", "south"), "south", "transit-gateway", BY_PEERING, HERE),
        ("static", ("north", "south"), "south", "none", [], HERE),
        ("direct-connect", ("north", "south"), "north", "transit-gateway", HERE, []),
    ],
)
def test_where_on_premises_traffic_to_the_workload_is_led(
    changed: Change,
    kind: str,
    ends: tuple[str, ...],
    active: str,
    peering: str,
    into_north: list[Target],
    into_south: list[Target],
) -> None:
    north, south = models(changed, kind, ends, ("nc2", active), peering)
    found = [[route.target for route in model.routes.workload_from_on_premises] for model in (north, south)]
    assert found == [into_north, into_south]


@pytest.mark.parametrize(
    ("kind", "ends", "peering", "target"),
    [
        ("bgp", ("north",), "vpc", []),
        ("static", ("north",), "none", [Target.VPN]),
        ("bgp", ("south",), "transit-gateway", BY_PEERING),
        ("static", ("south",), "vpc", []),
    ],
)
def test_how_north_s_gateway_reaches_on_premises(
    changed: Change, kind: str, ends: tuple[str, ...], peering: str, target: list[Target]
) -> None:
    north, _ = models(changed, kind, ends, ("nc2", "north"), peering)
    assert [route.target for route in north.routes.to_on_premises] == target


def test_without_on_premises_nothing_changes(changed: Change) -> None:
    for section in (None, {"connection": "none"}):
        changes = {"onPremises": section, "sites.north.onPremises": {"customerGateway": DEVICE}}
        model = build(changed(changes), "north", "shop-dr")
        assert model.on_premises is None
        assert model.limits == build(changed({}), "north", "shop-dr").limits
        routes = model.routes
        assert routes.to_on_premises == routes.workload_from_on_premises == routes.other_vpc_from_on_premises == ()


@pytest.mark.parametrize(
    ("kind", "ends", "peering", "stack", "sentence"),
    [
        ("bgp", ("north",), "transit-gateway", 0, "with north lost, on-premises does not reach the workload in south"),
        ("bgp", ("south",), "vpc", 0, "VPC peering is not transitive: on-premises never reaches north"),
        ("static", ("south",), "none", 1, "nothing joins the sites: on-premises never reaches north"),
        ("static", ("north", "south"), "vpc", 1, "the VPN of south has static routes"),
        ("bgp", ("north", "south"), "transit-gateway", 0, "run `pulumi up --stack north` BEFORE you reconnect it"),
        ("direct-connect", ("north", "south"), "none", 1, "AWS promises no time"),
    ],
)
def test_the_limits_are_said_with_what_to_do(
    changed: Change, kind: str, ends: tuple[str, ...], peering: str, stack: int, sentence: str
) -> None:
    limits = models(changed, kind, ends, ("nc2", "north"), peering)[stack].limits
    assert any(sentence in limit for limit in limits), limits
