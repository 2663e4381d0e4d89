"""The power state of VMs, and the memory that running VMs use."""

from __future__ import annotations

from simulator.prism.model import Record, Refusal, Site, hidden
from simulator.prism.vms import history, nodes
from simulator.prism.vms.learned_addresses import learn


def is_on(vm: Record) -> bool:
    """Whether a VM is running."""
    return bool(vm.data["powerState"] == "ON")


def require_on(vm: Record) -> None:
    """Raise Refusal for a VM that is powered off."""
    if not is_on(vm):
        raise Refusal(409, "VM_INVALID_POWER_STATE", f"VM {vm.name} is powered off.", arguments={"vm": vm.ext_id})


def memory_in_use(site: Site) -> int:
    """Bytes of memory of the running VMs of a site."""
    return site.vms.memory_in_use


def switch(site: Site, vm: Record, on: bool) -> None:
    """Power a VM on or off.

    Raises Refusal when the VM is in that state already, or when the cluster has too little memory left.
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
    tools = vm.data.get("guestTools")
    if tools:
        tools["isReachable"] = bool(on and tools.get("isInstalled") and tools.get("isEnabled"))
    nodes.settle(site, vm, on=on)
    for nic in site.store.all("vm_nic", vm.ext_id):
        learn(nic.data, running=on, guest=hidden.of_nic(nic).get("guest"))
        site.store.touch(nic)
    site.store.touch(vm)
    history.note(site, "powered_on" if on else "powered_off", vm)
