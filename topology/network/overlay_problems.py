"""Problems of the overlay: its own, and those with the sites' VPCs."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network

from topology.config import ExternalSubnetConfig, OverlayConfig, OverlaySubnetConfig, SiteConfig, StaticAddressConfig
from topology.errors import Problem
from topology.network.addressing import overlapping
from topology.network.overlay import TEST_SUFFIX

_LONGEST_NAME = 128


def overlay_problems(config: OverlayConfig) -> Iterator[Problem]:
    """Problems inside the overlay."""
    yield from _emptiness(config)
    external = config.external_subnet
    yield from _addressing("overlay.externalSubnet", "pools", external.cidr, external.gateway, external.pools)
    for number, subnet in enumerate(config.subnets):
        path = f"overlay.subnets[{number}]"
        yield from _addressing(path, "dhcpPools", subnet.cidr, subnet.gateway, subnet.dhcp_pools)
        prefixes = config.externally_routable_prefixes
        if prefixes and not any(subnet.cidr.subnet_of(prefix) for prefix in prefixes):
            expected = "expected a prefix inside one of overlay.externallyRoutablePrefixes"
            yield Problem.with_value(f"{path}.cidr", subnet.cidr, expected)
    yield from _names(external, config.subnets)
    yield from _static_addresses(config)


def overlap_problems(sites: Mapping[str, SiteConfig], overlay: OverlayConfig | None) -> Iterator[Problem]:
    """Prefixes that overlap: the sites' VPCs, the overlay's prefixes and subnets, the external subnet."""
    outer = [(f"sites.{name}.vpcCidr", site.vpc_cidr) for name, site in sites.items()]
    subnets: list[tuple[str, IPv4Network]] = []
    if overlay is not None:
        prefixes = enumerate(overlay.externally_routable_prefixes)
        outer += [(f"overlay.externallyRoutablePrefixes[{number}]", prefix) for number, prefix in prefixes]
        outer.append(("overlay.externalSubnet.cidr", overlay.external_subnet.cidr))
        numbered = enumerate(overlay.subnets)
        subnets = [(f"overlay.subnets[{number}].cidr", subnet.cidr) for number, subnet in numbered]
    for group in (outer, subnets):
        cidrs = dict(group)
        for name, earlier in overlapping(group):
            expected = f"expected no overlap with {earlier}, {cidrs[earlier]} (change either key)"
            yield Problem.with_value(name, cidrs[name], expected)


def vpc_name_problems(sites: Mapping[str, SiteConfig], overlay: OverlayConfig) -> Iterator[Problem]:
    """NC2 owns the transit VPC. An overlay with that name would be mistaken for it."""
    named = [f"sites.{name}.transitVpc" for name, site in sites.items() if site.transit_vpc == overlay.vpc]
    if named:
        expected = f"expected another name than {' and '.join(named)}, which NC2 makes"
        yield Problem.with_value("overlay.vpc", overlay.vpc, expected)


def test_vpc_problems(sites: Mapping[str, SiteConfig], overlay: OverlayConfig) -> Iterator[Problem]:
    """A test failover must not end up in the overlay's own VPC, nor in NC2's transit VPC."""
    if overlay.test_vpc is None:
        return
    taken = {overlay.vpc: "overlay.vpc"} | {
        site.transit_vpc: f"sites.{name}.transitVpc" for name, site in sites.items()
    }
    if overlay.test_vpc in taken:
        expected = f"expected another name than {taken[overlay.test_vpc]}"
        yield Problem.with_value("overlay.testVpc", overlay.test_vpc, expected)
    names = {subnet.name for subnet in overlay.subnets} | {overlay.external_subnet.name}
    for number, subnet in enumerate(overlay.subnets):
        name = f"{subnet.name}{TEST_SUFFIX}"
        if name in names or len(name) > _LONGEST_NAME:
            expected = (
                f"expected a name to which overlay.testVpc can append {TEST_SUFFIX}: the result is taken or too long"
            )
            yield Problem.with_value(f"overlay.subnets[{number}].name", subnet.name, expected)


def _emptiness(config: OverlayConfig) -> Iterator[Problem]:
    if not config.externally_routable_prefixes:
        yield Problem("overlay.externallyRoutablePrefixes", "is an empty list: expected at least one prefix")
    if not config.subnets:
        yield Problem("overlay.subnets", "is an empty list: expected at least one subnet")
    if not config.external_subnet.pools:
        yield Problem("overlay.externalSubnet.pools", "is an empty list: expected at least one pool")


def _addressing(
    path: str,
    pools_key: str,
    cidr: IPv4Network,
    gateway: IPv4Address,
    pools: Sequence[tuple[IPv4Address, IPv4Address]],
) -> Iterator[Problem]:
    if not is_host(gateway, cidr):
        expected = f"expected an address inside {cidr} that is neither the network nor the broadcast address"
        yield Problem.with_value(f"{path}.gateway", gateway, expected)
    for number, (first, last) in enumerate(pools):
        found = f"{first} to {last}"
        key = f"{path}.{pools_key}[{number}]"
        if first > last:
            yield Problem(key, "expected the first address before the last", found)
        if not (is_host(first, cidr) and is_host(last, cidr)):
            yield Problem(key, f"expected a pool inside {cidr}, without network and broadcast address", found)
        if first <= gateway <= last:
            yield Problem(key, f"expected a pool without the gateway, {gateway}", found)
        for earlier, (start, end) in enumerate(pools[:number]):
            if first <= end and start <= last:
                yield Problem(key, f"expected a pool that does not overlap {pools_key}[{earlier}]", found)


def _names(external: ExternalSubnetConfig, subnets: Sequence[OverlaySubnetConfig]) -> Iterator[Problem]:
    seen = {external.name: "overlay.externalSubnet.name"}
    for number, subnet in enumerate(subnets):
        key = f"overlay.subnets[{number}].name"
        if subnet.name in seen:
            yield Problem.with_value(key, subnet.name, f"expected another name than {seen[subnet.name]}")
        seen.setdefault(subnet.name, key)


def _static_addresses(config: OverlayConfig) -> Iterator[Problem]:
    taken: dict[IPv4Address, str] = {}
    for number, entry in enumerate(config.static_addresses):
        key = f"overlay.staticAddresses[{number}].address"
        if entry.address in taken:
            expected = f"expected another address for {entry.vm!r} than {taken[entry.address]!r} has"
            yield Problem.with_value(key, entry.address, expected)
        taken.setdefault(entry.address, entry.vm)
        yield from _static_address(key, entry, config.subnets)


def _static_address(key: str, entry: StaticAddressConfig, subnets: Sequence[OverlaySubnetConfig]) -> Iterator[Problem]:
    subnet = next((subnet for subnet in subnets if is_host(entry.address, subnet.cidr)), None)
    if subnet is None:
        expected = f"expected an address for {entry.vm!r} that a VM can have in one of overlay.subnets"
        yield Problem.with_value(key, entry.address, expected)
        return
    if entry.address == subnet.gateway:
        expected = f"expected an address for {entry.vm!r} that is not the gateway of {subnet.name}"
        yield Problem.with_value(key, entry.address, expected)
    for first, last in subnet.dhcp_pools:
        if first <= entry.address <= last:
            expected = (
                f"expected an address for {entry.vm!r} outside the DHCP pool {first} to {last}, "
                "which may give it to another VM"
            )
            yield Problem.with_value(key, entry.address, expected)


def is_host(address: IPv4Address, cidr: IPv4Network) -> bool:
    """Whether a VM may have the address in this network."""
    return address in cidr and address not in (cidr.network_address, cidr.broadcast_address)
