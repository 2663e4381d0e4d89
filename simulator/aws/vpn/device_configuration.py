"""CustomerGatewayConfiguration: the XML that configures the customer's device.

moto answers with one fixed text: both tunnels alike, and the same autonomous system numbers and key for everybody.
"""

from typing import Any
from xml.etree import ElementTree as xml

from simulator.aws.vpn.tunnel import VpnTunnel

_BGP_HOLD_SECONDS = 30
_NO_BGP = "NoBGPVPNConnection"

# The XML names the weakest proposal that every tunnel accepts by default. Tunnel options do not change it.
_IKE = {
    "authentication_protocol": "sha1",
    "encryption_protocol": "aes-128-cbc",
    "lifetime": 28800,
    "perfect_forward_secrecy": "group2",
    "mode": "main",
}
_IPSEC = {
    "protocol": "esp",
    "authentication_protocol": "hmac-sha1-96",
    "encryption_protocol": "aes-128-cbc",
    "lifetime": 3600,
    "perfect_forward_secrecy": "group2",
    "mode": "tunnel",
    "clear_df_bit": "true",
    "fragmentation_before_encryption": "true",
    "tcp_mss_adjustment": 1379,
    "dead_peer_detection": {"interval": 10, "retries": 3},
}


def render(connection: Any) -> str:
    """The XML of a VpnConnection. Tunnels are in the order of their outside addresses, which nobody chooses."""
    root = xml.Element("vpn_connection", id=connection.id)
    content: dict[str, Any] = {
        "customer_gateway_id": connection.customer_gateway_id,
        # assumed: for a connection of a transit gateway the element is empty.
        "vpn_gateway_id": connection.vpn_gateway_id or "",
        "vpn_connection_type": connection.type,
    }
    if connection.static_routes_only:
        content["vpn_connection_attributes"] = _NO_BGP
    _fill(root, content)
    for tunnel in sorted(connection.tunnels, key=lambda item: item.outside_ip_address):
        _fill(xml.SubElement(root, "ipsec_tunnel"), _tunnel(connection, tunnel))
    xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode")


def _tunnel(connection: Any, tunnel: VpnTunnel) -> dict[str, Any]:
    customer = connection.customer_gateway
    ends = {
        "customer_gateway": _end(customer.ip_address, tunnel.customer_gateway_inside_address),
        "vpn_gateway": _end(tunnel.outside_ip_address, tunnel.vpn_gateway_inside_address),
    }
    if not connection.static_routes_only:
        ends["customer_gateway"]["bgp"] = {"asn": customer.bgp_asn, "hold_time": _BGP_HOLD_SECONDS}
        ends["vpn_gateway"]["bgp"] = {"asn": connection.amazon_side_asn, "hold_time": _BGP_HOLD_SECONDS}
    return {**ends, "ike": {**_IKE, "pre_shared_key": tunnel.options["PreSharedKey"]}, "ipsec": _IPSEC}


def _end(outside: str, inside: Any) -> dict[str, Any]:
    return {
        "tunnel_outside_address": {"ip_address": outside},
        "tunnel_inside_address": {
            "ip_address": inside,
            "network_mask": "255.255.255.252",
            "network_cidr": 30,
        },
    }


def _fill(element: xml.Element, content: dict[str, Any]) -> None:
    for name, value in content.items():
        child = xml.SubElement(element, name)
        if isinstance(value, dict):
            _fill(child, value)
        else:
            child.text = str(value)
