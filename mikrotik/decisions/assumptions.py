"""The assumptions of a configuration, for the person who imports it."""

from collections.abc import Iterator

from mikrotik.connection.vpn_connection import ANYWHERE, VpnConnection
from mikrotik.routeros.router import Router
from mikrotik.routeros.version import Version

_BACKUP = (
    "Failover: one policy names both peers, the second as RouterOS's backup. One tunnel carries everything; the other "
    "takes over when dead peer detection has given up the first. RouterOS cannot use both at once: it has no IPsec "
    "interface, and two policies with one selector exclude each other. RouterOS decides when to use the first peer "
    "again. MikroTik does not document which of the two it prefers; --failover switch does not depend on it."
)
_SWITCH = (
    "Failover: one policy per tunnel, one enabled at a time. A scheduled script pings AWS's inside address "
    "through the enabled one every 30 seconds and enables the other when 5 pings in a row fail. It does not "
    "switch back by itself. RouterOS cannot use both at once, because the selectors are equal."
)
_ANYWHERE = (
    "The selector is 0.0.0.0/0 on both sides, as AWS negotiates it, so one pair of security associations carries data "
    "and BGP. Policies with action=none keep everything else out. A router can have only one such connection: for "
    "a second region, use a second router, or static connections with distinct LocalIpv4NetworkCidr and "
    "RemoteIpv4NetworkCidr."
)
_UNKNOWN = (
    "The tunnels' options are unknown and taken to be AWS's defaults, unless the XML names other values. If they were "
    "restricted, give the answer of describe-vpn-connections instead."
)
_IKEV2 = (
    "Under IKEv2, RouterOS ignores a profile's NAT traversal and failure count: NAT traversal is always negotiated."
)


def assumptions(connection: VpnConnection, router: Router, version: Version, failover: str) -> tuple[str, ...]:
    """One sentence per assumption, for the head of the script."""
    return (
        f"Made for RouterOS {version.name} and the versions like it. The script stops on any other version.",
        _BACKUP if failover == "backup" else _SWITCH,
        "The router's own forward rules decide on new connections between both sides. These rules only exempt such "
        "connections from NAT and fasttrack.",
        "Add later NAT and filter rules below these, and later IPsec policies above these.",
        *_tunnels(connection),
        *(
            ["The NAT with the customer gateway's address lets UDP 500 and 4500 through."]
            if router.nat_traversal
            else []
        ),
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
        yield "StartupAction is start: AWS may open the tunnels before this router does. The policies answer that, too."


def _static(connection: VpnConnection, router: Router) -> Iterator[str]:
    missing = [str(prefix) for prefix in router.lan_prefixes if prefix not in (connection.static_routes or ())]
    if connection.static_routes is not None and missing and connection.gateway.startswith("vgw"):
        yield (
            f"The connection has no static route for {', '.join(missing)}: AWS will not answer these addresses until "
            "it has one."
        )
    else:
        yield "AWS has static routes to the LAN prefixes (on the connection, or in the transit gateway's table)."
