"""What a configuration takes for granted, told to whoever imports it."""

from collections.abc import Iterator

from mikrotik.connection.vpn_connection import ANYWHERE, VpnConnection
from mikrotik.routeros.router import Router
from mikrotik.routeros.version import Version

_BACKUP = (
    "Failover: one policy names both peers, the second as RouterOS's backup. One tunnel carries everything; the other "
    "takes over once dead peer detection has given the first up. Both at once is not possible: RouterOS has no IPsec "
    "interface, and two policies with the same selector exclude each other. Which peer is used later is RouterOS's "
    "choice."
)
_SWITCH = (
    "Failover: one policy for each tunnel, one enabled at a time. A scheduled script pings AWS's inside address "
    "through the enabled one every 30 seconds and enables the other when 5 pings in a row stay unanswered. It does not "
    "switch back by itself, and both at once is not possible: the selectors are the same."
)
_ANYWHERE = (
    "The selector is 0.0.0.0/0 on both sides, as AWS negotiates it, so one pair of security associations carries data "
    "and BGP. Policies with action=none keep everything else out. Only one such connection fits on a router: for a "
    "second region use a second router, or static connections with distinct LocalIpv4NetworkCidr and "
    "RemoteIpv4NetworkCidr."
)
_UNKNOWN = (
    "The tunnels' options were not given: they are taken to be AWS's defaults unless the XML itself names something "
    "else. If they were restricted, give the answer of describe-vpn-connections instead."
)
_IKEV2 = (
    "Under IKEv2 RouterOS takes no lifetime, NAT traversal or failure count from a profile: phase 1 is renewed by AWS "
    "after its own lifetime, NAT traversal is always negotiated."
)


def assumptions(connection: VpnConnection, router: Router, version: Version, failover: str) -> tuple[str, ...]:
    """Sentences for the head of the script."""
    return (
        f"Made for RouterOS {version.name} and the versions like it; the script stops on any other.",
        _BACKUP if failover == "backup" else _SWITCH,
        "New connections between both sides are for the forward rules that are there; these rules only keep such "
        "connections from NAT and fasttrack.",
        "Whoever adds NAT or filter rules later puts them below these, and IPsec policies above these.",
        *_tunnels(connection),
        *(["A NAT with the customer gateway's address lets UDP 500 and 4500 through."] if router.nat_traversal else []),
        *(_static(connection, router) if connection.static else []),
    )


def _tunnels(connection: VpnConnection) -> Iterator[str]:
    if connection.remote == ANYWHERE:
        yield _ANYWHERE
    if not connection.options_known:
        yield _UNKNOWN
    if any("ikev2" in tunnel.options.ike_versions for tunnel in connection.tunnels):
        yield _IKEV2
    if any(tunnel.options.aws_starts for tunnel in connection.tunnels):
        yield "StartupAction is start: AWS may open the tunnels before this router does; the same policies answer."


def _static(connection: VpnConnection, router: Router) -> Iterator[str]:
    missing = [str(prefix) for prefix in router.lan_prefixes if prefix not in (connection.static_routes or ())]
    if connection.static_routes is not None and missing and connection.gateway.startswith("vgw"):
        yield f"The connection has no static route for {', '.join(missing)}: AWS will not answer there until it has."
    else:
        yield "AWS has static routes to the LAN prefixes (on the connection, or in the transit gateway's table)."
