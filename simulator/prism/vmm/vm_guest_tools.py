"""Guest tools (NGT) of a VM: one object per VM. /api/vmm/v4.N/ahv/config/vms/{extId}/guest-tools."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, Refusal, Site, fields
from simulator.prism.vms import power

# assumed: the version that shows as installed and available.
_VERSION = "4.2"


class VmGuestTools(Noun):
    """Shows what was asked for; nothing is installed anywhere. Its ETag is the VM's."""

    kind = "vm_guest_tools"
    namespace = "vmm"
    path = "ahv/config/vms/{vm}/guest-tools"
    single = True
    object_type = "vmm.v4.ahv.config.GuestTools"
    rel = "vmm:ahv:config:vm"
    verbs = frozenset({"get", "update"})
    guarded = frozenset({"update", "act"})
    query = frozenset()
    action_path = path
    actions = MappingProxyType(
        {"insert-iso": "insert", "install": "install", "uninstall": "uninstall", "upgrade": "upgrade"}
    )
    responses = MappingProxyType(
        {"insert-iso": "InsertVmGuestTools", "install": "InstallVmGuestTools"}
        | {"uninstall": "UninstallVmGuestTools", "upgrade": "UpgradeVmGuestTools"}
    )
    fields = fields(
        "version isInstalled isEnabled isIsoInserted capabilities availableVersion guestOsVersion isReachable"
        " isVssSnapshotCapable isVmMobilityDriversInstalled isCommunicationActiveOverSerialPort guestInfo"
    )

    def find(self, site: Site, ext_id: str) -> Record:
        vm = site.store.require("vm", ext_id)
        state: Json = {"isInstalled": False, "isEnabled": False, "isIsoInserted": False, "capabilities": []}
        state |= {"availableVersion": _VERSION} | vm.data.get("guestTools", {})
        state["isReachable"] = bool(state["isInstalled"] and state["isEnabled"] and power.is_on(vm))
        about = {"$objectType": self.object_type, "$reserved": {}, "extId": vm.ext_id}
        return Record(self.kind, vm.ext_id, {**state, **about}, version=vm.version)

    def update(self, site: Site, record: Record, body: Json) -> None:
        self._set(site, record, **{name: body[name] for name in ("isEnabled", "capabilities") if name in body})

    def insert(self, site: Site, record: Record, body: Json) -> Done:
        """Insert the installer into a drive."""
        return self._set(site, record, isIsoInserted=True, capabilities=body.get("capabilities", []))

    def install(self, site: Site, record: Record, body: Json) -> Done:
        """Install the guest tools; refused for a VM that is powered off."""
        vm = site.store.require("vm", record.ext_id)
        power.require_on(vm)
        wanted = body.get("capabilities", [])
        return self._set(site, record, isInstalled=True, isEnabled=True, version=_VERSION, capabilities=wanted)

    def uninstall(self, site: Site, record: Record, body: Json) -> Done:
        """Remove the guest tools."""
        return self._set(site, record, isInstalled=False, isEnabled=False, version=None, capabilities=[])

    def upgrade(self, site: Site, record: Record, body: Json) -> Done:
        """Upgrade the guest tools; refused where there are none."""
        if not record.data["isInstalled"]:
            raise Refusal(409, "VM_GUEST_TOOLS_NOT_INSTALLED", f"VM {record.ext_id} has no guest tools.")
        return self._set(site, record, version=_VERSION)

    def _set(self, site: Site, record: Record, **changes: object) -> Done:
        vm = site.store.require("vm", record.ext_id)
        state = vm.data.get("guestTools", {}) | changes
        state["isReachable"] = bool(state.get("isInstalled") and state.get("isEnabled") and power.is_on(vm))
        vm.data["guestTools"] = {name: value for name, value in state.items() if value is not None}
        site.store.touch(vm)
        return Done(((self.rel, vm.ext_id, vm.name),))
