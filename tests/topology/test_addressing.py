"""The derived CIDRs: inside the VPC, apart from each other, large enough, and never moving."""

from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topology import Tier
from topology.network import MAX_ZONES, TIERS, attachment_cidr, overlapping, subnet_cidr


@st.composite
def vpcs(draw: st.DrawFn, shortest: int = 16, longest: int = 20) -> IPv4Network:
    length = draw(st.integers(shortest, longest))
    number = draw(st.integers(0, 2 ** (length - 8) - 1))
    return IPv4Network((int(IPv4Network("10.0.0.0/8").network_address) + number * 2 ** (32 - length), length))


def plan(vpc: IPv4Network, zones: int) -> list[tuple[str, IPv4Network]]:
    return [(f"{tier} {zone}", subnet_cidr(vpc, tier, zone)) for zone in range(zones) for tier in TIERS]


@pytest.mark.parametrize(
    ("vpc", "zone", "expected"),
    [
        ("10.101.0.0/16", 0, ["10.101.1.0/24", "10.101.2.0/24", "10.101.3.0/24", "10.101.4.0/24"]),
        ("10.101.0.0/16", 1, ["10.101.5.0/24", "10.101.6.0/24", "10.101.7.0/24", "10.101.8.0/24"]),
        ("10.1.32.0/19", 3, ["10.1.45.0/24", "10.1.46.0/24", "10.1.47.0/24", "10.1.48.0/24"]),
        ("10.0.16.0/20", 0, ["10.0.16.128/25", "10.0.17.0/25", "10.0.17.128/25", "10.0.25.0/24"]),
    ],
    ids=["a /16 as published", "a second zone follows", "a /19 has /24s too", "a /20 has /25s, and a /24 for Flow"],
)
def test_the_scheme(vpc: str, zone: int, expected: list[str]) -> None:
    assert [str(subnet_cidr(IPv4Network(vpc), tier, zone)) for tier in TIERS] == expected


@given(vpcs(), st.integers(1, MAX_ZONES))
def test_subnets_lie_inside_the_vpc_and_apart(vpc: IPv4Network, zones: int) -> None:
    subnets = plan(vpc, zones)
    assert all(cidr.subnet_of(vpc) for _, cidr in subnets)
    assert overlapping(subnets) == []


@given(vpcs())
def test_every_subnet_has_room(vpc: IPv4Network) -> None:
    assert all(cidr.prefixlen <= 25 for _, cidr in plan(vpc, MAX_ZONES))


@given(vpcs(), st.integers(1, MAX_ZONES - 1))
def test_another_zone_moves_nothing(vpc: IPv4Network, zones: int) -> None:
    assert plan(vpc, zones + 1)[: zones * len(TIERS)] == plan(vpc, zones)


@given(vpcs(16, 24))
def test_attachments_lie_at_the_end_and_apart(vpc: IPv4Network) -> None:
    attachments = [(str(zone), attachment_cidr(vpc, zone)) for zone in range(MAX_ZONES)]
    assert overlapping(attachments) == []
    assert all(cidr.subnet_of(vpc) and cidr.prefixlen == 28 for _, cidr in attachments)
    assert attachments[0][1].broadcast_address == vpc.broadcast_address


@pytest.mark.parametrize(
    ("vpc", "zone"),
    [("10.0.0.0/15", 0), ("10.0.0.0/21", 0), ("10.0.0.0/16", 4), ("10.0.0.0/16", -1)],
    ids=["a VPC too large", "a VPC too small", "a fifth zone", "a zone before the first"],
)
def test_no_scheme_for(vpc: str, zone: int) -> None:
    with pytest.raises(ValueError, match="no subnets for zone"):
        subnet_cidr(IPv4Network(vpc), Tier.METAL, zone)


def test_overlapping_names_the_later_network_first() -> None:
    networks = [("a", "10.0.0.0/8"), ("b", "192.168.0.0/16"), ("c", "10.1.0.0/16"), ("d", "10.1.2.0/24")]
    pairs = overlapping([(name, IPv4Network(cidr)) for name, cidr in networks])
    assert pairs == [("c", "a"), ("d", "a"), ("d", "c")]
