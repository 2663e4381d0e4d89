"""The backing of a disk or a CD-ROM drive: a size, a storage container and, if it is a copy, the source."""

from __future__ import annotations

import uuid

from simulator.prism.model import Json, Record, Refusal, Site, invalid, not_found, reference

_TYPES = "vmm.v4.ahv.config"
_SLOTS = {"SCSI": 256, "IDE": 4, "PCI": 7, "SATA": 6, "SPAPR": 256}


def container_id(site: Site) -> str:
    """The extId of the cluster's one storage container."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"container.{site.cluster_id}"))


def address(taken: list[Json], given: Json | None, usual: str) -> Json:
    """The bus address that is asked for, or the first free one; raises Refusal for one that is taken."""
    bus = (given or {}).get("busType", usual)
    used = {part["diskAddress"]["index"] for part in taken if part.get("diskAddress", {}).get("busType") == bus}
    slots = _SLOTS.get(bus)
    if slots is None:
        raise invalid(f"busType {bus} is none of {', '.join(_SLOTS)}.")
    index = (given or {}).get("index")
    if index is None:
        index = next((number for number in range(slots) if number not in used), slots)
    if index in used or not 0 <= index < slots:
        raise Refusal(409, "VM_DISK_ADDRESS_CONFLICT", f"There is no free place {bus}.{index} in this VM.")
    return {"$objectType": f"{_TYPES}.DiskAddress", "busType": bus, "index": index}


def backing(site: Site, given: Json) -> Json:
    """A VmDisk of the size asked for, or as large as its source; raises Refusal for neither.

    A disk of a volume group is taken as it is: this simulator knows no volume groups.
    """
    if "volumeGroupExtId" in given:
        return {"$objectType": f"{_TYPES}.ADSFVolumeGroupReference", "volumeGroupExtId": given["volumeGroupExtId"]}
    source = given.get("dataSource", {}).get("reference")
    least = _size(site, source) if source else 0
    size = given.get("diskSizeBytes", least)
    if size < max(least, 1):
        raise invalid(f"A disk needs diskSizeBytes of {least} or more, or a dataSource.")
    container = given.get("storageContainer", {}).get("extId", container_id(site))
    if container != container_id(site):
        raise not_found("storage container", container)
    made: Json = {"$objectType": f"{_TYPES}.VmDisk", "diskSizeBytes": size, "storageContainer": reference(container)}
    if source:
        made["dataSource"] = {"$objectType": f"{_TYPES}.DataSource", "reference": _typed(source)}
    return made


def _typed(source: Json) -> Json:
    kind = "ImageReference" if "imageExtId" in source else "VmDiskReference"
    return {**source, "$objectType": f"{_TYPES}.{kind}"}


def _size(site: Site, source: Json) -> int:
    if "imageExtId" in source:
        return int(site.store.require("image", source["imageExtId"]).data["sizeBytes"])
    disk = next((d for d in _all(site, source) if _means(source, d)), None)
    if disk is None:
        raise invalid("The dataSource of a disk is neither an image nor a disk of a VM of this Prism Central.")
    return int(disk["backingInfo"]["diskSizeBytes"])


def _means(source: Json, disk: Json) -> bool:
    if "diskExtId" in source:
        return bool(disk["extId"] == source["diskExtId"])
    wanted, own = source.get("diskAddress", {}), disk["diskAddress"]
    return all(wanted.get(name) == own[name] for name in ("busType", "index"))


def _all(site: Site, source: Json) -> list[Json]:
    vm_id = source.get("vmReference", {}).get("extId")
    vms: list[Record] = [site.store.require("vm", vm_id)] if vm_id else site.store.all("vm")
    return [disk for vm in vms for disk in vm.data.get("disks", []) if "diskSizeBytes" in disk.get("backingInfo", {})]
