"""Recovery points: snapshots of one or more VMs, and what the API shows of them."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from simulator.prism.model import POINT, Json, Record, Site, Snapshot, hidden, nic_address, seconds_of, timestamp
from simulator.prism.networking import ipam
from simulator.prism.vms import lifecycle


def snapshot(site: Site, vm: Record, at: float | None = None) -> Snapshot:
    """A VM as a recovery point holds it: its configuration, and the network of each NIC by id and by name."""
    nics = []
    for nic in site.store.all("vm_nic", vm.ext_id):
        subnet = site.store.require("subnet", nic.data["nicNetworkInfo"]["subnet"]["extId"])
        prefix = ipam.prefix_of(subnet)
        network = {"extId": subnet.ext_id, "name": subnet.name, "vpc": subnet.data.get("vpcReference")}
        network["prefix"] = str(prefix) if prefix else None
        ip = nic_address(nic)
        about = {"ip": str(ip) if ip else None, "guest": hidden.of_nic(nic).get("guest")}
        nics.append({"extId": nic.ext_id, "nic": nic.data["nicBackingInfo"], **about, "network": network})
    facts = hidden.of_vm(vm)
    held: Snapshot = {
        "vm": vm.data,
        "nics": nics,
        "lineage": facts["lineage"],
        "generation": facts.get("generation", 0),
        "source": site.domain_manager_id,
        "at": site.world.clock.now() if at is None else at,
        "retired": False,
    }
    return copy.deepcopy(held)


def new_point(site: Site, vms: Sequence[Record], at: float, expires: float) -> Record:
    """Make a recovery point of VMs. It belongs to the first of them."""
    ext_id = site.world.new_id()
    at = seconds_of(timestamp(at))  # as precise as the API shows it, so that a time read there finds the point
    first, *others = [snapshot(site, vm, at) for vm in vms]
    held: Json = {**first, **({"others": others} if others else {})}
    data = _described(site, vms, ext_id, at, expires)
    return site.store.add(Record("recovery_point", ext_id, data, vms[0].ext_id, held))


def members(point: Record) -> Sequence[Snapshot]:
    """The snapshots of a recovery point, one per VM, in the order of its VM recovery points."""
    facts = hidden.of_point(point)
    return [facts, *facts.get("others", [])]


def vm_of(held: Snapshot) -> str:
    """The extId of the VM of a snapshot."""
    return str(held["vm"]["extId"])


def points_with(site: Site, vm_id: str) -> list[tuple[Record, Snapshot]]:
    """The recovery points of a site that hold a VM, each with the snapshot of the VM, oldest first."""
    found = [(p, held) for p in site.points.of_vm(vm_id) for held in members(p) if vm_of(held) == vm_id]
    return sorted(found, key=lambda pair: pair[1]["at"])


def copy_to(peer: Site, point: Record) -> Record:
    """Make a copy of a recovery point at another site."""
    ext_id = peer.world.new_id()
    data = {**copy.deepcopy(point.data), "extId": ext_id, "locationReferences": [_location(peer)]}
    copied = peer.store.add(Record("recovery_point", ext_id, data, point.parent, copy.deepcopy(point.hidden)))
    plan_expiration(peer, copied)
    return copied


def plan_expiration(site: Site, point: Record) -> None:
    """Have a point taken away when its own expiration time comes, if it has one."""
    expires = hidden.of_point(point).get("expires")
    if expires is not None:
        site.agenda.plan(POINT, point.ext_id, expires)
        site.world.replication_due = min(site.world.replication_due, expires)


def _location(site: Site) -> Json:
    return {"$objectType": "dataprotection.v4.config.LocationReference", "locationExtId": site.cluster_id}


def _described(site: Site, vms: Sequence[Record], ext_id: str, at: float, expires: float) -> Json:
    # What happened when is kept by the world's clock; the API tells of it by the clock of the site.
    made, ends = timestamp(at + site.clock_ahead), timestamp(expires + site.clock_ahead)
    common = {
        "name": f"{vms[0].name}-{made}",
        "creationTime": made,
        "expirationTime": ends,
        "status": "COMPLETE",
        "recoveryPointType": "CRASH_CONSISTENT",
    }
    return {
        "$objectType": "dataprotection.v4.config.RecoveryPoint",
        "$reserved": {},
        "extId": ext_id,
        **common,
        "ownerExtId": site.user_id,
        "locationAgnosticId": site.world.new_id(),
        "locationReferences": [_location(site)],
        "sourceLocation": {"domainManagerExtId": site.domain_manager_id, "clusterExtIds": [site.cluster_id]},
        "isSecure": False,
        "vmRecoveryPoints": [_of_vm(site, vm, common) for vm in vms],
    }


def _of_vm(site: Site, vm: Record, common: Json) -> Json:
    return {
        **common,
        "$objectType": "dataprotection.v4.config.VmRecoveryPoint",
        "extId": site.world.new_id(),
        "vmExtId": vm.ext_id,
        "vmCategories": [c["extId"] for c in vm.data.get("categories", [])],
        "diskRecoveryPoints": [
            {"diskRecoveryPointExtId": site.world.new_id(), "diskExtId": disk["extId"]}
            for disk in lifecycle.own_disks(vm.data)
        ],
        "hypervisorType": "AHV",
    }


def trim(site: Site, kind: str, vm_id: str, keep: int) -> None:
    """Remove all but the newest points. Points that a client made do not count."""
    mine = [p for p in site.store.all(kind, vm_id) if not hidden.of_point(p).get("manual")]
    points = sorted(mine, key=lambda p: hidden.of_point(p)["at"])
    for point in points[:-keep]:
        site.store.remove(point)
