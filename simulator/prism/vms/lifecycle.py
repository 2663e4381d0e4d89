"""How VMs come into a site and leave it."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Refusal, Site, nouns, reference, timestamp
from simulator.prism.vms import history, power

OWN = frozenset({"extId", "nics", "powerState", "createTime", "updateTime", "cluster", "generationUuid", "host"})
"""The fields that every VM has of its own: a copy of a VM does not take them over."""
_PARTS = ("disks", "cdRoms", "serialPorts")


def add(site: Site, vm: Record, nics: list[Json]) -> None:
    """Add a powered-off VM with its NICs. When a NIC is refused, nothing is added."""
    now = timestamp(site.now())
    vm.data.update(powerState="OFF", createTime=now, updateTime=now, cluster=reference(site.cluster_id))
    for name in ("biosUuid", "generationUuid"):
        vm.data.setdefault(name, site.world.new_id())
    for part in (part for name in _PARTS for part in vm.data.get(name, [])):
        # No two VMs share an id, whatever this VM was copied from.
        part["extId"] = site.world.new_id()
        if "diskSizeBytes" in part.get("backingInfo", {}):
            part["backingInfo"]["diskExtId"] = part["extId"]
    site.store.add(vm)
    try:
        for nic in nics:
            nouns()["vm_nic"].create(
                site, site.world.new_id(), {k: v for k, v in nic.items() if k != "extId"}, vm.ext_id
            )
    except Refusal:
        _take_out(site, vm)
        raise


def own_disks(data: Json) -> list[Json]:
    """The disks of a VM's data without those of volume groups, which are protected and recovered apart from the VM.

    assumed: a recovered VM comes up without the latter until somebody attaches the volume group.
    """
    return [disk for disk in data.get("disks", []) if "volumeGroupExtId" not in disk.get("backingInfo", {})]


def remove(site: Site, vm: Record, **why: str) -> None:
    """Remove a VM with its NICs. A running VM is powered off first."""
    if power.is_on(vm):
        power.switch(site, vm, on=False)
    history.note(site, "deleted", vm, **why)
    _take_out(site, vm)


def _take_out(site: Site, vm: Record) -> None:
    site.store.remove(vm)
    for nic in site.store.all("vm_nic", vm.ext_id):
        nouns()["vm_nic"].delete(site, nic)
