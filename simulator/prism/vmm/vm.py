"""AHV VM. /api/vmm/v4.N/ahv/config/vms."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import (
    Json,
    Record,
    Site,
    fields,
    hidden,
    missing,
    nouns,
    reference,
    timestamp,
)
from simulator.prism.recovery import retire
from simulator.prism.vmm.vm_actions import VmActions
from simulator.prism.vmm.vm_part import PartOfVm
from simulator.prism.vms import history, lifecycle

_PARTS = ("disks", "cdRoms", "serialPorts")


class Vm(VmActions):
    """Made powered off, with its NICs. Actions change power and categories. Every change needs If-Match."""

    kind = "vm"
    namespace = "vmm"
    path = "ahv/config/vms"
    object_type = "vmm.v4.ahv.config.Vm"
    rel = "vmm:ahv:config:vm"
    required = ("name", "cluster")  # assumed: the cluster is required
    lengths = MappingProxyType({"name": 80, "description": 1000})
    # assumed: a PUT leaves alone the parts that have calls of their own
    readonly = frozenset(
        {
            "powerState",
            "nics",
            *_PARTS,
            "guestTools",
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
            raise missing("cluster.extId")
        for nic in body.get("nics", []):
            # A PUT repeats the NICs as a GET shows them.
            nouns()["vm_nic"].shape({k: v for k, v in nic.items() if k != "extId"})
        for noun in (noun for noun in nouns().values() if isinstance(noun, PartOfVm)):
            for part in body.get(noun.attribute, []):
                noun.shape(part)

    def view(self, site: Site, record: Record) -> Json:
        seen = {**record.data, "nics": [nic.data for nic in site.store.all("vm_nic", record.ext_id)]}
        policies = hidden.of_vm(record).get("protection")
        seen["protectionType"] = "RULE_PROTECTED" if policies else "UNPROTECTED"
        if policies:
            seen["protectionPolicyState"] = {"policy": reference(next(iter(policies)).split("/")[0])}
        return seen

    def named(self, site: Site, name: str) -> list[Record] | None:
        return site.vms.named(name)

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        site.require_cluster(body["cluster"]["extId"])
        if old is None:
            for category in body.get("categories", []):
                site.store.require("category", category["extId"])

    def create(self, site: Site, ext_id: str, body: Json, parent: str | None) -> Record:
        self.check(site, body, None, parent)
        given = {k: v for k, v in body.items() if k not in self.readonly}
        record = Record(self.kind, ext_id, self.entity(ext_id, given))
        for noun in (noun for noun in nouns().values() if isinstance(noun, PartOfVm)):
            # One after the other, so that each part sees the places that are still free.
            for part in body.get(noun.attribute, []):
                record.data.setdefault(noun.attribute, []).append(noun.part(site, record, part))
        record.data["categories"] = [reference(c["extId"]) for c in body.get("categories", [])]
        hidden.of_vm(record)["lineage"] = ext_id
        lifecycle.add(site, record, body.get("nics", []))
        history.note(site, "created", record)
        return record

    def delete(self, site: Site, record: Record) -> None:
        lifecycle.remove(site, record)
        retire(site, record)

    def update(self, site: Site, record: Record, body: Json) -> None:
        super().update(site, record, body)
        record.data["updateTime"] = timestamp(site.world.clock.now())
