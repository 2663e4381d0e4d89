"""VPN connections as EC2 describes them, made up for these tests in the real shape."""

from dataclasses import dataclass, field
from typing import Any

# The short form, which EC2 gave out until 2018 and still lists; the files made from it stay readable.
ID = "vpn-0f1e2d3c"
OUTSIDE = ("203.0.113.10", "203.0.113.77")
INSIDE = (("169.254.44.1", "169.254.44.2"), ("169.254.201.5", "169.254.201.6"))
CIDRS = ("169.254.44.0/30", "169.254.201.4/30")
KEYS = ("k3y.of_tunnel.one_xxxxxxxxxxxxxx", "k3y.of_tunnel.two_yyyyyyyyyyyyyy")
CUSTOMER = "198.51.100.7"
CUSTOMER_ASN, AWS_ASN = 65010, 64512

STRONG: dict[str, Any] = {
    "IkeVersions": [{"Value": "ikev2"}],
    "Phase1EncryptionAlgorithms": [{"Value": "AES256"}],
    "Phase2EncryptionAlgorithms": [{"Value": "AES256-GCM-16"}],
    "Phase1IntegrityAlgorithms": [{"Value": "SHA2-512"}],
    "Phase2IntegrityAlgorithms": [{"Value": "SHA2-512"}],
    "Phase1DHGroupNumbers": [{"Value": 21}],
    "Phase2DHGroupNumbers": [{"Value": 21}],
}
MODERN: dict[str, Any] = {
    "IkeVersions": [{"Value": "ikev2"}],
    "Phase1EncryptionAlgorithms": [{"Value": "AES256"}],
    "Phase2EncryptionAlgorithms": [{"Value": "AES256"}, {"Value": "AES256-GCM-16"}],
    "Phase1IntegrityAlgorithms": [{"Value": "SHA2-256"}, {"Value": "SHA2-384"}, {"Value": "SHA2-512"}],
    "Phase2IntegrityAlgorithms": [{"Value": "SHA2-256"}, {"Value": "SHA2-384"}, {"Value": "SHA2-512"}],
    "Phase1DHGroupNumbers": [{"Value": number} for number in (14, 15, 16, 19, 20, 21)],
    "Phase2DHGroupNumbers": [{"Value": number} for number in (14, 15, 16, 19, 20, 21)],
    "StartupAction": "start",
    "DpdTimeoutAction": "restart",
    "DpdTimeoutSeconds": 30,
}
OLD: dict[str, Any] = {
    "IkeVersions": [{"Value": "ikev1"}],
    "Phase1EncryptionAlgorithms": [{"Value": "AES128"}],
    "Phase2EncryptionAlgorithms": [{"Value": "AES128"}],
    "Phase1IntegrityAlgorithms": [{"Value": "SHA1"}],
    "Phase2IntegrityAlgorithms": [{"Value": "SHA1"}],
    "Phase1DHGroupNumbers": [{"Value": 2}],
    "Phase2DHGroupNumbers": [{"Value": 2}],
}


@dataclass(frozen=True)
class Shape:
    """A connection to describe. `tunnels` are the options of each beyond address, CIDR and key."""

    tunnels: tuple[dict[str, Any], dict[str, Any]] = field(default_factory=lambda: ({}, {}))
    static: bool = False
    gateway: tuple[str, str] = ("TransitGatewayId", "tgw-0123456789abcdef0")
    options: dict[str, Any] = field(default_factory=dict)
    routes: tuple[str, ...] = ()
    keys: tuple[str, str] = KEYS
    xml_order: tuple[int, int] = (1, 0)
    mss: int = 1379
    name: str = "office"


