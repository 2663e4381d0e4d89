"""The migration from EC2: which instances, where they are recorded, and addresses that DHCP must not lease."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network

from topology.choices import RetentionMode
from topology.config import Ec2VpcConfig, MigrationConfig
from topology.errors import Problem
from topology.network.overlay import Overlay, OverlaySubnet, Pools

_RESERVED_BY_AWS = (0, 1, 2, 3, -1)
"""Places in every subnet of a VPC that AWS keeps: network, router, DNS, one for later, and the last."""


@dataclass(frozen=True)
class Migration:
    """`site` is where the EC2 VPC lies. Without `tags` every instance of that VPC is meant."""

    site: str
    table: str
    retention: RetentionMode
    tags: tuple[tuple[str, str], ...] = ()


def build_migration(config: MigrationConfig, ec2_vpc: Ec2VpcConfig) -> Migration:
    """The migration of a configuration that has no problems."""
    return Migration(ec2_vpc.site, config.table, config.retention, tuple(sorted(config.tags.items())))


def migration_problems(config: MigrationConfig, ec2_vpc: Ec2VpcConfig | None, faulty: bool) -> Iterator[Problem]:
    """What is wrong with the migration beside the VPC it comes from; `faulty`: that one is told of already."""
    if ec2_vpc is None and not faulty:
        expected = "is missing: expected site, cidr and availabilityZones of the VPC that migration comes from"
        yield Problem("ec2Vpc", expected)
    for key in config.tags:
        if not 0 < len(key) <= 128 or key.lower().startswith("aws:"):
            yield Problem.with_value("migration.tags", key, "expected tag keys of 1 to 128 characters, not of aws:")


def clear_of(overlay: Overlay, captured: Collection[str]) -> Overlay:
    """The overlay with DHCP pools that leave out every captured address, every static one, and what AWS keeps.

    A subnet's configured pools are the bounds; one without gets all its addresses, as moved machines need some to
    begin with. `captured`: addresses of any subnet.
    """
    static = {entry.address for entry in overlay.static_addresses}
    taken = frozenset(int(IPv4Address(address)) for address in (*captured, *static))
    return replace(overlay, subnets=tuple(replace(one, dhcp_pools=_pools(one, taken)) for one in overlay.subnets))


def leases(pools: Pools) -> int:
    """How many addresses the pools hold."""
    return sum(int(IPv4Address(last)) - int(IPv4Address(first)) + 1 for first, last in pools)


def _pools(subnet: OverlaySubnet, taken: frozenset[int]) -> Pools:
    network = IPv4Network(subnet.cidr)
    kept = {int(network[place]) for place in _RESERVED_BY_AWS} | {int(IPv4Address(subnet.gateway))}
    bounds = [(int(IPv4Address(first)), int(IPv4Address(last))) for first, last in subnet.dhcp_pools]
    free: list[tuple[str, str]] = []
    for first, last in bounds or [(int(network[0]), int(network[-1]))]:
        occupied = sorted(number for number in taken | kept if first <= number <= last)
        for stop in (*occupied, last + 1):
            if first < stop:
                free.append((str(IPv4Address(first)), str(IPv4Address(stop - 1))))
            first = stop + 1
    return tuple(free)
