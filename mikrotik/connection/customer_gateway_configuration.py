"""CustomerGatewayConfiguration: the XML with a VPN connection's addresses, numbers and keys.

Source: EC2 DescribeVpnConnections, VpnConnection.CustomerGatewayConfiguration, or the same text saved to a file.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any
from xml.etree.ElementTree import Element

from mikrotik.connection import xml
from mikrotik.connection.fields import Fields, asn, between, prefix_length
from mikrotik.connection.pre_shared_keys import Keys, how_to_give, key
from mikrotik.errors import MikrotikError, Refused
from mikrotik.secret import Secret

_ID = re.compile(r"vpn-[0-9a-f]{8,32}")
_OUTSIDE = "vpn_gateway/tunnel_outside_address/ip_address"
_KEY_PATH = "ike/pre_shared_key"
_PROPOSAL = (
    ("ike", "authentication_protocol"),
    ("ike", "encryption_protocol"),
    ("ike", "perfect_forward_secrecy"),
    ("ike", "lifetime"),
    ("ipsec", "authentication_protocol"),
    ("ipsec", "encryption_protocol"),
    ("ipsec", "perfect_forward_secrecy"),
    ("ipsec", "lifetime"),
)


@dataclass(frozen=True)
class TunnelConfiguration:
    """One ipsec_tunnel. `proposal` is the XML's crypto, which AWS does not adapt to the tunnel's options."""

    aws_outside: IPv4Address
    customer_outside: IPv4Address
    aws_inside: IPv4Address
    customer_inside: IPv4Address
    inside: IPv4Network
    key: Secret
    aws_asn: int | None
    customer_asn: int | None
    hold_seconds: int | None
    tcp_mss: int | None
    dpd_seconds: int
    dpd_retries: int
    proposal: dict[str, str]


@dataclass(frozen=True)
class CustomerGatewayConfiguration:
    """A connection as its XML describes it. Tunnels are sorted by outside address; the XML's order is arbitrary."""

    connection_id: str
    static: bool
    tunnels: tuple[TunnelConfiguration, TunnelConfiguration]


def parse(
    content: bytes, static_only: bool = False, keys: Keys | None = None, arn: str = ""
) -> CustomerGatewayConfiguration:
    """Reads and checks one configuration. Raises MikrotikError, or Refused with every problem.

    `static_only`: the connection is static, so its XML needs no BGP. `keys` count instead of the XML's; `arn` is the
    secret that holds them.
    """
    root = _root(content)
    connection_id = root.get("id", "")
    elements = root.findall("ipsec_tunnel")
    static = (root.findtext("vpn_connection_attributes") or "").strip().startswith("NoBGP")
    static = static or (static_only and root.find(".//bgp") is None)
    keys = keys or {}
    problems = _strange_keys(keys, elements)
    tunnels = [_tunnel(element, static, index, problems, keys) for index, element in enumerate(elements, 1)]
    found = [tunnel for tunnel in tunnels if tunnel is not None]
    if not problems:
        problems = _problems_together(found)
    elif any(_KEY_PATH in problem for problem in problems):
        problems.append(how_to_give(arn))
    if problems:
        raise Refused(f"The XML of {connection_id} cannot be used", problems)
    first, second = sorted(found, key=lambda tunnel: tunnel.aws_outside)
    return CustomerGatewayConfiguration(connection_id, static, (first, second))


def _root(content: bytes) -> Element:
    root = xml.parse(content)
    if root.tag != "vpn_connection" or not _ID.fullmatch(root.get("id", "")):
        raise MikrotikError(
            'The XML does not begin with <vpn_connection id="vpn-...">. Give the text of '
            "CustomerGatewayConfiguration as AWS returns it."
        )
    tunnels = len(root.findall("ipsec_tunnel"))
    if tunnels != 2:
        raise MikrotikError(f"The XML of {root.get('id')} has {tunnels} tunnels; a VPN connection has two.")
    return root


def _strange_keys(keys: Keys, elements: list[Element]) -> list[str]:
    outsides = {(element.findtext(_OUTSIDE) or "").strip() for element in elements}
    return [
        f"a key is given for {address}, which is not an outside address of AWS in the XML"
        for address in keys
        if str(address) not in outsides
    ]


def _tunnel(element: Element, static: bool, index: int, problems: list[str], keys: Keys) -> TunnelConfiguration | None:
    read = Fields(element, f"tunnel {index} of the XML", problems)
    inside = read("customer_gateway/tunnel_inside_address/ip_address", IPv4Address)
    length = read("customer_gateway/tunnel_inside_address/network_cidr", prefix_length)
    outside = read(_OUTSIDE, IPv4Address)
    values: dict[str, Any] = {
        "aws_outside": outside,
        "customer_outside": read("customer_gateway/tunnel_outside_address/ip_address", IPv4Address),
        "aws_inside": read("vpn_gateway/tunnel_inside_address/ip_address", IPv4Address),
        "customer_inside": inside,
        "inside": IPv4Interface(f"{inside}/{length}").network if inside and length else None,
        "key": keys.get(outside) or read(_KEY_PATH, key),
        "aws_asn": None if static else read("vpn_gateway/bgp/asn", asn),
        "customer_asn": None if static else read("customer_gateway/bgp/asn", asn),
        "hold_seconds": None if static else read("vpn_gateway/bgp/hold_time", between(3, 65535)),
        "tcp_mss": read("ipsec/tcp_mss_adjustment", between(536, 1460), needed=False),
        "dpd_seconds": read("ipsec/dead_peer_detection/interval", between(1, 3600), needed=False) or 10,
        "dpd_retries": read("ipsec/dead_peer_detection/retries", between(1, 100), needed=False) or 3,
        "proposal": {"/".join(path): (element.findtext("/".join(path)) or "").strip() for path in _PROPOSAL},
    }
    optional = {"tcp_mss", *(("aws_asn", "customer_asn", "hold_seconds") if static else ())}
    missing = any(value is None for name, value in values.items() if name not in optional)
    return None if missing else TunnelConfiguration(**values)


def _problems_together(tunnels: list[TunnelConfiguration]) -> list[str]:
    """Problems between parts that are each well formed, such as parts of the two tunnels mixed up."""
    problems = []
    for tunnel in tunnels:
        hosts = set(tunnel.inside.hosts())
        if tunnel.inside.prefixlen != 30 or {tunnel.aws_inside, tunnel.customer_inside} != hosts:
            problems.append(
                f"tunnel {tunnel.aws_outside}: {tunnel.aws_inside} and {tunnel.customer_inside} are not both ends of "
                f"one /30 ({tunnel.inside}). The parts of the two tunnels seem to be mixed up. Download the XML again."
            )
        if tunnel.aws_outside == tunnel.customer_outside:
            problems.append(f"tunnel {tunnel.aws_outside}: both outside addresses are equal.")
    first, second = tunnels
    for what, one, other in (
        ("AWS outside address", first.aws_outside, second.aws_outside),
        ("inside CIDR", first.inside, second.inside),
    ):
        if one == other:
            problems.append(f"both tunnels have the {what} {one}. Each tunnel needs its own.")
    for what, mine, yours in (
        ("customer gateway address", first.customer_outside, second.customer_outside),
        ("customer gateway ASN", first.customer_asn, second.customer_asn),
    ):
        if mine != yours:
            problems.append(f"the tunnels name different values for the {what}: {mine} and {yours}.")
    return problems
