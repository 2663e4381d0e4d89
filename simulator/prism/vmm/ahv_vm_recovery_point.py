"""AHV VM recovery point: a VM as a recovery point captured it. GET /api/vmm/v4.N/ahv/config/vm-recovery-points."""

from __future__ import annotations

from simulator.prism.model import DerivedNoun, Json, Record, Site, Snapshot, fields, reference
from simulator.prism.recovery import members

_KINDS = ("stored_recovery_point", "recovery_point")
_ADDRESS = "vmm.v4.ahv.config.VirtualEthernetNicNetworkInfo"


class AhvVmRecoveryPoint(DerivedNoun):
    """The recovery points as the VM service shows them, replicated ones too. The ids inside are those of the source.

    assumed: replicated points, and those in the site's recovery point stores, show the captured VM with its NICs as the
    points at the source do.
    """

    kind = "ahv_vm_recovery_point"
    namespace = "vmm"
    path = "ahv/config/vm-recovery-points"
    object_type = "vmm.v4.ahv.config.VmRecoveryPoint"
    verbs = frozenset({"list", "get"})
    lists_kinds = _KINDS
    computed = frozenset({"vm", "locationAgnosticId", "sourceLocation"})
    since = 1
    fields = fields(
        "vm consistencyGroupExtId diskRecoveryPoints vmExtId vmCategories applicationConsistentProperties"
        " locationAgnosticId projectExtId name creationTime expirationTime status recoveryPointType"
        " totalExclusiveUsageBytes sourceLocation"
    )

    def records(self, site: Site, parent: str | None) -> list[Record]:
        return site.store.remembered(self.kind, _KINDS, lambda: _all(site))

    def view(self, site: Site, record: Record) -> Json:
        point, held = record.hidden["point"], record.hidden["held"]
        kept = {name: value for name, value in record.data.items() if name in self.fields}
        return {
            **kept,
            "$objectType": self.object_type,
            "$reserved": {},
            "locationAgnosticId": point.data["locationAgnosticId"],
            "sourceLocation": point.data["sourceLocation"],
            "vm": {**held["vm"], "nics": [_nic(nic) for nic in held["nics"]]},
        }

    @property
    def label(self) -> str:
        return "VM recovery point"


def _all(site: Site) -> list[Record]:
    points = (point for kind in _KINDS for point in site.store.all(kind))
    # A point that is both here and in a store is one VM recovery point.
    return list({record.ext_id: record for point in points for record in _captured(point)}.values())


def _captured(point: Record) -> list[Record]:
    parts = point.data["vmRecoveryPoints"]
    return [_record(point, part, held) for part, held in zip(parts, members(point), strict=True)]


def _record(point: Record, part: Json, held: Snapshot) -> Record:
    # Most points of a list are only put in order: what a client sees is made when one is shown.
    return Record(AhvVmRecoveryPoint.kind, part["extId"], part, None, {"point": point, "held": held}, point.version)


def _nic(nic: Json) -> Json:
    config: Json = {"shouldAssignIp": nic["ip"] is not None}
    if nic["ip"] is not None:
        config["ipAddress"] = {"value": nic["ip"], "prefixLength": 32}
    network: Json = {"$objectType": _ADDRESS, "subnet": reference(nic["network"]["extId"]), "ipv4Config": config}
    if nic.get("guest"):
        # assumed: the address that the guest was seen with is captured, too.
        network["ipv4Info"] = {"learnedIpAddresses": [{"value": nic["guest"], "prefixLength": 32}]}
    return {"extId": nic["extId"], "nicBackingInfo": nic["nic"], "nicNetworkInfo": network}
