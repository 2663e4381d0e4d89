"""What will be configured: every decision between a VPN connection and a router, or everything in its way."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from mikrotik.connection.vpn_connection import ANYWHERE, Tunnel, VpnConnection
from mikrotik.decisions.assumptions import assumptions
from mikrotik.decisions.phase1 import Phase1, phase1
from mikrotik.decisions.phase2 import Phase2, phase2
from mikrotik.decisions.prefixes import complement
from mikrotik.decisions.problems import problems_of
from mikrotik.errors import Refused
from mikrotik.routeros.router import Router
from mikrotik.routeros.version import Version

TCP_IP_HEADERS = 40
BACKUP = "backup"
SWITCH = "switch"


@dataclass(frozen=True)
class TunnelDesign:
    """One tunnel with its crypto."""

    tunnel: Tunnel
    phase1: Phase1
    phase2: Phase2


@dataclass(frozen=True)
class Design:
    """A decided configuration. `tunnels` stand with the preferred one first.

    `failover` is "backup" (one policy with both peers) or "switch" (a policy a tunnel, one enabled at a time).
    `exempt` are the prefixes within the selector that must not enter the tunnel. `mss` in bytes.
    """

    connection: VpnConnection
    router: Router
    version: Version
    tunnels: tuple[TunnelDesign, TunnelDesign]
    failover: str
    exempt: tuple[IPv4Network, ...]
    mss: int
    customer_asn: int | None
    assumptions: tuple[str, ...]

    @property
    def bgp(self) -> bool:
        return not self.connection.static

    @property
    def catches_all(self) -> bool:
        """Whether the selector covers every destination, so that no other policy can stand behind it."""
        return self.connection.remote == ANYWHERE

    @property
    def inner_mtu(self) -> int:
        return self.mss + TCP_IP_HEADERS


def design(connection: VpnConnection, router: Router, version: Version, failover: str | None = None) -> Design:
    """Decide everything. Raises Refused with all that stands in the way, and what to change."""
    problems = problems_of(connection, router)
    first = [_phase1(tunnel, version, problems) for tunnel in connection.tunnels]
    wanted = failover or (BACKUP if version.several_peers else SWITCH)
    if wanted == BACKUP and not version.several_peers:
        problems.append(
            f"RouterOS {version.name} has no backup peer in an IPsec policy; leave --failover out or say switch."
        )
    shared: Phase2 | None = None
    shared_problems: list[str] = []
    if wanted == BACKUP:
        shared = phase2([tunnel.options for tunnel in connection.tunnels], version, shared_problems)
    second = [shared] * 2 if shared else [_phase2(tunnel, version, problems) for tunnel in connection.tunnels]
    if failover == BACKUP and shared is None:
        problems.append("A policy with a backup peer has one proposal for both tunnels: " + " ".join(shared_problems))
    chosen = BACKUP if shared else SWITCH
    problems += _switch_problems(connection) if chosen == SWITCH else []
    if problems:
        raise Refused(f"{connection.id} cannot be configured on this router", list(dict.fromkeys(problems)))
    one, two = (
        TunnelDesign(tunnel, found, other)
        for tunnel, found, other in zip(connection.tunnels, first, second, strict=True)
        if found is not None and other is not None
    )
    tunnels = (one, two) if router.primary == 1 else (two, one)
    return _design(connection, router, version, tunnels, chosen)


def _design(
    connection: VpnConnection,
    router: Router,
    version: Version,
    tunnels: tuple[TunnelDesign, TunnelDesign],
    failover: str,
) -> Design:
    insides = [tunnel.tunnel.configuration.inside for tunnel in tunnels]
    return Design(
        connection=connection,
        router=router,
        version=version,
        tunnels=tunnels,
        failover=failover,
        exempt=complement(connection.remote, [*router.aws_prefixes, *insides]),
        mss=_mss(router, tunnels),
        customer_asn=tunnels[0].tunnel.configuration.customer_asn,
        assumptions=assumptions(connection, router, version, failover),
    )


def _phase1(tunnel: Tunnel, version: Version, problems: list[str]) -> Phase1 | None:
    own: list[str] = []
    configuration = tunnel.configuration
    found = phase1(tunnel.options, version, (configuration.dpd_seconds, configuration.dpd_retries), own)
    problems += [f"tunnel {configuration.aws_outside}: {problem}" for problem in own]
    return found


def _phase2(tunnel: Tunnel, version: Version, problems: list[str]) -> Phase2 | None:
    own: list[str] = []
    found = phase2([tunnel.options], version, own)
    problems += [f"tunnel {tunnel.configuration.aws_outside}: {problem}" for problem in own]
    return found


def _switch_problems(connection: VpnConnection) -> list[str]:
    """The switch asks AWS's inside addresses whether a tunnel lives, so those must be within the selector."""
    return [
        f"Switching between tunnels pings AWS's inside address {tunnel.configuration.aws_inside}, which is outside "
        f"RemoteIpv4NetworkCidr {connection.remote} or LocalIpv4NetworkCidr {connection.local}; set both to 0.0.0.0/0, "
        "or use RouterOS 7 with the same phase 2 options for both tunnels."
        for tunnel in connection.tunnels
        if not tunnel.configuration.inside.subnet_of(connection.remote)
        or not tunnel.configuration.inside.subnet_of(connection.local)
    ]


def _mss(router: Router, tunnels: tuple[TunnelDesign, TunnelDesign]) -> int:
    """What AWS asks for, or less where this router's path or crypto leaves less room."""
    rooms = [item.phase2.largest_packet(router.wan_mtu, router.nat_traversal) - TCP_IP_HEADERS for item in tunnels]
    asked = [mss for item in tunnels if (mss := item.tunnel.configuration.tcp_mss) is not None]
    return min(rooms + asked)
