"""Noting what happens to VMs in the world's history."""

from __future__ import annotations

from simulator.prism.model import Record, Site, hidden, timestamp


def note(site: Site, event: str, vm: Record, **more: str) -> None:
    """Note what happened to a VM, with the addresses it had.

    event: created, powered_on, powered_off, deleted or recovered.
    """
    site.world.events.add(
        {
            "time": timestamp(site.world.clock.now()),
            "site": site.name,
            "event": f"vm.{event}",
            "vm": vm.ext_id,
            "name": vm.name,
            "ips": addresses(site, vm),
            "lineage": hidden.of_vm(vm)["lineage"],
            **more,
        }
    )


def addresses(site: Site, vm: Record) -> list[str]:
    """The IPv4 addresses of a VM's NICs, in the order of the NICs."""
    found = []
    for nic in site.store.all("vm_nic", vm.ext_id):
        config = nic.data["nicNetworkInfo"].get("ipv4Config", {})
        if "ipAddress" in config:
            found.append(str(config["ipAddress"]["value"]))
    return found
