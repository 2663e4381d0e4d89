"""The overlay: one Flow Virtual Networking VPC, alike on both sites, so that VMs keep their addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network

from topology.config import OverlayConfig

TEST_SUFFIX = "-test"
Pools = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ExternalSubnet:
    """The no-NAT external subnet; `pools` are (first, last) addresses."""

    name: str
    cidr: str
    gateway: str
    pools: Pools


@dataclass(frozen=True)
class OverlaySubnet:
    """A subnet of the overlay; `dhcp_pools` are (first, last) addresses, kept clear of the static ones."""

    name: str
    cidr: str
    gateway: str
    dhcp_pools: Pools
    dns_servers: tuple[str, ...]
    domain_name: str | None

    @property
    def prefix_length(self) -> int:
        return IPv4Network(self.cidr).prefixlen


@dataclass(frozen=True)
class StaticAddress:
    """An address that one VM keeps on either site."""

    vm: str
    address: str


@dataclass(frozen=True)
class Overlay:
    """The overlay VPC by name, the prefixes the world routes to it, and its subnets.

    `test_vpc` names the VPC of test failovers, None for none. It has the overlay's subnets, so a VM is tested with its
    own address, and no route leads out of it.
    """

    vpc: str
    externally_routable_prefixes: tuple[str, ...]
    external_subnet: ExternalSubnet
    subnets: tuple[OverlaySubnet, ...]
    static_addresses: tuple[StaticAddress, ...]
    test_vpc: str | None

    @property
    def test_subnets(self) -> tuple[OverlaySubnet, ...]:
        """The subnets of the test VPC, in the order of `subnets`; their names tell them from those."""
        if self.test_vpc is None:
            return ()
        return tuple(replace(subnet, name=f"{subnet.name}{TEST_SUFFIX}") for subnet in self.subnets)


def build_overlay(config: OverlayConfig) -> Overlay:
    """The overlay of a configuration that has no problems."""
    external = config.external_subnet
    return Overlay(
        vpc=config.vpc,
        externally_routable_prefixes=_texts(config.externally_routable_prefixes),
        external_subnet=ExternalSubnet(
            external.name, str(external.cidr), str(external.gateway), _pools(external.pools)
        ),
        subnets=tuple(
            OverlaySubnet(
                subnet.name,
                str(subnet.cidr),
                str(subnet.gateway),
                _pools(subnet.dhcp_pools),
                _texts(subnet.dns_servers),
                subnet.domain_name,
            )
            for subnet in config.subnets
        ),
        static_addresses=tuple(StaticAddress(entry.vm, str(entry.address)) for entry in config.static_addresses),
        test_vpc=config.test_vpc,
    )


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _pools(pools: Sequence[tuple[IPv4Address, IPv4Address]]) -> Pools:
    return tuple((str(first), str(last)) for first, last in pools)
