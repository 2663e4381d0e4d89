"""The addresses that DHCP may lease during a migration: none that was captured."""

from collections.abc import Collection
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from topology.network.overlay import Overlay, OverlaySubnet, Pools

_RESERVED_BY_AWS = (0, 1, 2, 3, -1)
"""Places in every subnet of a VPC that AWS keeps: network, router, DNS, one for later, and the last."""


def clear_of(overlay: Overlay, captured: Collection[str]) -> Overlay:
    """The overlay with DHCP pools that leave out every captured address, every static one, and what AWS keeps.

    A subnet's configured pools are the bounds. A subnet without pools gets all its addresses, because a VM that has
    just moved needs one. `captured`: addresses of any subnet.
    """
    static = {entry.address for entry in overlay.static_addresses}
    taken = frozenset(int(IPv4Address(address)) for address in (*captured, *static))
    return replace(overlay, subnets=tuple(replace(one, dhcp_pools=_pools(one, taken)) for one in overlay.subnets))


def leases(pools: Pools) -> int:
    """The number of addresses in the pools."""
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
