"""The limits of a choice of peering and of on-premises, and what to do about them."""

from collections.abc import Mapping

from topology.choices import OnPremisesConnection, Peering, VpnRouting
from topology.on_premises.connection import Ends, OnPremises

PEERING_LIMITS: Mapping[Peering, str] = {
    Peering.TRANSIT_GATEWAY: (
        "transit gateway peering does not resolve the public host names of the other VPC to private addresses: use "
        "addresses or a private hosted zone"
    ),
    Peering.VPC: (
        "VPC peering is not transitive and does not reach NC2's overlay: pairing and replication work over it, but the "
        "other site's VPC and its transit gateway do not reach the workload, and on-premises reaches the active site "
        "only by that site's own VPN or Direct Connect; set peering: transit-gateway if the sites must reach the VMs"
    ),
    Peering.NONE: (
        "nothing joins the sites: give the Prism Centrals another connection for replication; on-premises reaches the "
        "active site only by that site's own VPN or Direct Connect"
    ),
}
"""What each kind of peering does not do; one sentence each."""
_ONE_END: Mapping[Peering, str] = {
    Peering.TRANSIT_GATEWAY: (
        "on-premises' only connection ends in {there}: with {there} lost, on-premises does not reach the workload in "
        "{without}; give {without} a connection of its own"
    ),
    Peering.VPC: (
        "on-premises' only connection ends in {there}, and VPC peering is not transitive: on-premises never reaches "
        "{without}; give {without} a connection of its own, or set peering: transit-gateway"
    ),
    Peering.NONE: (
        "on-premises' only connection ends in {there}, and nothing joins the sites: on-premises never reaches "
        "{without}; give {without} a connection of its own, or set peering: transit-gateway"
    ),
}
_STATIC = (
    "the VPN of {me} has static routes: the routes of on-premises do not follow a failover; change them there by hand, "
    "or set routing: bgp"
)
_RETURNING = (
    "after an unplanned failover, the connection of {me} to on-premises still announces the workload: run `pulumi up "
    "--stack {me}` BEFORE you reconnect it, or on-premises sends its traffic to {me}, which no longer runs the workload"
)
_ALLOWED_PREFIXES = (
    "Direct Connect changes its announcement within minutes, not seconds, and AWS promises no time: traffic from "
    "on-premises to the workload may stop until then"
)


def route_limits(peering: Peering, on_premises: OnPremises | None, me: str, other: str) -> tuple[str, ...]:
    """The limits of this peering and this connection to on-premises, for the site `me`; one sentence each."""
    return (PEERING_LIMITS[peering], *(_on_premises_limits(peering, on_premises, me, other) if on_premises else ()))


def _on_premises_limits(peering: Peering, on_premises: OnPremises, me: str, other: str) -> list[str]:
    found: list[str] = []
    names = {Ends.HERE: (me, other), Ends.THERE: (other, me)}
    if on_premises.ends in names:
        there, without = names[on_premises.ends]
        found.append(_ONE_END[peering].format(there=there, without=without))
    if on_premises.vpn is not None and on_premises.vpn.routing is VpnRouting.STATIC:
        found.append(_STATIC.format(me=me))
    if on_premises.announces:
        found.append(_RETURNING.format(me=me))
    if on_premises.connection is OnPremisesConnection.DIRECT_CONNECT and on_premises.is_here:
        found.append(_ALLOWED_PREFIXES)
    return found
