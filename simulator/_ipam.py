"""Address management of a subnet: what is taken, what is free, what may be assigned."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

from simulator import _address
from simulator._json import Json
from simulator._refusal import Refusal
from simulator._store import Record

if TYPE_CHECKING:
    from simulator._site import Site

Taken = dict[IPv4Address, str]
"""Address -> what holds it, in words."""


def config_of(subnet: Record) -> Json | None:
    """The IPv4Config of a subnet, or None for one without address management."""
    configs = subnet.data.get("ipConfig") or [{}]
    found = configs[0].get("ipv4")
    return found if isinstance(found, dict) else None


def prefix_of(subnet: Record) -> IPv4Network | None:
    """The CIDR of a subnet."""
    config = config_of(subnet)
    return _address.network(config["ipSubnet"], "ipSubnet") if config else None


def nic_address(nic: Record) -> IPv4Address | None:
    """The primary address a NIC holds."""
    given = nic.data["nicNetworkInfo"].get("ipv4Config", {}).get("ipAddress")
    return IPv4Address(given["value"]) if given else None


def nics_in(site: Site, subnet_id: str) -> list[Record]:
    """The NICs of a subnet."""
    return [n for n in site.store.all("vm_nic") if n.data["nicNetworkInfo"]["subnet"]["extId"] == subnet_id]


def taken(site: Site, subnet: Record) -> Taken:
    """Every address of a subnet that something holds."""
    held: Taken = {}
    config = config_of(subnet) or {}
    for field, what in (("defaultGatewayIp", "the gateway"), ("dhcpServerAddress", "the DHCP server")):
        if field in config:
            held[_address.address(config[field], field)] = what
    for nic in nics_in(site, subnet.ext_id):
        ip = nic_address(nic)
        if ip is not None:
            held[ip] = f"VM {site.name_of('vm', str(nic.parent))}"
    held.update(_external(site, subnet))
    return held


def _external(site: Site, subnet: Record) -> Iterator[tuple[IPv4Address, str]]:
    if not subnet.data.get("isExternal"):
        return
    for vpc in site.store.all("vpc"):
        for external in vpc.data.get("externalSubnets", []):
            if external["subnetReference"] == subnet.ext_id:
                for ip in external.get("externalIps", []):
                    yield _address.ip_address(ip, "externalIps"), f"VPC {vpc.name}"
    for floating in site.store.where("floating_ip", externalSubnetReference=subnet.ext_id):
        yield _address.ip_address(floating.data["floatingIp"], "floatingIp"), f"floating IP {floating.name}"


def reserved(site: Site, subnet: Record) -> set[IPv4Address]:
    """Addresses that are kept from dynamic allocation; they may still be asked for by name."""
    listed = {_address.ip_address(ip, "reservedIpAddresses") for ip in subnet.data.get("reservedIpAddresses", [])}
    return listed | {IPv4Address(r.data["ipv4Address"]) for r in site.store.all("reserved_ip", subnet.ext_id)}


def allocate(site: Site, subnet: Record) -> IPv4Address:
    """The lowest free address of the pools; raises Refusal when there is none."""
    held = taken(site, subnet).keys() | reserved(site, subnet)
    for start, end in _address.pools(config_of(subnet) or {}, "ipConfig"):
        for number in range(int(start), int(end) + 1):
            if IPv4Address(number) not in held:
                return IPv4Address(number)
    raise Refusal(409, "NO_FREE_IP", f"Subnet {subnet.name} has no free IP address in its pools.", subnet=subnet.ext_id)


def require_free(site: Site, subnet: Record, ip: IPv4Address, besides: IPv4Address | None = None) -> None:
    """Refuse an address that lies outside the subnet or that something holds (`besides` is the asker's own)."""
    prefix = prefix_of(subnet)
    if prefix is None:
        raise Refusal(400, "IPAM_NOT_CONFIGURED", f"Subnet {subnet.name} has no IP address management; no IP can be assigned.")
    if ip not in prefix or ip in (prefix.network_address, prefix.broadcast_address):
        raise Refusal(400, "IP_OUT_OF_RANGE", f"IP address {ip} is no host address of subnet {subnet.name} ({prefix}).")
    holder = taken(site, subnet).get(ip)
    if holder is not None and ip != besides:
        message = f"IP address {ip} in subnet {subnet.name} is already in use by {holder}."
        raise Refusal(409, "IP_ADDRESS_CONFLICT", message, ip=str(ip), subnet=subnet.ext_id)


def usage(site: Site, subnet: Record) -> Json:
    """The ipUsage object."""
    held = taken(site, subnet).keys() | reserved(site, subnet)
    ranges = []
    for start, end in _address.pools(config_of(subnet) or {}, "ipConfig"):
        total = int(end) - int(start) + 1
        free = total - sum(start <= ip <= end for ip in held)
        pool = {"startIp": _address.address_object(start), "endIp": _address.address_object(end)}
        ranges.append({"numFreeIPs": free, "numTotalIPs": total, "range": pool})
    nics = nics_in(site, subnet.ext_id)
    return {
        "numMacs": len(nics),
        "numAssignedIPs": sum(nic_address(nic) is not None for nic in nics),
        "numFreeIPs": sum(int(r["numFreeIPs"]) for r in ranges),
        "ipPoolUsages": ranges,
    }
