"""Faults of what leads to on-premises."""

from tests.topology.wrong.parts import AT, EXISTING_LINE, NORTH, OFFICE, ON, SOUTH, Wrong, line, vpn

ON_PREMISES: Wrong = {
    # on-premises
    "on-premises without a kind": ({ON: {}}, f"{ON}.connection", "expected vpn, direct-connect or none"),
    "an unknown kind": (vpn(connection="VPN"), f"{ON}.connection", "did you mean vpn?"),
    "no prefixes behind a VPN": (vpn(prefixes=[]), f"{ON}.prefixes", "expected at least one prefix"),
    "a default route as on-premises": (vpn(prefixes=["0.0.0.0/0"]), f"{ON}.prefixes[0]", "from /8 to /32"),
    "a multicast prefix as on-premises": (
        vpn(prefixes=["224.0.0.0/8"]),
        f"{ON}.prefixes[0]",
        "other networks can route",
    ),
    "on-premises inside a VPC": (
        vpn(prefixes=["10.20.16.0/20"]),
        f"{ON}.prefixes[0]",
        "expected a prefix outside sites.north.vpcCidr, 10.20.0.0/18: otherwise part of it would",
    ),
    "on-premises inside the workload": (
        vpn(prefixes=["172.30.64.0/18"]),
        f"{ON}.prefixes[0]",
        "expected a prefix outside overlay.externallyRoutablePrefixes[0], 172.30.0.0/16:",
    ),
    "on-premises inside the external subnet": (
        vpn(prefixes=["100.64.10.0/25"]),
        f"{ON}.prefixes[0]",
        "expected a prefix outside overlay.externalSubnet.cidr, 100.64.10.0/24: otherwise part",
    ),
    "prefixes of on-premises that overlap": (
        vpn(prefixes=["10.128.0.0/16", "10.128.4.0/24"]),
        f"{ON}.prefixes[1]",
        "expected no overlap with onPremises.prefixes[0] (change either key)",
    ),
    "a connection that ends nowhere": ({ON: OFFICE}, f"{ON}.connection", "the connection ends in no site"),
    "a VPN's facts for Direct Connect": (
        vpn(connection="direct-connect"),
        f"{ON}.connection",
        f"expected {AT}.directConnect or {SOUTH}.onPremises.directConnect",
    ),
    "BGP without a number": (vpn(asn=None), f"{ON}.asn", "is missing: expected the ASN of on-premises, for BGP"),
    "one number on both ends of BGP": (vpn(asn=64600), f"{ON}.asn", f"another ASN than {NORTH}.asn"),
    "a number that AWS keeps": (vpn(asn=7224), f"{ON}.asn", "AWS keeps it for itself"),
    "a number that stands for others": (vpn(asn=23456), f"{ON}.asn", "stands for ASNs of 32 bits"),
    "a number too large": (vpn(asn=4294967296), f"{ON}.asn", "1 to 4294967294"),
    "a customer gateway twice": (
        vpn({"customerGateway": {"address": "203.0.113.10", "id": "cgw-0123456789abcdef0"}}),
        f"{AT}.customerGateway",
        "either address (a new customer gateway) or id (an existing one), found both",
    ),
    "a customer gateway by nothing": (vpn({"customerGateway": {}}), f"{AT}.customerGateway", "found neither"),
    "a customer gateway at a private address": (
        vpn({"customerGateway": {"address": "192.168.1.1"}}),
        f"{AT}.customerGateway.address",
        "expected the public IPv4 address",
    ),
    "a VPN connection's id as customer gateway": (
        vpn({"customerGateway": {"id": "vpn-0123456789abcdef0"}}),
        f"{AT}.customerGateway.id",
        "such as cgw-",
    ),
    "a third way of routing": (vpn({"routing": "ospf"}), f"{AT}.routing", "expected bgp or static"),
    "one tunnel": (
        vpn({"tunnelInsideCidrs": ["169.254.10.0/30"]}),
        f"{AT}.tunnelInsideCidrs",
        "expected two, one for each tunnel",
    ),
    "an inside CIDR that AWS keeps": (
        vpn({"tunnelInsideCidrs": ["169.254.5.0/30", "169.254.10.4/30"]}),
        f"{AT}.tunnelInsideCidrs[0]",
        "AWS keeps this one",
    ),
    "an inside CIDR of another length": (
        vpn({"tunnelInsideCidrs": ["169.254.10.0/29", "169.254.10.8/30"]}),
        f"{AT}.tunnelInsideCidrs[0]",
        "expected a /30 inside 169.254.0.0/16",
    ),
    "an inside CIDR from elsewhere": (
        vpn({"tunnelInsideCidrs": ["10.0.0.0/30", "169.254.10.4/30"]}),
        f"{AT}.tunnelInsideCidrs[0]",
        "expected a /30 inside 169.254.0.0/16",
    ),
    "both tunnels' inside alike": (
        vpn({"tunnelInsideCidrs": ["169.254.10.0/30", "169.254.10.0/30"]}),
        f"{AT}.tunnelInsideCidrs[1]",
        "another /30",
    ),
    "both sites' inside alike": (
        {
            **vpn({"tunnelInsideCidrs": ["169.254.10.0/30", "169.254.10.4/30"]}),
            f"{SOUTH}.onPremises": {"tunnelInsideCidrs": ["169.254.20.0/30", "169.254.10.4/30"]},
        },
        f"{SOUTH}.onPremises.tunnelInsideCidrs[1]",
        "expected another /30 than sites.north.onPremises.tunnelInsideCidrs[1] (change either",
    ),
    "a broken hash": (
        vpn(vpn={"phase1": {"integrity": ["SHA1"]}}),
        f"{ON}.vpn.phase1.integrity",
        "SHA1 is refused: it is broken",
    ),
    "a weak group": (vpn(vpn={"phase2": {"dhGroups": [14, 2]}}), f"{ON}.vpn.phase2.dhGroups", "2 is refused"),
    "a cipher there is not": (
        vpn(vpn={"phase1": {"encryption": ["3DES"]}}),
        f"{ON}.vpn.phase1.encryption",
        "'3DES' is none of them",
    ),
    "no cipher at all": (vpn(vpn={"phase1": {"encryption": []}}), f"{ON}.vpn.phase1.encryption", "one or more"),
    "a lifetime too long": (
        vpn(vpn={"phase2": {"lifetimeSeconds": 3601}}),
        f"{ON}.vpn.phase2.lifetimeSeconds",
        "from 900 to 3600",
    ),
    "a second phase that outlives the first": (
        vpn(vpn={"phase1": {"lifetimeSeconds": 3600}}),
        f"{ON}.vpn.phase2.lifetimeSeconds",
        "expected less than phase1.lifetimeSeconds, 3600",
    ),
    "a dead peer found too soon": (vpn(vpn={"dpdTimeoutSeconds": 10}), f"{ON}.vpn.dpdTimeoutSeconds", "30 or more"),
    "IKEv1": (vpn(vpn={"ikeVersions": ["ikev1"]}), f"{ON}.vpn.ikeVersions", "is not a known key"),
    "a tunnel's key in the section": (
        vpn(vpn={"preSharedKey": "hunter2-top"}),
        f"{ON}.vpn.preSharedKey",
        "into vpnPreSharedKeys",
    ),
    "a Direct Connect gateway twice": (
        line(**EXISTING_LINE),
        f"{AT}.directConnect",
        "either gatewayAsn (a new gateway) or gateway (an existing one), found both",
    ),
    "a Direct Connect gateway by nothing": (line(gatewayAsn=...), f"{AT}.directConnect", "found neither"),
    "a Direct Connect gateway with the transit gateway's number": (
        line(gatewayAsn=64600),
        f"{AT}.directConnect.gatewayAsn",
        "another ASN than the transit gateway's, 64600",
    ),
    "a Direct Connect gateway with on-premises' number": (
        line(gatewayAsn=65010),
        f"{AT}.directConnect.gatewayAsn",
        "another ASN than onPremises.asn",
    ),
    "a new Direct Connect gateway without a connection": (
        line(connectionId=..., vlan=...),
        f"{AT}.directConnect.connectionId",
        "is missing: expected a connection; only an existing gateway can be without this key",
    ),
    "a connection without a VLAN": (
        line(vlan=...),
        f"{AT}.directConnect.vlan",
        "is missing: expected together with connectionId, for the transit virtual interface",
    ),
    "a VLAN there is not": (line(vlan=4095), f"{AT}.directConnect.vlan", "from 1 to 4094"),
    "an MTU there is not": (line(mtu=9001), f"{AT}.directConnect.mtu", "expected 1500 or 8500"),
    "a malformed connection": (
        line(connectionId="ffabc123"),
        f"{AT}.directConnect.connectionId",
        "such as dxcon-ffabc123",
    ),
    "one end of the link": (
        line(amazonAddress="169.254.96.1/30"),
        f"{AT}.directConnect.customerAddress",
        "is missing: expected the addresses of both ends, or of neither",
    ),
    "ends of two links": (
        line(amazonAddress="169.254.96.1/30", customerAddress="169.254.96.6/30"),
        f"{AT}.directConnect.customerAddress",
        "the other address of the link 169.254.96.0/30",
    ),
    "one Direct Connect gateway for both sites": (
        {
            **line(gatewayAsn=..., **EXISTING_LINE),
            f"{SOUTH}.onPremises": {"directConnect": {**EXISTING_LINE}},
        },
        f"{SOUTH}.onPremises.directConnect.gateway.id",
        "expected another gateway than sites.north.onPremises.directConnect.gateway.id: each",
    ),
}
