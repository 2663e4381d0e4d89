"""vNIC: a NIC as its subnet sees it. GET /api/networking/v4.N/config/subnets/{subnetExtId}/vnics."""

from __future__ import annotations

from simulator.prism.model import Json, Noun, Record, Site, fields, nic_address
from simulator.prism.networking import ipam, ipv4


class Vnic(Noun):
    """Derived from the NICs of VMs at each look."""

    kind = "vnic"
    namespace = "networking"
    path = "config/subnets/{subnet}/vnics"
    object_type = "networking.v4.config.Vnic"
    plural = "SubnetVnics"
    verbs = frozenset({"list"})
    fields = fields("assignedIpv4Addresses assignedSecondaryIpv4Addresses learnedIpv4Addresses macAddress vmReference")

    def records(self, site: Site, parent: str | None) -> list[Record]:
        return [Record(self.kind, nic.ext_id, _seen(nic), parent) for nic in ipam.nics_in(site, str(parent))]


def _seen(nic: Record) -> Json:
    ip = nic_address(nic)
    addresses = [ipv4.ip_object(ip)] if ip else []
    running = "ipv4Info" in nic.data["nicNetworkInfo"]
    return {
        "$objectType": Vnic.object_type,
        "$reserved": {},
        "extId": nic.ext_id,
        "assignedIpv4Addresses": addresses,
        "learnedIpv4Addresses": addresses if running else [],
        "macAddress": nic.data["nicBackingInfo"]["macAddress"],
        "vmReference": nic.parent,
    }
