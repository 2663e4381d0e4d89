"""CD-ROM drive of a VM. /api/vmm/v4.N/ahv/config/vms/{vmExtId}/cd-roms."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Done, Json, Record, Refusal, Site, fields, require
from simulator.prism.vmm import disks
from simulator.prism.vmm.vm_part import PartOfVm


class VmCdRom(PartOfVm):
    """Empty, or with an image in it."""

    kind = "vm_cd_rom"
    path = "ahv/config/vms/{vm}/cd-roms"
    object_type = "vmm.v4.ahv.config.CdRom"
    rel = "vmm:ahv:config:vm:cdrom"
    attribute = "cdRoms"
    verbs = frozenset({"list", "get", "create", "delete"})
    actions = MappingProxyType({"insert": "insert", "eject": "eject"})
    fields = fields("diskAddress backingInfo isoType")

    def part(self, site: Site, vm: Record, body: Json, old: Json | None = None) -> Json:
        place = disks.address(vm.data.get("cdRoms", []), body.get("diskAddress"), "IDE")
        place["$objectType"] = "vmm.v4.ahv.config.CdRomAddress"
        made: Json = {"$objectType": self.object_type, "diskAddress": place}
        if "backingInfo" in body:
            made |= {"backingInfo": disks.backing(site, body["backingInfo"]), "isoType": body.get("isoType", "OTHER")}
        return made

    def shape_action(self, name: str, body: Json) -> None:
        if name == "insert":
            require(body, "backingInfo")

    def insert(self, site: Site, record: Record, body: Json) -> Done:
        """Insert an image; refused for a drive that has one."""
        if "backingInfo" in record.data:
            raise Refusal(
                409, "VM_CDROM_NOT_EMPTY", f"CD-ROM drive {record.ext_id} has an image in it; eject it first."
            )
        behind = disks.backing(site, body["backingInfo"])
        return self._changed(site, record, {"backingInfo": behind, "isoType": "OTHER"})

    def eject(self, site: Site, record: Record, body: Json) -> Done:
        """Eject the image; refused for an empty drive."""
        if "backingInfo" not in record.data:
            raise Refusal(409, "VM_CDROM_EMPTY", f"CD-ROM drive {record.ext_id} is empty.")
        return self._changed(site, record, {})

    def _changed(self, site: Site, record: Record, inside: Json) -> Done:
        vm = site.store.require("vm", str(record.parent))
        drives = []
        for drive in vm.data["cdRoms"]:
            kept = {k: v for k, v in drive.items() if k not in {"backingInfo", "isoType"}}
            drives.append({**kept, **inside} if drive["extId"] == record.ext_id else drive)
        self.put(site, vm, drives)
        return self.done(record, "act")
