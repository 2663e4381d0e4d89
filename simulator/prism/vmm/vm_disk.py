"""Disk of a VM. /api/vmm/v4.N/ahv/config/vms/{vmExtId}/disks."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site, fields, invalid
from simulator.prism.vmm import disks
from simulator.prism.vmm.vm_part import PartOfVm


class VmDisk(PartOfVm):
    """Empty, or a copy of an image or of another disk. A disk can grow, but not shrink."""

    kind = "vm_disk"
    path = "ahv/config/vms/{vm}/disks"
    object_type = "vmm.v4.ahv.config.Disk"
    rel = "vmm:ahv:config:vm:disk"
    attribute = "disks"
    required = ("backingInfo",)
    fields = fields("diskAddress backingInfo customAttributes")

    def part(self, site: Site, vm: Record, body: Json, old: Json | None = None) -> Json:
        others = [disk for disk in vm.data.get("disks", []) if old is None or disk["extId"] != old["extId"]]
        behind = disks.backing(site, body["backingInfo"])
        if old is not None and behind.get("diskSizeBytes", 0) < old["backingInfo"].get("diskSizeBytes", 0):
            raise invalid(f"A disk of VM {vm.name} cannot shrink.")
        given = body.get("diskAddress") or (old or {}).get("diskAddress")
        made: Json = {"$objectType": self.object_type, "diskAddress": disks.address(others, given, "SCSI")}
        if "customAttributes" in body:
            made["customAttributes"] = body["customAttributes"]
        return {**made, "backingInfo": behind}
