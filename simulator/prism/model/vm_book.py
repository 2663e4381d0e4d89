"""The VMs of a site by what is asked about them, so that no answer takes a look at all of them."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.prism.model.record import Record

_PARTS = ("disks", "cdRoms", "serialPorts")


@dataclass(frozen=True)
class _Noted:
    """What was noted of a VM."""

    lineage: str
    name: str
    host: str | None
    memory: int
    parts: frozenset[str]


class VmBook:
    """VMs by name, by lineage and by part, the load of each node, and the memory in use. Kept current as VMs change."""

    def __init__(self) -> None:
        self.memory_in_use = 0
        """Bytes of memory of the running VMs."""
        self._noted: dict[str, _Noted] = {}
        self._lineages: dict[str, dict[str, Record]] = {}
        self._names: dict[str, dict[str, Record]] = {}
        self._parts: dict[str, Record] = {}
        self._loads: dict[str, int] = {}

    def note(self, vm: Record, *, removed: bool = False) -> None:
        """Take note of a VM that was stored, changed or removed."""
        known, now = self._noted.pop(vm.ext_id, None), None if removed else _facts(vm)
        if known is not None:
            self._count(known, -1)
            for part in known.parts - (now.parts if now else frozenset()):
                self._parts.pop(part, None)
        for field, held in (("lineage", self._lineages), ("name", self._names)):
            before, after = getattr(known, field, None), getattr(now, field, None)
            if before is not None and before != after:
                held[before].pop(vm.ext_id)
            if after is not None:
                held.setdefault(after, {})[vm.ext_id] = vm
        if now is not None:
            self._noted[vm.ext_id] = now
            self._count(now, 1)
            self._parts.update(dict.fromkeys(now.parts, vm))

    def of_lineage(self, lineage: str) -> list[Record]:
        """The copies of one VM, test copies left out: each has a lineage of its own."""
        return list(self._lineages.get(lineage, {}).values())

    def named(self, name: str) -> list[Record]:
        """The VMs of a name."""
        return list(self._names.get(name, {}).values())

    def holder(self, part: str) -> Record | None:
        """The VM that a disk, a CD-ROM drive or a serial port belongs to."""
        return self._parts.get(part)

    def load(self, host: str) -> int:
        """How many VMs run on a node."""
        return self._loads.get(host, 0)

    def _count(self, noted: _Noted, sign: int) -> None:
        self.memory_in_use += sign * noted.memory
        if noted.host is not None:
            self._loads[noted.host] = self._loads.get(noted.host, 0) + sign


def _facts(vm: Record) -> _Noted:
    data = vm.data
    return _Noted(
        lineage=str(vm.hidden["lineage"]),
        name=vm.name,
        host=data.get("host", {}).get("extId"),
        memory=int(data.get("memorySizeBytes", 0)) if data["powerState"] == "ON" else 0,
        parts=frozenset(str(part["extId"]) for kind in _PARTS for part in data.get(kind, [])),
    )
