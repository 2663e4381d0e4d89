"""The connection to on-premises as one site's stack sees it."""

from dataclasses import dataclass, field
from enum import StrEnum

from topology.choices import DpdAction, OnPremisesConnection, StartupAction, VpnRouting


class Ends(StrEnum):
    """The sites in which a connection to on-premises ends, seen from one site."""

    BOTH = "both"
    HERE = "here"
    THERE = "there"


@dataclass(frozen=True)
class Phase:
    """What a tunnel accepts in one phase, spelled as AWS spells it; `lifetime` in seconds."""

    encryption: tuple[str, ...]
    integrity: tuple[str, ...]
    dh_groups: tuple[int, ...]
    lifetime: int


@dataclass(frozen=True)
class TunnelOptions:
    """The options of both tunnels of a VPN connection; `dpd_timeout` in seconds."""

    phase1: Phase
    phase2: Phase
    dpd_timeout: int
    dpd_action: DpdAction
    startup_action: StartupAction


@dataclass(frozen=True)
class Vpn:
    """This site's VPN connection: to a device at `address`, or to an existing customer gateway.

    `inside_cidrs` are empty if AWS chooses them, and so are `pre_shared_keys`. Nothing prints the keys.
    """

    routing: VpnRouting
    asn: int
    address: str | None
    customer_gateway_id: str | None
    options: TunnelOptions
    inside_cidrs: tuple[str, ...] = ()
    pre_shared_keys: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ExistingDirectConnectGateway:
    """An existing Direct Connect gateway."""

    id: str
    name: str


@dataclass(frozen=True)
class TransitInterface:
    """A transit virtual interface to make on an existing connection; AWS chooses addresses that are None."""

    connection_id: str
    vlan: int
    mtu: int
    asn: int
    amazon_address: str | None
    customer_address: str | None


@dataclass(frozen=True)
class DirectConnect:
    """This site's Direct Connect gateway, its own (`gateway_asn`) or an existing one, and the interface to it."""

    gateway_asn: int | None
    existing: ExistingDirectConnectGateway | None
    interface: TransitInterface | None


@dataclass(frozen=True)
class OnPremises:
    """One site's view of on-premises; `vpn` or `direct_connect` is set where a connection ends in this site."""

    connection: OnPremisesConnection
    prefixes: tuple[str, ...]
    ends: Ends
    vpn: Vpn | None = None
    direct_connect: DirectConnect | None = None

    @property
    def is_here(self) -> bool:
        """Whether a connection ends in this site."""
        return self.ends is not Ends.THERE

    @property
    def announces(self) -> bool:
        """Whether on-premises learns by BGP what to send here; False for static routes, and without a connection."""
        return self.direct_connect is not None or (self.vpn is not None and self.vpn.routing is VpnRouting.BGP)
