"""IPv4 addresses, pools and prefixes."""

import re
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Annotated

from pydantic import BeforeValidator

from topology.values.expecting import RefusedError, expecting, read_text

SHORTEST_VPC, LONGEST_VPC = 16, 20
LONGEST_SUBNET = 28
"""The smallest subnet that AWS makes."""

_PRIVATE = tuple(IPv4Network(p) for p in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))
_LINK_LOCAL = IPv4Network("169.254.0.0/16")
_RESERVED_INSIDE = {*(f"169.254.{third}.0/30" for third in range(6)), "169.254.169.252/30"}
_THIS_NETWORK = IPv4Network("0.0.0.0/8")
_UNROUTED = (_THIS_NETWORK, *_PRIVATE, IPv4Network("127.0.0.0/8"), _LINK_LOCAL, IPv4Network("224.0.0.0/3"))

_ADDRESS = "expected an IPv4 address such as 172.30.1.1"
_PREFIX = "expected an IPv4 prefix with its length, such as 10.101.0.0/16"
_LINK = "expected an address with its prefix length, /29 to /31, such as 169.254.96.1/30"


def _read_address(value: object) -> IPv4Address:
    return IPv4Address(read_text(value))


def _read_dns_server(value: object) -> IPv4Address:
    address = _read_address(value)
    if address.is_multicast or address.is_unspecified or address.is_loopback:
        raise RefusedError("expected the address of a DNS server that VMs can reach")
    return address


def _read_public_address(value: object) -> IPv4Address:
    address = _read_address(value)
    if any(address in network for network in _UNROUTED):
        raise RefusedError("expected the public IPv4 address that AWS reaches the customer gateway at")
    return address


def _read_pool(value: object) -> tuple[IPv4Address, IPv4Address]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise RefusedError("expected the first and the last address of a pool: [172.30.1.200, 172.30.1.250]")
    return _read_address(value[0]), _read_address(value[1])


def _read_prefix(value: object) -> IPv4Network:
    text = read_text(value)
    if not re.fullmatch(r"[0-9.]+/[0-9]{1,2}", text):
        raise ValueError("no prefix")
    network = IPv4Network(text, strict=False)
    if str(network) != text:
        raise RefusedError(f"expected a prefix without host bits: {network}")
    return network


def _private_prefix(shortest: int, longest: int) -> BeforeValidator:
    def read(value: object) -> IPv4Network:
        network = _read_prefix(value)
        if not any(network.subnet_of(private) for private in _PRIVATE):
            raise RefusedError(f"expected a prefix inside private address space ({', '.join(map(str, _PRIVATE))})")
        if not shortest <= network.prefixlen <= longest:
            raise RefusedError(f"expected a prefix length from /{shortest} to /{longest}")
        return network

    return expecting(_PREFIX, read)


def _read_on_premises_prefix(value: object) -> IPv4Network:
    network = _read_prefix(value)
    if network.prefixlen < 8:
        raise RefusedError("expected a prefix length from /8 to /32: a shorter one would take the way to the internet")
    special = network.is_multicast or network.is_loopback or network.is_link_local
    if special or network.network_address in _THIS_NETWORK:
        raise RefusedError("expected a prefix of on-premises that other networks can route to")
    return network


def _read_inside_cidr(value: object) -> IPv4Network:
    network = _read_prefix(value)
    if network.prefixlen != 30 or not network.subnet_of(_LINK_LOCAL):
        raise RefusedError("expected a /30 inside 169.254.0.0/16, such as 169.254.10.0/30")
    if str(network) in _RESERVED_INSIDE:
        raise RefusedError("expected another /30: AWS keeps this one for itself")
    return network


def _read_link_address(value: object) -> IPv4Interface:
    text = read_text(value)
    if not re.fullmatch(r"[0-9.]+/[0-9]{1,2}", text):
        raise ValueError("no address with a length")
    interface = IPv4Interface(text)
    if not 29 <= interface.network.prefixlen <= 31:
        raise ValueError("no link")
    return interface


Address = Annotated[IPv4Address, expecting(_ADDRESS, _read_address)]
DnsServer = Annotated[IPv4Address, expecting(_ADDRESS, _read_dns_server)]
PublicAddress = Annotated[IPv4Address, expecting(_ADDRESS, _read_public_address)]
Pool = Annotated[tuple[IPv4Address, IPv4Address], expecting(_ADDRESS, _read_pool)]
AnyPrefix = Annotated[IPv4Network, expecting(_PREFIX, _read_prefix)]
VpcPrefix = Annotated[IPv4Network, _private_prefix(SHORTEST_VPC, LONGEST_VPC)]
Ec2VpcPrefix = Annotated[IPv4Network, _private_prefix(16, 24)]
SubnetPrefix = Annotated[IPv4Network, _private_prefix(16, LONGEST_SUBNET)]
OverlayPrefix = Annotated[IPv4Network, _private_prefix(8, 30)]
OnPremisesPrefix = Annotated[IPv4Network, expecting(_PREFIX, _read_on_premises_prefix)]
InsideCidr = Annotated[IPv4Network, expecting(_PREFIX, _read_inside_cidr)]
LinkAddress = Annotated[IPv4Interface, expecting(_LINK, _read_link_address)]
