"""The addresses of a subnet: which are taken, which are free, which may be assigned."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from simulator.prism.model import Json, Record, Refusal, Site
from simulator.prism.networking import ipv4


def config_of(subnet: Record) -> Json | None:
    """The IPv4Config of a subnet; None for a subnet without address management."""
    configs = subnet.data.get("ipConfig") or [{}]
    found = configs[0].get("ipv4")
    return found if isinstance(found, dict) else None


def prefix_of(subnet: Record) -> IPv4Network | None:
    """The CIDR of a subnet."""
    config = config_of(subnet)
    return ipv4.network(config["ipSubnet"], "ipSubnet") if config else None


def nics_in(site: Site, subnet_id: str) -> list[Record]:
    """The NICs of a subnet."""
    return site.addresses.nics(subnet_id)


def holder(site: Site, subnet: Record, ip: IPv4Address) -> str | None:
    """What holds an address of a subnet, in words; None when it is free."""
    nic = site.addresses.held(subnet.ext_id).get(int(ip))
    return f"VM {site.name_of('vm', str(nic.parent))}" if nic else _fixed(site, subnet).get(int(ip))


def _fixed(site: Site, subnet: Record) -> dict[int, str]:
    """The addresses that something other than a NIC holds, and what holds each."""
    held: dict[int, str] = {}
    config = config_of(subnet) or {}
    for field, what in (("defaultGatewayIp", "the gateway"), ("dhcpServerAddress", "the DHCP server")):
        if field in config:
            held[int(ipv4.address(config[field], field))] = what
    if subnet.data.get("isExternal"):
        held.update(_external(site, subnet))
    return held


def _external(site: Site, subnet: Record) -> Iterator[tuple[int, str]]:
    for vpc in site.store.all("vpc"):
        for external in vpc.data.get("externalSubnets", []):
            if external["subnetReference"] == subnet.ext_id:
                for ip in external.get("externalIps", []):
                    yield int(ipv4.ip_address(ip, "externalIps")), f"VPC {vpc.name}"
    for floating in site.store.where("floating_ip", externalSubnetReference=subnet.ext_id):
        yield int(ipv4.ip_address(floating.data["floatingIp"], "floatingIp")), f"floating IP {floating.name}"


def reserved(site: Site, subnet: Record) -> set[int]:
    """Addresses that dynamic allocation leaves out. A client may still ask for one of them."""
    listed = subnet.data.get("reservedIpAddresses", [])
    kept = {int(IPv4Address(r.data["ipv4Address"])) for r in site.store.all("reserved_ip", subnet.ext_id)}
    return kept | {int(ipv4.ip_address(ip, "reservedIpAddresses")) for ip in listed}


def allocate(site: Site, subnet: Record) -> IPv4Address:
    """The lowest free address of the pools; raises Refusal when there is none."""
    others = _fixed(site, subnet).keys() | reserved(site, subnet)
    for start, end in ipv4.pools(config_of(subnet) or {}, "ipConfig"):
        number = site.addresses.first_not_held(subnet.ext_id, int(start))
        while number in others:
            number = site.addresses.first_not_held(subnet.ext_id, number + 1)
        if number <= int(end):
            return IPv4Address(number)
    message = f"Subnet {subnet.name} has no free IP address in its pools."
    raise Refusal(409, "NO_FREE_IP", message, arguments={"subnet": subnet.ext_id})


def require_free(site: Site, subnet: Record, ip: IPv4Address, besides: IPv4Address | None = None) -> None:
    """Raise Refusal for an address outside the subnet, or one that is taken. `besides`: the caller's own address."""
    prefix = prefix_of(subnet)
    if prefix is None:
        message = f"Subnet {subnet.name} has no IP address management; no IP can be assigned."
        raise Refusal(400, "IPAM_NOT_CONFIGURED", message)
    if ip not in prefix or ip in (prefix.network_address, prefix.broadcast_address):
        raise Refusal(
            400, "IP_OUT_OF_RANGE", f"IP address {ip} is not a host address of subnet {subnet.name} ({prefix})."
        )
    held_by = holder(site, subnet, ip)
    if held_by is not None and ip != besides:
        message = f"IP address {ip} in subnet {subnet.name} is already in use by {held_by}."
        raise Refusal(409, "IP_ADDRESS_CONFLICT", message, arguments={"ip": str(ip), "subnet": subnet.ext_id})


def usage(site: Site, subnet: Record) -> Json:
    """The ipUsage object."""
    by_nics = site.addresses.held(subnet.ext_id)
    others = [n for n in _fixed(site, subnet).keys() | reserved(site, subnet) if n not in by_nics]
    ranges: list[Json] = []
    for start, end in ipv4.pools(config_of(subnet) or {}, "ipConfig"):
        first, last = int(start), int(end)
        total = last - first + 1
        taken = site.addresses.count(subnet.ext_id, first, last)
        free = total - taken - sum(first <= number <= last for number in others)
        pool = {"startIp": ipv4.address_object(start), "endIp": ipv4.address_object(end)}
        ranges.append({"numFreeIPs": free, "numTotalIPs": total, "range": pool})
    return {
        "numMacs": site.addresses.nic_count(subnet.ext_id),
        "numAssignedIPs": len(by_nics),
        "numFreeIPs": sum(r["numFreeIPs"] for r in ranges),
        "ipPoolUsages": ranges,
    }
