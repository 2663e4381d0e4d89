"""The actions of a VM."""

from __future__ import annotations

import copy
from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, Site, reference, require
from simulator.prism.vms import history, lifecycle, power

_OFF = ("power-off", "shutdown", "guest-shutdown")
_AGAIN = ("power-cycle", "reset", "reboot", "guest-reboot")
_OVERRIDES = ("name", "numSockets", "numCoresPerSocket", "numThreadsPerCore", "memorySizeBytes", "bootConfig")
_NEEDS = MappingProxyType({"assign-owner": "owner", "migrate-to-host": "host"})


class VmActions(Noun):
    """The actions of Vm."""

    actions = MappingProxyType(
        {"power-on": "power_on", "associate-categories": "associate", "disassociate-categories": "disassociate"}
        | {"clone": "clone", "assign-owner": "assign_owner", "migrate-to-host": "move", "customize-guest": "customize"}
        | dict.fromkeys(_OFF, "power_off")
        | dict.fromkeys(_AGAIN, "power_again")
    )
    responses = MappingProxyType(
        {"associate-categories": "AssociateCategories", "disassociate-categories": "DisassociateCategories"}
        | {"guest-shutdown": "ShutdownVm", "guest-reboot": "RebootVm", "assign-owner": "AssignVmOwner"}
        | {"migrate-to-host": "MigrateVmToHost", "customize-guest": "CustomizeGuestVm"}
    )

    def shape_action(self, name: str, body: Json) -> None:
        needed = _NEEDS.get(name)
        if needed:
            require(body.get(needed, {}), "extId", within=needed)

    def power_on(self, site: Site, record: Record, body: Json) -> Done:
        """Start the VM."""
        power.switch(site, record, on=True)
        return self.done(record, "act")

    def power_off(self, site: Site, record: Record, body: Json) -> Done:
        """Stop the VM."""
        power.switch(site, record, on=False)
        return self.done(record, "act")

    def power_again(self, site: Site, record: Record, body: Json) -> Done:
        """Stop and start the VM."""
        power.require_on(record)
        return self.done(record, "act")

    def associate(self, site: Site, record: Record, body: Json) -> Done:
        """Add categories. Those that the VM has already are no error."""
        wanted = [site.store.require("category", c["extId"]).ext_id for c in body.get("categories", [])]
        return self._categorise(site, record, [*_categories(record), *wanted])

    def disassociate(self, site: Site, record: Record, body: Json) -> Done:
        """Remove categories. Those that the VM does not have are no error."""
        gone = {c["extId"] for c in body.get("categories", [])}
        return self._categorise(site, record, [c for c in _categories(record) if c not in gone])

    def clone(self, site: Site, record: Record, body: Json) -> Done:
        """Make another VM like this one, powered off.

        assumed: the clone has this VM's categories and disks, its networks with other addresses, and the suffix
        `-clone` unless it is given a name.
        """
        ext_id = site.world.new_id()
        kept = {
            k: v for k, v in copy.deepcopy(record.data).items() if k not in lifecycle.OWN | {"biosUuid", "guestTools"}
        }
        data = kept | {"name": f"{record.name}-clone"} | {k: body[k] for k in _OVERRIDES if k in body}
        made = Record("vm", ext_id, {**data, "extId": ext_id}, hidden={"lineage": ext_id})
        nics = body.get("nics") or [_like(nic) for nic in site.store.all("vm_nic", record.ext_id)]
        lifecycle.add(site, made, nics)
        history.note(site, "created", made)
        return Done(affected=tuple((self.rel, vm.ext_id, vm.name) for vm in (record, made)))

    def assign_owner(self, site: Site, record: Record, body: Json) -> Done:
        """Make another user the owner of the VM."""
        record.data["ownershipInfo"] = {"owner": reference(body["owner"]["extId"])}
        return self._touched(site, record)

    def move(self, site: Site, record: Record, body: Json) -> Done:
        """Move a running VM to another node."""
        power.require_on(record)
        record.data["host"] = reference(site.store.require("host", body["host"]["extId"]).ext_id)
        return self._touched(site, record)

    def customize(self, site: Site, record: Record, body: Json) -> Done:
        """Accept a customisation. Nothing is done to the guest."""
        return self._touched(site, record)

    def _categorise(self, site: Site, record: Record, categories: list[str]) -> Done:
        record.data["categories"] = [reference(c) for c in dict.fromkeys(categories)]
        return self._touched(site, record)

    def _touched(self, site: Site, record: Record) -> Done:
        site.store.touch(record)
        return self.done(record, "act")


def _like(nic: Record) -> Json:
    network, backing = nic.data["nicNetworkInfo"], nic.data["nicBackingInfo"]
    wanted = {"subnet": network["subnet"], "ipv4Config": {"shouldAssignIp": "ipAddress" in network["ipv4Config"]}}
    return {"nicBackingInfo": {"model": backing["model"]}, "nicNetworkInfo": wanted}


def _categories(record: Record) -> list[str]:
    return [c["extId"] for c in record.data.get("categories", [])]
