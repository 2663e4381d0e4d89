"""Problems of a description: what cannot be configured, and contradictions."""

from collections.abc import Mapping
from typing import Any

from mikrotik.connection.customer_gateway_configuration import CustomerGatewayConfiguration
from mikrotik.connection.pre_shared_keys import is_placeholder


def unsupported(options: Mapping[str, Any]) -> list[str]:
    """One sentence per unsupported option: IPv6 inside or outside."""
    problems = []
    if options.get("TunnelInsideIpVersion", "ipv4") != "ipv4" or options.get("LocalIpv6NetworkCidr"):
        problems.append(
            "TunnelInsideIpVersion is ipv6: only IPv4 can be configured. Use a connection with IPv4 inside."
        )
    if "6" in str(options.get("OutsideIpAddressType", "")):
        problems.append("OutsideIpAddressType is IPv6: only IPv4 can be configured. Use a connection with PublicIpv4.")
    return problems


def contradictions(
    description: Mapping[str, Any],
    configuration: CustomerGatewayConfiguration,
    static: bool,
    listed: Mapping[Any, Mapping[str, Any]],
) -> list[str]:
    """One sentence per disagreement of the XML, the connection's options and its tunnels' options."""
    problems = []
    if description.get("VpnConnectionId") != configuration.connection_id:
        problems.append(
            f"the XML is that of {configuration.connection_id}, not of {description.get('VpnConnectionId')}."
        )
    if static != configuration.static:
        problems.append("StaticRoutesOnly and the XML's vpn_connection_attributes disagree on whether BGP runs.")
    if not listed:
        return problems
    for tunnel in configuration.tunnels:
        options = listed.get(str(tunnel.aws_outside))
        where = f"tunnel {tunnel.aws_outside}"
        if options is None:
            problems.append(f"{where} of the XML is not in Options.TunnelOptions ({', '.join(map(str, listed))}).")
            continue
        if options.get("TunnelInsideCidr", str(tunnel.inside)) != str(tunnel.inside):
            problems.append(
                f"{where}: the inside prefix is {tunnel.inside} in the XML and {options['TunnelInsideCidr']} in the "
                "options."
            )
        if not is_placeholder(key := str(options.get("PreSharedKey", ""))) and key not in ("", tunnel.key.reveal):
            problems.append(f"{where}: the XML and the options have different pre-shared keys.")
    return problems
