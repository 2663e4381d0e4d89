"""The truth table of on-premises, row by row: who attracts the workload, and how each site gets back."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from tests.topology.test_routes import ON_EC2
from topology import Ends, SiteModel, Target, build
from topology.choices import Peering
from topology.on_premises.routes import ENTRY, RETURN

Change = Callable[[dict[str, Any]], dict[str, Any]]

OFFICE = "10.0.0.0/8"  # around both VPCs, as head offices are
DEVICE = {"address": "203.0.113.10"}
LINES = {
    name: {"directConnect": {"gatewayAsn": asn, "connectionId": "dxcon-ffabc123", "vlan": 7}}
    for name, asn in (("north", 64550), ("south", 64551))
}
VPCS = {"north": "10.20.0.0/18", "south": "192.168.0.0/20"}

KINDS = ("bgp", "static", "direct-connect")
ENDS = (("north", "south"), ("north",), ("south",))
STATES = (("ec2", "north"), ("nc2", "north"), ("nc2", "south"))
PEERINGS = ("transit-gateway", "vpc", "none")
ROWS = list(product(KINDS, ENDS, STATES, PEERINGS))


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


def name(row: tuple[str, tuple[str, ...], tuple[str, str], str]) -> str:
    kind, ends, state, peering = row
    return f"{kind} to {'+'.join(ends)}, {'-'.join(state)}, {peering}"


@pytest.mark.parametrize("row", ROWS, ids=map(name, ROWS))
def test_at_most_one_site_attracts_the_workload(changed: Change, row: tuple[Any, ...]) -> None:
    kind, ends, (_, active), peering = row
    announcing = [
        model.me.name
        for model in models(changed, *row)
        if model.on_premises and model.on_premises.announces and model.routes.workload_from_on_premises
    ]
    if kind == "static":
        assert announcing == [], "on-premises sends by static routes of its own"
    elif active in ends:
        assert announcing == [active]
    else:
        assert announcing == (list(ends) if peering == "transit-gateway" else [])


@pytest.mark.parametrize("row", ROWS, ids=map(name, ROWS))
def test_what_direct_connect_announces_is_what_its_table_leads_somewhere(changed: Change, row: tuple[Any, ...]) -> None:
    kind, ends, (_, active), peering = row
    for model in models(changed, *row):
        routes = model.routes
        assert routes.allowed_prefixes[0] == VPCS[model.me.name], "AWS wants one at least"
        led = [route.prefix for route in routes.workload_from_on_premises + routes.other_vpc_from_on_premises]
        assert list(routes.allowed_prefixes[1:]) == led
        if kind == "direct-connect":
            only_end = ends == (model.me.name,) and peering == "transit-gateway"
            assert ("172.30.0.0/16" in led) == (active == model.me.name in ends or only_end)
            assert (VPCS[model.other.name] in led) == only_end


@pytest.mark.parametrize("row", ROWS, ids=map(name, ROWS))
def test_both_sites_get_back_to_on_premises(changed: Change, row: tuple[Any, ...]) -> None:
    kind, ends, (platform, _), peering = row
    for model in models(changed, *row):
        here, routes = model.me.name in ends, model.routes
        target = (Target.VPN if kind == "static" else None) if here else Target.PEERING
        reaches = here or peering == "transit-gateway"
        expected = [(OFFICE, target)] if reaches and target else []
        assert [(route.prefix, route.target) for route in routes.to_on_premises] == expected
        by_gateway = {
            (route.route_table, route.target) for route in routes.vpc if route.destination == OFFICE and route.reason
        }
        tables = {("public", Target.TRANSIT_GATEWAY), ("private", Target.TRANSIT_GATEWAY)}
        assert by_gateway == (tables if reaches else set())
        if platform == "ec2":
            assert (OFFICE in routes.ec2_vpc) == reaches


@pytest.mark.parametrize("row", ROWS, ids=map(name, ROWS))
def test_what_comes_from_on_premises_goes_to_the_workload_or_nowhere(changed: Change, row: tuple[Any, ...]) -> None:
    kind, ends, (platform, active), peering = row
    own = Target.EC2_VPC if platform == "ec2" else Target.NC2_VPC
    for model in models(changed, *row):
        here, mine = model.me.name in ends, model.me.name == active
        passes_on = peering == "transit-gateway" and (kind == "static" or ends == (model.me.name,))
        target = None if not here else own if mine else Target.PEERING if passes_on else None
        found = model.routes.workload_from_on_premises
        assert [route.target for route in found] == ([target] if target else [])
        assert all(route.reason for route in found)


def test_the_tables_have_a_row_and_a_reason_for_every_state() -> None:
    rows = set(product((True, False), (True, False), Peering, Ends))
    # What announces ends here, so there is no such row for a connection that ends in the other site alone.
    assert set(ENTRY) == {row for row in rows if not (row[0] and row[3] is Ends.THERE)}
    ways = set(product((True, False), (True, False), Peering))
    assert set(RETURN) == {way for way in ways if way[0] or not way[1]}
    assert all(row.reason for row in ENTRY.values())
    assert all(row.reason for row in RETURN.values())


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
        ("bgp", ("north", "south"), "transit-gateway", 0, "north goes on announcing what it announced"),
        ("direct-connect", ("north", "south"), "none", 1, "AWS promises no time"),
    ],
)
def test_the_limits_are_said_with_what_to_do(
    changed: Change, kind: str, ends: tuple[str, ...], peering: str, stack: int, sentence: str
) -> None:
    limits = models(changed, kind, ends, ("nc2", "north"), peering)[stack].limits
    assert any(sentence in limit for limit in limits), limits
