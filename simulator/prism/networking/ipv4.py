"""IPv4 addresses and prefixes in the object forms of the API: {value}, {ip, prefixLength}, {startIp, endIp}."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from typing import Any

from simulator.prism.model import Json, SchemaRefusal

Pool = tuple[IPv4Address, IPv4Address]


def address_object(address: IPv4Address) -> Json:
    """The IPv4Address object."""
    return {
        "$objectType": "common.v1.config.IPv4Address",
        "$reserved": {},
        "value": str(address),
        "prefixLength": 32,
    }


def ip_object(address: IPv4Address) -> Json:
    """The IPAddress object (a union of the two families)."""
    return {"$objectType": "common.v1.config.IPAddress", "$reserved": {}, "ipv4": address_object(address)}


def address(value: Any, where: str) -> IPv4Address:
    """The address in an IPv4Address object; raises SchemaRefusal, which names the attribute."""
    text = value.get("value") if isinstance(value, dict) else None
    try:
        return IPv4Address(text)
    except ValueError:
        raise SchemaRefusal((where, f"Must be an IPv4 address object with a value, not {value!r}.")) from None


def ip_address(value: Any, where: str) -> IPv4Address:
    """The address in an IPAddress object; raises SchemaRefusal."""
    return address(value.get("ipv4") if isinstance(value, dict) else None, f"{where}.ipv4")


def network(value: Any, where: str) -> IPv4Network:
    """The network in an IPv4Subnet object, whose own prefixLength counts; raises SchemaRefusal."""
    if not isinstance(value, dict) or not isinstance(value.get("prefixLength"), int):
        raise SchemaRefusal((where, "Must be an object of ip and prefixLength."))
    host = address(value.get("ip"), f"{where}.ip")
    try:
        return IPv4Network((host, value["prefixLength"]))
    except ValueError as error:
        raise SchemaRefusal((where, f"{error}.")) from None


def ip_network(value: Any, where: str) -> IPv4Network:
    """The network in an IPSubnet object; raises SchemaRefusal."""
    return network(value.get("ipv4") if isinstance(value, dict) else None, f"{where}.ipv4")


def pools(config: Json, where: str) -> list[Pool]:
    """The address ranges of an IPv4Config, both ends included."""
    found = []
    for index, pool in enumerate(config.get("poolList", [])):
        at = f"{where}.poolList[{index}]"
        found.append((address(pool.get("startIp"), f"{at}.startIp"), address(pool.get("endIp"), f"{at}.endIp")))
    return found
