"""The DHCP pools during a migration: nothing captured, nothing static and nothing of AWS's is ever leased."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topology import RetentionMode, build
from topology.migration import clear_of, leases
from topology.network import ExternalSubnet, Overlay, OverlaySubnet, StaticAddress

Config = dict[str, Any]
EC2 = {"site": "north", "cidr": "172.30.0.0/16", "availabilityZones": ["eu-north-1a"]}


def overlay(
    cidr: str = "172.30.1.0/24", *pools: tuple[str, str], gateway: str = "172.30.1.1", static: str = ""
) -> Overlay:
    external = ExternalSubnet("external", "100.64.0.0/24", "100.64.0.1", ())
    subnet = OverlaySubnet("workload", cidr, gateway, pools, (), None)
    addresses = (StaticAddress("vm", static),) if static else ()
    return Overlay("overlay", ("172.30.0.0/16",), external, (subnet,), addresses, None)


def pools(of: Overlay, *captured: str) -> tuple[tuple[str, str], ...]:
    return clear_of(of, captured).subnets[0].dhcp_pools


REST = (("172.30.1.4", "172.30.1.6"),)
POOLS = {
    "without pools all but what AWS keeps": (
        overlay("172.30.1.0/28"),
        (),
        (("172.30.1.4", "172.30.1.14"),),
    ),
    "captured and static addresses are left out": (
        overlay("172.30.1.0/28", static="172.30.1.9"),
        ("172.30.1.4", "172.30.1.6"),
        (("172.30.1.5", "172.30.1.5"), ("172.30.1.7", "172.30.1.8"), ("172.30.1.10", "172.30.1.14")),
    ),
    "configured pools are the bounds": (
        overlay("172.30.1.0/24", ("172.30.1.200", "172.30.1.203"), ("172.30.1.250", "172.30.1.255")),
        ("172.30.1.203", "172.30.1.7"),
        (("172.30.1.200", "172.30.1.202"), ("172.30.1.250", "172.30.1.254")),
    ),
    "a gateway elsewhere is left out, too": (
        overlay("172.30.1.0/29", gateway="172.30.1.6"),
        (),
        (("172.30.1.4", "172.30.1.5"),),
    ),
    "nothing is left": (overlay("172.30.1.0/29"), ("172.30.1.4", "172.30.1.5", "172.30.1.6"), ()),
    "addresses of other subnets do not matter": (overlay("172.30.1.0/29"), ("172.30.2.5",), REST),
}


@pytest.mark.parametrize(("of", "captured", "expected"), POOLS.values(), ids=POOLS.keys())
def test_the_pools(of: Overlay, captured: tuple[str, ...], expected: tuple[tuple[str, str], ...]) -> None:
    assert pools(of, *captured) == expected


@given(st.sets(st.integers(0, 255)))
def test_every_address_is_leased_or_has_a_reason_not_to_be(captured: set[int]) -> None:
    network = IPv4Network("172.30.1.0/24")
    found = pools(overlay(), *(str(network[number]) for number in captured))
    leased = {number for first, last in found for number in range(int(IPv4Address(first)), int(IPv4Address(last)) + 1)}
    kept = {0, 1, 2, 3, 255} | captured
    assert leased == {int(network[number]) for number in range(256) if number not in kept}
    assert leases(found) == len(leased)


def test_a_migration_has_its_defaults(changed: Callable[[dict[str, Any]], Config]) -> None:
    one_prefix = {
        "overlay.externallyRoutablePrefixes": ["172.30.0.0/16"],
        "overlay.subnets": [{"name": "web", "cidr": "172.30.1.0/24", "gateway": "172.30.1.1"}],
        "overlay.staticAddresses": [],
    }
    migration = build(changed({**one_prefix, "ec2Vpc": EC2, "migration": {}}), "north", "shop-dr").migration
    assert migration is not None
    assert (migration.site, migration.table) == ("north", "ec2-to-nc2-ip-preservation")
    assert migration.retention is RetentionMode.PLAN
