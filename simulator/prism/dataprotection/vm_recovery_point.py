"""VM recovery point: the part of a recovery point that concerns one VM.

GET /api/dataprotection/v4.N/config/recovery-points/{recoveryPointExtId}/vm-recovery-points/{extId}.
"""

from __future__ import annotations

from simulator.prism.model import Noun, Record, Site, fields, not_found


class VmRecoveryPoint(Noun):
    """Shown inside its recovery point, too. There is no list."""

    kind = "vm_recovery_point"
    namespace = "dataprotection"
    path = "config/recovery-points/{recovery_point}/vm-recovery-points"
    object_type = "dataprotection.v4.config.VmRecoveryPoint"
    verbs = frozenset({"get"})
    fields = fields("vmExtId vmCategories diskRecoveryPoints hypervisorType applicationConsistentProperties")

    def find(self, site: Site, ext_id: str) -> Record:
        for kind in ("recovery_point", "stored_recovery_point"):
            for point in site.store.all(kind):
                for part in point.data["vmRecoveryPoints"]:
                    if part["extId"] == ext_id:
                        return Record(self.kind, ext_id, {"$reserved": {}, **part}, point.ext_id, version=point.version)
        raise not_found("VM recovery point", ext_id)
