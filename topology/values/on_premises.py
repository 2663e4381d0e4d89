"""The field types of what leads to on-premises: addresses, numbers and algorithms as AWS and its peers accept them."""

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Annotated

from pydantic import BeforeValidator

from topology.errors import describe
from topology.values.fields import _address, _asn, _matching, _prefix, _text, _whole

_RESERVED_ASNS = {
    0: "it is reserved",
    7224: "AWS keeps it for itself",
    9059: "AWS keeps it for itself",
    10124: "AWS keeps it for itself",
    17943: "AWS keeps it for itself",
    23456: "it stands for ASNs of 32 bits",
    65535: "it is reserved",
    4294967295: "it is reserved",
}
_LINK_LOCAL = IPv4Network("169.254.0.0/16")
_RESERVED_INSIDE = {*(f"169.254.{third}.0/30" for third in range(6)), "169.254.169.252/30"}
_UNROUTED = tuple(
    IPv4Network(prefix)
    for prefix in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
    )
)


def _on_premises_asn(value: object) -> int:
    expected = "expected the ASN of on-premises, 1 to 4294967294"
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**32:
        raise ValueError(expected)
    if value in _RESERVED_ASNS:
        raise ValueError(f"{expected}, but not this one: {_RESERVED_ASNS[value]}")
    return value


def _on_premises_prefix(value: object) -> IPv4Network:
    network = _prefix(value)
    if network.prefixlen < 8:
        raise ValueError("expected a prefix length from /8 to /32: a shorter one would take the way to the internet")
    if network.is_multicast or network.is_loopback or network.is_link_local or network.network_address in _UNROUTED[0]:
        raise ValueError("expected a prefix of on-premises that other networks can route to")
    return network


def _public_address(value: object) -> IPv4Address:
    address = _address(value)
    if any(address in network for network in _UNROUTED):
        raise ValueError("expected the public IPv4 address that AWS reaches the customer gateway at")
    return address


def _inside_cidr(value: object) -> IPv4Network:
    network = _prefix(value)
    if network.prefixlen != 30 or not network.subnet_of(_LINK_LOCAL):
        raise ValueError("expected a /30 inside 169.254.0.0/16, such as 169.254.10.0/30")
    if str(network) in _RESERVED_INSIDE:
        raise ValueError("expected another /30: AWS keeps this one for itself")
    return network


def _link_address(value: object) -> IPv4Interface:
    expected = "expected an address with its prefix length, /29 to /31, such as 169.254.96.1/30"
    if not re.fullmatch(r"[0-9.]+/[0-9]{1,2}", _text(value, expected)):
        raise ValueError(expected)
    try:
        interface = IPv4Interface(str(value))
    except ValueError as error:
        raise ValueError(expected) from error
    if not 29 <= interface.network.prefixlen <= 31:
        raise ValueError(expected)
    return interface


def _several(kinds: Iterable[str | int], refused: dict[str | int, str]) -> BeforeValidator:
    """A list of one or more of `kinds`, each once; what is `refused` says why."""
    known = tuple(kinds)
    expected = f"expected a list of one or more of {', '.join(map(str, known))}"

    def check(value: object) -> tuple[str | int, ...]:
        if not isinstance(value, list | tuple) or not value or len(set(map(str, value))) != len(value):
            raise ValueError(f"{expected}, each once")
        for item in value:
            plain = isinstance(item, str | int) and not isinstance(item, bool)
            if plain and item in refused:
                raise ValueError(f"{expected}; {item} is refused: {refused[item]}")
            if not plain or item not in known:
                raise ValueError(f"{expected}; {describe(item)} is none of them")
        return tuple(value)

    return BeforeValidator(check)


def _one_of(*numbers: int) -> Callable[[object], int]:
    expected = f"expected {' or '.join(map(str, numbers))}"

    def check(value: object) -> int:
        if isinstance(value, str) and value.isdecimal():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or value not in numbers:
            raise ValueError(expected)
        return value

    return check


_WEAK_GROUPS: dict[str | int, str] = {
    2: "1,024 bits are too few",
    5: "1,536 bits are too few",
    **dict.fromkeys((22, 23, 24), "its subgroup is too small (RFC 8247)"),
}
_BROKEN: dict[str | int, str] = {"SHA1": "it is broken", "MD5": "it is broken"}

OnPremisesAsn = Annotated[int, BeforeValidator(_on_premises_asn)]
OnPremisesPrefix = Annotated[IPv4Network, BeforeValidator(_on_premises_prefix)]
PublicAddress = Annotated[IPv4Address, BeforeValidator(_public_address)]
InsideCidr = Annotated[IPv4Network, BeforeValidator(_inside_cidr)]
LinkAddress = Annotated[IPv4Interface, BeforeValidator(_link_address)]
GatewayAsn = Annotated[int, BeforeValidator(_asn)]
Vlan = Annotated[int, _whole(1, 4094)]
Mtu = Annotated[int, BeforeValidator(_one_of(1500, 8500))]
Phase1Lifetime = Annotated[int, _whole(900, 28800)]
Phase2Lifetime = Annotated[int, _whole(900, 3600)]
DpdTimeout = Annotated[int, _whole(30)]
Encryption = Annotated[tuple[str, ...], _several(("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"), {})]
Integrity = Annotated[tuple[str, ...], _several(("SHA2-256", "SHA2-384", "SHA2-512"), _BROKEN)]
Groups = Annotated[tuple[int, ...], _several(range(14, 22), _WEAK_GROUPS)]
CustomerGatewayId = Annotated[
    str, _matching(r"cgw-([0-9a-f]{8}|[0-9a-f]{17})", "expected a customer gateway's id such as cgw-0123456789abcdef0")
]
DirectConnectConnectionId = Annotated[
    str, _matching(r"dx(con|lag)-[a-z0-9]{8}", "expected the id of a connection such as dxcon-ffabc123, or of a LAG")
]
DirectConnectGatewayId = Annotated[
    str,
    _matching(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "expected a Direct Connect gateway's id such as 5f294f92-0bfb-4011-916d-9b0be0000000",
    ),
]
DirectConnectGatewayName = Annotated[
    str,
    _matching(r"[A-Za-z0-9 ,_./()#-]{1,100}", "expected the name of a Direct Connect gateway, up to 100 characters"),
]
