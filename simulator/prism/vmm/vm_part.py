"""Disks, CD-ROM drives and serial ports: lists inside a VM, with calls of their own.

The parts are kept in the data of their VM, so that clones, recovery points and recoveries have them, too. Their ETag is
the VM's.
"""

from __future__ import annotations

from typing import ClassVar

from simulator.prism.model import PAGED, Done, Json, Noun, Record, Site, not_found


class PartOfVm(Noun):
    """Every change needs the VM's ETag."""

    namespace = "vmm"
    query = PAGED
    guarded = frozenset({"create", "update", "delete", "act"})
    attribute: ClassVar[str]
    """The list of the VM that holds the parts."""

    def part(self, site: Site, vm: Record, body: Json, old: Json | None = None) -> Json:
        """The whole part, made from the body of a client; raises Refusal."""
        return body

    def records(self, site: Site, parent: str | None) -> list[Record]:
        vm = site.store.require("vm", str(parent))
        return [self._record(vm, part) for part in vm.data.get(self.attribute, [])]

    def find(self, site: Site, ext_id: str) -> Record:
        vm = site.vms.holder(ext_id)
        for part in vm.data.get(self.attribute, []) if vm else ():
            if vm and part["extId"] == ext_id:
                return self._record(vm, part)
        raise not_found(self.kind.replace("_", " "), ext_id)

    def create(self, site: Site, ext_id: str, body: Json, parent: str | None) -> Record:
        vm = site.store.require("vm", str(parent))
        part = _numbered(self.part(site, vm, body), ext_id)
        self.put(site, vm, [*vm.data.get(self.attribute, []), part])
        return self._record(vm, part)

    def update(self, site: Site, record: Record, body: Json) -> None:
        vm = site.store.require("vm", str(record.parent))
        part = _numbered(self.part(site, vm, body, record.data), record.ext_id)
        self.put(site, vm, [part if p["extId"] == record.ext_id else p for p in vm.data[self.attribute]])

    def delete(self, site: Site, record: Record) -> None:
        vm = site.store.require("vm", str(record.parent))
        self.put(site, vm, [p for p in vm.data[self.attribute] if p["extId"] != record.ext_id])

    def done(self, record: Record, verb: str) -> Done:
        return Done(affected=((self.rel, record.ext_id, record.ext_id), ("vmm:ahv:config:vm", str(record.parent), "")))

    def put(self, site: Site, vm: Record, parts: list[Json]) -> None:
        """Give the VM these parts."""
        vm.data[self.attribute] = parts
        site.store.touch(vm)

    def _record(self, vm: Record, part: Json) -> Record:
        data = {"$reserved": {}, **part, "$objectType": self.object_type}
        return Record(self.kind, part["extId"], data, vm.ext_id, version=vm.version)


def _numbered(part: Json, ext_id: str) -> Json:
    if "backingInfo" in part:
        part["backingInfo"]["diskExtId"] = ext_id
    return {**part, "extId": ext_id}
