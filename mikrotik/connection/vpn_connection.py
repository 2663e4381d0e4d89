"""A site-to-site VPN connection, as AWS describes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from mikrotik.connection import customer_gateway_configuration, tunnel_options
from mikrotik.connection.customer_gateway_configuration import CustomerGatewayConfiguration, TunnelConfiguration
from mikrotik.connection.pre_shared_keys import Keys
from mikrotik.connection.problems import contradictions, unsupported
from mikrotik.connection.tunnel_options import TunnelOptions
from mikrotik.errors import MikrotikError, Refused

ANYWHERE = IPv4Network("0.0.0.0/0")
_STATE = "available"


@dataclass(frozen=True)
class Tunnel:
    """One of the two tunnels: its addresses, numbers and key, and its options at AWS."""

    number: int
    configuration: TunnelConfiguration
    options: TunnelOptions


@dataclass(frozen=True)
class VpnConnection:
    """What a router needs to know. `local` and `remote` are AWS's selectors, seen from the customer."""

    id: str
    name: str
    gateway: str
    static: bool
    accelerated: bool
    local: IPv4Network
    remote: IPv4Network
    tunnels: tuple[Tunnel, Tunnel]
    static_routes: tuple[IPv4Network, ...] | None
    options_known: bool


def from_description(description: Mapping[str, Any], keys: Keys | None = None) -> VpnConnection:
    """A connection from one item of DescribeVpnConnections. `keys` count instead of those in it.

    Raises MikrotikError for a connection in another state than available, and Refused for one whose parts are
    missing, contradict each other, or that RouterOS cannot end (IPv6, certificates).
    """
    connection_id = str(description.get("VpnConnectionId") or "the VPN connection")
    state = description.get("State")
    if isinstance(state, Mapping):  # AWS's tools for PowerShell hold constants as objects
        state = state.get("Value")
    if state != _STATE:
        raise MikrotikError(
            f"{connection_id} is {state or 'in no known state'}; only an available connection can be configured. "
            + ("Wait until it is available." if state == "pending" else "Choose another one.")
        )
    text = description.get("CustomerGatewayConfiguration")
    if not isinstance(text, str) or not text.strip():
        raise MikrotikError(
            f"{connection_id} comes without CustomerGatewayConfiguration, which holds the addresses and keys. The "
            "reader needs the permission to see it, and a saved description must not have it left out."
        )
    try:
        static_only = bool((description.get("Options") or {}).get("StaticRoutesOnly"))
        arn = str(description.get("PreSharedKeyArn") or "")
        configuration = customer_gateway_configuration.parse(text.encode(), static_only, keys, arn)
        return _merged(description, configuration)
    except (TypeError, AttributeError, KeyError) as error:
        raise MikrotikError(
            f"The description of {connection_id} is not what EC2 answers ({type(error).__name__})."
        ) from None


def from_configuration(content: bytes, keys: Keys | None = None) -> VpnConnection:
    """A connection from the XML alone. Its options are unknown: see tunnel_options.of_xml."""
    found = customer_gateway_configuration.parse(content, keys=keys)
    first, second = (
        Tunnel(number, tunnel, tunnel_options.of_xml(tunnel)) for number, tunnel in enumerate(found.tunnels, 1)
    )
    return VpnConnection(
        found.connection_id, "", "", found.static, False, ANYWHERE, ANYWHERE, (first, second), None, False
    )


def _merged(description: Mapping[str, Any], configuration: CustomerGatewayConfiguration) -> VpnConnection:
    connection_id = configuration.connection_id
    options: Mapping[str, Any] = description.get("Options") or {}
    listed = {item.get("OutsideIpAddress"): item for item in options.get("TunnelOptions") or []}
    static = bool(options.get("StaticRoutesOnly", configuration.static))
    problems = [*unsupported(options), *contradictions(description, configuration, static, listed)]
    if problems:
        raise Refused(f"{connection_id} cannot be configured", problems)
    first, second = (
        Tunnel(number, tunnel, _options(tunnel, listed)) for number, tunnel in enumerate(configuration.tunnels, 1)
    )
    return VpnConnection(
        id=connection_id,
        name=_tag(description, "Name"),
        gateway=str(description.get("TransitGatewayId") or description.get("VpnGatewayId") or ""),
        static=static,
        accelerated=bool(options.get("EnableAcceleration")),
        local=_network(options, "LocalIpv4NetworkCidr"),
        remote=_network(options, "RemoteIpv4NetworkCidr"),
        tunnels=(first, second),
        static_routes=tuple(IPv4Network(item["DestinationCidrBlock"]) for item in description.get("Routes") or []),
        options_known=bool(listed),
    )


def _options(tunnel: TunnelConfiguration, listed: Mapping[str, Any]) -> TunnelOptions:
    """As EC2 lists them. Where it lists none, the XML's own crypto and lifetimes count, as they do from a file."""
    return tunnel_options.described(listed[str(tunnel.aws_outside)]) if listed else tunnel_options.of_xml(tunnel)


def _network(options: Mapping[str, Any], name: str) -> IPv4Network:
    text = options.get(name) or str(ANYWHERE)
    try:
        return IPv4Network(text)
    except ValueError:
        raise MikrotikError(f"{name} {text!r} is not an IPv4 network.") from None


def _tag(description: Mapping[str, Any], key: str) -> str:
    return next((str(tag.get("Value", "")) for tag in description.get("Tags") or [] if tag.get("Key") == key), "")
