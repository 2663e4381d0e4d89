"""A stand-in for Nutanix Move: VMs appear as Move leaves them, with addresses that DHCP leased.

The real Move copies disks for hours, and its own appliance drives it. Here is only what Move does to a cluster.
assumed: a VM has its instance's name, is powered on, and has its NICs in one subnet with addresses of its pools.
"""

from __future__ import annotations

from typing import Any

from simulator.prism.model import Json, Record, Refusal, Site, nouns, order_types, reference
from simulator.prism.vms import power

_KNOWN = {"name", "nics", "on", "memoryBytes"}


def move(site: Site, asked: Json) -> list[Json]:
    """Make VMs; returns name, extId and addresses of each. Raises ValueError."""
    subnet = _subnet(site, str(asked["subnet"]), asked.get("vpc"))
    if not isinstance(asked["vms"], list):
        raise ValueError(f"vms {asked['vms']!r}: expected a list of objects")
    for vm in asked["vms"]:
        _check(vm)
    return [_moved(site, subnet, vm) for vm in asked["vms"]]


def _subnet(site: Site, name: str, vpc: str | None) -> Record:
    vpcs = {one.ext_id for one in site.store.where("vpc", name=vpc)} if vpc else None
    found = [one for one in site.store.where("subnet", name=name) if not vpcs or one.data["vpcReference"] in vpcs]
    if len(found) != 1:
        raise ValueError(f"{len(found)} subnets are called {name!r}; expected one: name its vpc, too")
    return found[0]


def _check(wanted: Any) -> None:
    """Raise ValueError for a VM that cannot be made, before any is."""
    if not isinstance(wanted, dict) or set(wanted) - _KNOWN or "name" not in wanted:
        raise ValueError(f"VM {wanted!r}: expected name and some of {', '.join(sorted(_KNOWN - {'name'}))}")
    order_types.text(wanted["name"], "VM: name")
    order_types.whole(wanted.get("nics", 1), "VM: nics")
    order_types.flag(wanted.get("on", True), "VM: on")
    order_types.whole(wanted.get("memoryBytes", 1), "VM: memoryBytes", 1)


def _moved(site: Site, subnet: Record, wanted: Json) -> Json:
    nic = {"nicNetworkInfo": {"subnet": reference(subnet.ext_id), "ipv4Config": {"shouldAssignIp": True}}}
    body: Json = {
        "name": str(wanted["name"]),
        "cluster": reference(site.cluster_id),
        "nics": [nic] * int(wanted.get("nics", 1)),
        "memorySizeBytes": int(wanted.get("memoryBytes", 2**30)),
    }
    noun = nouns()["vm"]
    try:
        vm = noun.create(site, site.world.new_id(), body, None)
        if wanted.get("on", True):
            power.switch(site, vm, on=True)
    except Refusal as refusal:
        raise ValueError(f"VM {wanted['name']}: {refusal.message}") from None
    nics = site.store.all("vm_nic", vm.ext_id)
    addresses = [nic.data["nicNetworkInfo"]["ipv4Config"]["ipAddress"]["value"] for nic in nics]
    return {"name": vm.name, "extId": vm.ext_id, "addresses": addresses}
