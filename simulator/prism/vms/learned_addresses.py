"""The addresses that the NICs of running VMs were seen with."""

from __future__ import annotations

from simulator.prism.model import Json


def learn(data: Json, *, running: bool) -> None:
    """Show on a NIC the address that its VM, if running, was seen with; data is the NIC's."""
    for name in ("networkInfo", "nicNetworkInfo"):
        network = data[name]
        network.pop("ipv4Info", None)
        address = network.get("ipv4Config", {}).get("ipAddress")
        if running and address:
            learned = {"$objectType": "vmm.v4.ahv.config.Ipv4Info", "learnedIpAddresses": [dict(address)]}
            network["ipv4Info"] = learned
