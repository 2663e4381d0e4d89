"""The actions of a NIC: take an address, give it back, go to another subnet."""

from __future__ import annotations

from ipaddress import IPv4Address
from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, Site, nic_address, not_one_of, require
from simulator.prism.networking import ipam, ipv4

_MOVES = ("ASSIGN_IP", "RELEASE_IP")


class NicActions(Noun):
    """The actions of VmNic."""

    responses = MappingProxyType({"assign-ip": "AssignIp", "release-ip": "ReleaseIp"})
    actions = MappingProxyType({"assign-ip": "assign_ip", "release-ip": "release_ip", "migrate": "migrate"})

    def shape_action(self, name: str, body: Json) -> None:
        if name != "migrate":
            return
        require(body.get("subnet", {}), "extId", within="subnet")
        if body.get("migrateType") not in _MOVES:
            raise not_one_of("migrateType", _MOVES)

    def assign_ip(self, site: Site, record: Record, body: Json) -> Done:
        """Give the NIC the address asked for, or a free one."""
        subnet = site.store.require("subnet", record.data["nicNetworkInfo"]["subnet"]["extId"])
        return self.readdress(site, record, subnet, _chosen(site, subnet, body, besides=nic_address(record)))

    def release_ip(self, site: Site, record: Record, body: Json) -> Done:
        """Release the address of the NIC."""
        subnet = site.store.require("subnet", record.data["nicNetworkInfo"]["subnet"]["extId"])
        return self.readdress(site, record, subnet, None)

    def migrate(self, site: Site, record: Record, body: Json) -> Done:
        """Put the NIC into another subnet, with or without an address there."""
        subnet = site.store.require("subnet", body["subnet"]["extId"])
        wanted = body["migrateType"] == "ASSIGN_IP" and ipam.config_of(subnet) is not None
        return self.readdress(site, record, subnet, _chosen(site, subnet, body) if wanted else None)

    def readdress(self, site: Site, record: Record, subnet: Record, ip: IPv4Address | None) -> Done:
        """Store the subnet and the address."""
        raise NotImplementedError


def _chosen(site: Site, subnet: Record, body: Json, besides: IPv4Address | None = None) -> IPv4Address:
    if "ipAddress" not in body:
        return ipam.allocate(site, subnet)
    ip = ipv4.address(body["ipAddress"], "ipAddress")
    ipam.require_free(site, subnet, ip, besides=besides)
    return ip