def describe(shape: Shape | None = None, **changes: Any) -> dict[str, Any]:
    """The item of DescribeVpnConnections."""
    shape = shape or Shape(**changes)
    return {
        "VpnConnectionId": ID,
        "State": "available",
        "Type": "ipsec.1",
        "Category": "VPN",
        "CustomerGatewayId": "cgw-0123456789abcdef0",
        shape.gateway[0]: shape.gateway[1],
        "Tags": [{"Key": "Name", "Value": shape.name}],
        "Options": {
            "EnableAcceleration": False,
            "StaticRoutesOnly": shape.static,
            "LocalIpv4NetworkCidr": "0.0.0.0/0",
            "RemoteIpv4NetworkCidr": "0.0.0.0/0",
            "OutsideIpAddressType": "PublicIpv4",
            "TunnelInsideIpVersion": "ipv4",
            "TunnelOptions": [
                {
                    "OutsideIpAddress": OUTSIDE[index],
                    "TunnelInsideCidr": CIDRS[index],
                    "PreSharedKey": shape.keys[index],
                    **shape.tunnels[index],
                }
                for index in (0, 1)
            ],
            **shape.options,
        },
        "Routes": [{"DestinationCidrBlock": cidr, "State": "available"} for cidr in shape.routes],
        "CustomerGatewayConfiguration": xml(shape),
    }


def xml(shape: Shape | None = None) -> str:
    """The CustomerGatewayConfiguration, its crypto the fixed one that AWS writes."""
    shape = shape or Shape()
    attributes = "<vpn_connection_attributes>NoBGPVPNConnection</vpn_connection_attributes>" if shape.static else ""
    tunnels = "".join(_tunnel(shape, index) for index in shape.xml_order)
    vgw = shape.gateway[1] if shape.gateway[0] == "VpnGatewayId" else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<vpn_connection id="{ID}">'
        f"<customer_gateway_id>cgw-0123456789abcdef0</customer_gateway_id><vpn_gateway_id>{vgw}</vpn_gateway_id>"
        f"<vpn_connection_type>ipsec.1</vpn_connection_type>{attributes}{tunnels}</vpn_connection>"
    )


def _tunnel(shape: Shape, index: int) -> str:
    aws, customer = INSIDE[index]
    key = shape.keys[index].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        "<ipsec_tunnel>"
        f"<customer_gateway>{_end(CUSTOMER, customer, None if shape.static else CUSTOMER_ASN)}</customer_gateway>"
        f"<vpn_gateway>{_end(OUTSIDE[index], aws, None if shape.static else AWS_ASN)}</vpn_gateway>"
        "<ike><authentication_protocol>sha1</authentication_protocol>"
        "<encryption_protocol>aes-128-cbc</encryption_protocol><lifetime>28800</lifetime>"
        "<perfect_forward_secrecy>group2</perfect_forward_secrecy><mode>main</mode>"
        f"<pre_shared_key>{key}</pre_shared_key></ike>"
        "<ipsec><protocol>esp</protocol><authentication_protocol>hmac-sha1-96</authentication_protocol>"
        "<encryption_protocol>aes-128-cbc</encryption_protocol><lifetime>3600</lifetime>"
        "<perfect_forward_secrecy>group2</perfect_forward_secrecy><mode>tunnel</mode><clear_df_bit>true</clear_df_bit>"
        "<fragmentation_before_encryption>true</fragmentation_before_encryption>"
        f"<tcp_mss_adjustment>{shape.mss}</tcp_mss_adjustment>"
        "<dead_peer_detection><interval>10</interval><retries>3</retries></dead_peer_detection></ipsec>"
        "</ipsec_tunnel>"
    )


def _end(outside: str, inside: str, asn: int | None) -> str:
    bgp = "" if asn is None else f"<bgp><asn>{asn}</asn><hold_time>30</hold_time></bgp>"
    return (
        f"<tunnel_outside_address><ip_address>{outside}</ip_address></tunnel_outside_address>"
        f"<tunnel_inside_address><ip_address>{inside}</ip_address><network_mask>255.255.255.252</network_mask>"
        f"<network_cidr>30</network_cidr></tunnel_inside_address>{bgp}"
    )
