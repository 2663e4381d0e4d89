"""A VM's power, and what the rest of the site sees of it: learned addresses and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.prism.http.refusal import Refusal
from simulator.prism.vmm.vm_nic import learn
from simulator.prism.world import nodes
from simulator.prism.world.store import Record

if TYPE_CHECKING:
    from simulator.prism.world.site import Site


def is_on(vm: Record) -> bool:
    """Whether a VM is running."""
    return bool(vm.data["powerState"] == "ON")


def memory_in_use(site: Site) -> int:
    """Bytes of memory the running VMs of a site have."""
    return sum(int(vm.data.get("memorySizeBytes", 0)) for vm in site.store.all("vm") if is_on(vm))


def switch(site: Site, vm: Record, on: bool) -> None:
    """Power a VM on or off; raises Refusal when it is so already or the cluster has no memory for it.

    assumed: a VM that is already in the state asked for is refused, not ignored.
    """
    if is_on(vm) is on:
        state = "on" if on else "off"
        raise Refusal(
            409, "VM_INVALID_POWER_STATE", f"VM {vm.name} is already powered {state}.", arguments={"vm": vm.ext_id}
        )
    capacity = site.memory_capacity_bytes
    if on and capacity is not None and memory_in_use(site) + int(vm.data.get("memorySizeBytes", 0)) > capacity:
        message = f"Cluster {site.spec.cluster_name} has too little memory left to power on VM {vm.name}."
        raise Refusal(409, "INSUFFICIENT_RESOURCES", message, arguments={"vm": vm.ext_id})
    vm.data["powerState"] = "ON" if on else "OFF"
    nodes.settle(site, vm, on=on)
    for nic in site.store.all("vm_nic", vm.ext_id):
        learn(nic.data, running=on)
        site.store.touch(nic)
    site.store.touch(vm)
    site.world.events.add(site, "powered_on" if on else "powered_off", vm)
