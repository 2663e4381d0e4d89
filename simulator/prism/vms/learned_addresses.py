"""The addresses that the NICs of running VMs were seen with."""

from __future__ import annotations

from ipaddress import IPv4Address

from simulator.prism.model import Json, Record, Site, hidden
from simulator.prism.networking import ipv4


def learn(data: Json, *, running: bool, guest: str | None = None) -> None:
    """Show on a NIC the address that its VM, if running, was seen with: its guest's own, else the assigned one."""
    for name in ("networkInfo", "nicNetworkInfo"):
        network = data[name]
        network.pop("ipv4Info", None)
        address = ipv4.address_object(IPv4Address(guest)) if guest else None
        address = address or network.get("ipv4Config", {}).get("ipAddress")
        if running and address:
            learned = {"$objectType": "vmm.v4.ahv.config.Ipv4Info", "learnedIpAddresses": [dict(address)]}
            network["ipv4Info"] = learned


def set_in_guest(site: Site, nic: Record, address: str | None) -> None:
    """Configure a static address inside the guest, as its administrator does; None: the guest asks DHCP again."""
    facts = hidden.of_nic(nic)
    facts.pop("guest", None)
    if address:
        facts["guest"] = address
    vm = site.store.require("vm", str(nic.parent))
    learn(nic.data, running=vm.data["powerState"] == "ON", guest=address)
    site.store.touch(nic)
    site.store.touch(vm)
