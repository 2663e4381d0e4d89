"""The recovery points of a site by the VMs in them."""

from __future__ import annotations

from simulator.prism.model.record import Record


class PointBook:
    """Recovery points by VM and by lineage, kept current as points come and go."""

    def __init__(self) -> None:
        self._vms: dict[str, dict[str, Record]] = {}
        self._lineages: dict[str, dict[str, Record]] = {}

    def note(self, point: Record, *, removed: bool = False) -> None:
        """Take note of a point that was stored or removed. The VMs in it never change."""
        for held in (point.hidden, *point.hidden.get("others", [])):
            for key, book in ((held["vm"]["extId"], self._vms), (held["lineage"], self._lineages)):
                if removed:
                    book.get(key, {}).pop(point.ext_id, None)
                else:
                    book.setdefault(key, {})[point.ext_id] = point

    def of_vm(self, vm_id: str) -> list[Record]:
        """The points that hold a VM."""
        return list(self._vms.get(vm_id, {}).values())

    def of_lineage(self, lineage: str) -> list[Record]:
        """The points that hold a VM of a lineage."""
        return list(self._lineages.get(lineage, {}).values())
