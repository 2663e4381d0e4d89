"""AHV VM. /api/vmm/v4.N/ahv/config/vms."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from simulator import _lifecycle, _power, _replication
from simulator._json import Json, reference, timestamp
from simulator._noun import Done, Noun, fields, nouns
from simulator._refusal import Refusal, SchemaRefusal, invalid
from simulator._store import Record

if TYPE_CHECKING:
    from simulator._site import Site

_OFF = ("power-off", "shutdown", "guest-shutdown")
_AGAIN = ("power-cycle", "reset", "reboot", "guest-reboot")


class Vm(Noun):
    """Made powered off, with its NICs; power and categories change by actions; every change needs If-Match."""

    kind = "vm"
    namespace = "vmm"
    path = "ahv/config/vms"
    object_type = "vmm.v4.ahv.config.Vm"
    rel = "vmm:ahv:config:vm"
    required = ("name", "cluster")  # assumed: the cluster is required
    lengths = MappingProxyType({"name": 80, "description": 1000})
    # assumed: a PUT leaves alone what has calls of its own
    readonly = frozenset(
        {
            "powerState",
            "nics",
            "disks",
            "cdRoms",
            "categories",
            "createTime",
            "updateTime",
            "biosUuid",
            "generationUuid",
            "host",
        }
        | {"protectionType", "protectionPolicyState"}
    )
    guarded = frozenset({"update", "delete", "act"})
    actions = MappingProxyType(
        {"power-on": "power_on", "associate-categories": "associate", "disassociate-categories": "disassociate"}
        | dict.fromkeys(_OFF, "power_off")
        | dict.fromkeys(_AGAIN, "power_again")
    )
    responses = MappingProxyType(
        {"associate-categories": "AssociateCategories", "disassociate-categories": "DisassociateCategories"}
        | {"guest-shutdown": "ShutdownVm", "guest-reboot": "RebootVm"}
    )
    computed = frozenset({"nics", "protectionType", "protectionPolicyState"})
    fields = fields(
        "name description createTime updateTime source numSockets numCoresPerSocket numThreadsPerCore numNumaNodes"
        " memorySizeBytes isVcpuHardPinningEnabled isCpuPassthroughEnabled enabledCpuFeatures isMemoryOvercommitEnabled"
        " isGpuConsoleEnabled isCpuHotplugEnabled isScsiControllerEnabled generationUuid biosUuid categories project"
        " projectExtId ownershipInfo host cluster availabilityZone guestCustomization guestTools hardwareClockTimezone"
        " isBrandingEnabled bootConfig isVgaConsoleEnabled machineType powerState vtpmConfig isAgentVm apcConfig"
        " isLiveMigrateCapable isCrossClusterMigrationInProgress storageConfig disks cdRoms nics gpus serialPorts"
        " protectionType protectionPolicyState pcieDevices customAttributes vmGuestCustomizationStatus sourceVmProfile"
        " nextScheduledReboot"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        if not isinstance(body["cluster"], dict) or "extId" not in body["cluster"]:
            raise SchemaRefusal(("cluster.extId", "This attribute is required."))
        for nic in body.get("nics", []):
            # A PUT repeats the NICs as they were read.
            nouns()["vm_nic"].shape({k: v for k, v in nic.items() if k != "extId"})

    def view(self, site: Site, record: Record) -> Json:
        seen = {**record.data, "nics": [nic.data for nic in site.store.all("vm_nic", record.ext_id)]}
        policies = record.hidden.get("protection")
        seen["protectionType"] = "RULE_PROTECTED" if policies else "UNPROTECTED"
        if policies:
            seen["protectionPolicyState"] = {"policy": reference(next(iter(policies)).split("/")[0])}
        return seen

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        if body["cluster"]["extId"] != site.cluster_id:
            raise invalid(f"Cluster {body['cluster']['extId']} is no AHV cluster of this Prism Central.")
        if old is None:
            for category in body.get("categories", []):
                site.store.require("category", category["extId"])

    def create(self, site: Site, ext_id: str, body: Json, parent: str | None) -> Record:
        self.check(site, body, None, parent)
        given = {k: v for k, v in body.items() if k not in {"nics", "powerState"}}
        record = Record(self.kind, ext_id, self._entity(ext_id, given))
        record.data["categories"] = [reference(c["extId"]) for c in body.get("categories", [])]
        record.hidden["lineage"] = ext_id
        _lifecycle.add(site, record, body.get("nics", []))
        site.world.events.add(site, "created", record)
        return record

    def delete(self, site: Site, record: Record) -> None:
        _lifecycle.remove(site, record)
        _replication.retire(site, record)

    def update(self, site: Site, record: Record, body: Json) -> None:
        super().update(site, record, body)
        record.data["updateTime"] = timestamp(site.world.clock.now())

    def power_on(self, site: Site, record: Record, body: Json) -> Done:
        _power.switch(site, record, on=True)
        return self.done(record, "act")

    def power_off(self, site: Site, record: Record, body: Json) -> Done:
        _power.switch(site, record, on=False)
        return self.done(record, "act")

    def power_again(self, site: Site, record: Record, body: Json) -> Done:
        if not _power.is_on(record):
            raise Refusal(
                409, "VM_INVALID_POWER_STATE", f"VM {record.name} is powered off.", arguments={"vm": record.ext_id}
            )
        return self.done(record, "act")

    def associate(self, site: Site, record: Record, body: Json) -> Done:
        """Add categories; those it has already are no error."""
        wanted = [site.store.require("category", c["extId"]).ext_id for c in body.get("categories", [])]
        return self._categorise(site, record, [*_categories(record), *wanted])

    def disassociate(self, site: Site, record: Record, body: Json) -> Done:
        """Take categories away; those it has not are no error."""
        gone = {c["extId"] for c in body.get("categories", [])}
        return self._categorise(site, record, [c for c in _categories(record) if c not in gone])

    def _categorise(self, site: Site, record: Record, categories: list[str]) -> Done:
        record.data["categories"] = [reference(c) for c in dict.fromkeys(categories)]
        site.store.touch(record)
        return self.done(record, "act")


def _categories(record: Record) -> list[str]:
    return [c["extId"] for c in record.data.get("categories", [])]
