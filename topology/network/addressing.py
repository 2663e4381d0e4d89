"""A VPC's CIDR into its subnets' CIDRs: pure, and stable, since a subnet that moves is a subnet replaced.

The scheme. Every subnet of a site is equally long: /24 in a VPC of /16 to /19, /25 in a /20. The VPC is
numbered in blocks of that length; block 0 stays free, and availability zone number z (its place in the list,
from 0) takes the blocks 4z+1 to 4z+4 for public, metal, pc and flow. So a zone appended to the list takes
blocks nobody had, a /16 with one zone gets the third octets .1 to .4, and everything from block 17 up is free
for what others add. A /25 leaves even the metal tier room: 123 addresses, of which a host and its controller
VM take one each. Only Flow needs a /24, so in a /20 the flow subnets lie above the others, at the /24s 9 to 12; a
stack that was made before they did keeps its /25s. The order of the list is part of the scheme: append zones, do not
sort them.
"""

from collections.abc import Sequence
from ipaddress import IPv4Network
from itertools import islice

from topology.network.tier import TIERS, Tier
from topology.values import LONGEST_SUBNET, LONGEST_VPC, SHORTEST_VPC

MAX_ZONES = 4
SHORTEST_FLOW = 24
"""The smallest flow subnet that Nutanix supports."""
_FIRST_ROOMY_FLOW = 9
_FREE_BITS = 5  # 32 blocks at least: 16 in use, 1 left out below, 15 above


def subnet_cidr(vpc: IPv4Network, tier: Tier, zone: int) -> IPv4Network:
    """The CIDR of a tier's subnet in the zone with this number (0 to 3) of a VPC from /16 to /20."""
    former = former_subnet_cidr(vpc, tier, zone)
    if tier is Tier.FLOW and former.prefixlen > SHORTEST_FLOW:
        return _block(vpc, SHORTEST_FLOW, _FIRST_ROOMY_FLOW + zone)
    return former


def former_subnet_cidr(vpc: IPv4Network, tier: Tier, zone: int) -> IPv4Network:
    """The same as it was when every tier had the same length."""
    if not SHORTEST_VPC <= vpc.prefixlen <= LONGEST_VPC or not 0 <= zone < MAX_ZONES:
        raise ValueError(f"no subnets for zone {zone} of {vpc}: expected a VPC of /16 to /20, a zone of 0 to 3")
    length = max(24, vpc.prefixlen + _FREE_BITS)
    return _block(vpc, length, 1 + zone * len(TIERS) + TIERS.index(tier))


def attachment_cidr(vpc: IPv4Network, zone: int) -> IPv4Network:
    """The /28 for a transit gateway attachment in this zone: counted down from the VPC's end."""
    return _block(vpc, LONGEST_SUBNET, 2 ** (LONGEST_SUBNET - vpc.prefixlen) - 1 - zone)


def overlapping(named: Sequence[tuple[str, IPv4Network]]) -> list[tuple[str, str]]:
    """Every pair of names whose networks share an address, the later name first."""
    return [
        (name, earlier)
        for place, (name, network) in enumerate(named)
        for earlier, other in islice(named, place)
        if network.overlaps(other)
    ]


def _block(vpc: IPv4Network, length: int, number: int) -> IPv4Network:
    return IPv4Network((int(vpc.network_address) + number * 2 ** (32 - length), length))
