"""Problems between a VPN connection and a router's settings, other than crypto."""

from collections.abc import Iterator

from mikrotik.connection.vpn_connection import VpnConnection
from mikrotik.routeros.router import Router


def problems_of(connection: VpnConnection, router: Router) -> list[str]:
    """One sentence per problem, with what to change."""
    return [
        *_nat(connection, router),
        *_prefixes(connection, router),
        *_numbers(connection, router),
        *_selectors(connection, router),
    ]


def _nat(connection: VpnConnection, router: Router) -> Iterator[str]:
    outside = connection.tunnels[0].configuration.customer_outside
    if router.nat_traversal and router.wan_address == outside:
        yield (
            f"natTraversal is true, but wanAddress {outside} is the customer gateway's own, so there is no NAT. Set "
            "natTraversal: false."
        )
    if not router.nat_traversal and router.wan_address != outside:
        yield (
            f"wanAddress {router.wan_address} is not the customer gateway's address {outside}. Correct it. If the "
            "router is behind a NAT with that address, set natTraversal: true."
        )
    if (
        connection.accelerated
        and not router.nat_traversal
        and any("ikev2" not in tunnel.options.ike_versions for tunnel in connection.tunnels)
    ):
        yield "EnableAcceleration needs NAT traversal, which IKEv1 has only behind a NAT. Allow ikev2 in IKEVersions."


def _prefixes(connection: VpnConnection, router: Router) -> Iterator[str]:
    for prefix in router.aws_prefixes:
        for lan in router.lan_prefixes:
            if prefix.overlaps(lan):
                yield f"awsPrefixes {prefix} and lanPrefixes {lan} overlap. An address cannot be on both sides."
        for tunnel in connection.tunnels:
            if tunnel.configuration.aws_outside in prefix:
                yield (
                    f"awsPrefixes {prefix} holds {tunnel.configuration.aws_outside}, the tunnel's outside address. "
                    "Narrow the prefix."
                )
            if tunnel.configuration.inside.overlaps(prefix):
                yield (
                    f"awsPrefixes {prefix} holds the tunnel's inside prefix {tunnel.configuration.inside}. Leave "
                    "that out."
                )
        if router.wan_address in prefix:
            yield f"awsPrefixes {prefix} holds this router's wanAddress {router.wan_address}. Narrow the prefix."


def _numbers(connection: VpnConnection, router: Router) -> Iterator[str]:
    configuration = connection.tunnels[0].configuration
    if router.asn is not None and connection.static:
        yield "asn is given, but the connection is static and has no BGP. Leave asn out."
    elif router.asn not in (None, configuration.customer_asn):
        yield f"asn {router.asn} is not the customer gateway's {configuration.customer_asn}. Correct one of them."
    if not connection.static:
        for tunnel in connection.tunnels:
            if tunnel.configuration.aws_asn == tunnel.configuration.customer_asn:
                yield (
                    f"tunnel {tunnel.configuration.aws_outside}: both sides have ASN {tunnel.configuration.aws_asn}; "
                    "AWS runs eBGP only. Give the customer gateway another ASN."
                )


def _selectors(connection: VpnConnection, router: Router) -> Iterator[str]:
    for name, prefixes, option, selector in (
        ("lanPrefixes", router.lan_prefixes, "LocalIpv4NetworkCidr", connection.local),
        ("awsPrefixes", router.aws_prefixes, "RemoteIpv4NetworkCidr", connection.remote),
    ):
        for prefix in prefixes:
            if not prefix.subnet_of(selector):
                yield f"{name} {prefix} is not within the connection's {option} {selector}. Widen that at AWS."
        for tunnel in connection.tunnels:
            if not connection.static and not tunnel.configuration.inside.subnet_of(selector):
                yield (
                    f"BGP runs between the inside addresses {tunnel.configuration.inside}, which {option} {selector} "
                    "excludes from the tunnel. Set it to 0.0.0.0/0."
                )
