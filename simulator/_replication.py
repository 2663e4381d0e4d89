"""Recovery points: made at the source at protection and at each interval, and copied to the other location.

assumed: one recovery point a VM; the first at the moment of protection; synchronous replication (objective 0) is a
point a minute.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator import _ipam
from simulator._json import Json, seconds_of, timestamp
from simulator._store import Record

if TYPE_CHECKING:
    from simulator._site import Site
    from simulator._world import World

_LEAST_INTERVAL = 60.0


@dataclass(frozen=True)
class Protection:
    """One schedule of a policy as it concerns the VMs of one site; `key` names it in a VM's own notes."""

    key: str
    policy_id: str
    categories: frozenset[str]
    target: Site | None
    objective: int
    keep_local: int
    keep_remote: int

    @property
    def interval(self) -> float:
        """Seconds from one recovery point to the next."""
        return max(float(self.objective), _LEAST_INTERVAL)


def protections(site: Site) -> list[Protection]:
    """The schedules whose source is this site."""
    found = []
    for policy in site.store.all("protection_policy"):
        managers = {loc["label"]: loc["domainManagerExtId"] for loc in policy.data["replicationLocations"]}
        for number, config in enumerate(policy.data["replicationConfigurations"]):
            if managers[config["sourceLocationLabel"]] == site.domain_manager_id:
                found.append(_protection(site, policy, number, config, managers))
    return found


def run(world: World, now: float) -> None:
    """Make the recovery points that are due and copy what waits, where the links are up."""
    if not world.replication_dirty and now < world.replication_due:
        return
    due = math.inf
    for site in world.sites.values():
        schedules = protections(site)
        for vm in site.store.all("vm"):
            if schedules or vm.hidden.get("protection"):
                due = min(due, _protect(site, vm, schedules, now))
        _send(site)
    world.replication_due = due
    world.replication_dirty = False


def snapshot(site: Site, vm: Record) -> Json:
    """What a recovery point holds of a VM: its configuration, and the network of each NIC by id and by name."""
    nics = []
    for nic in site.store.all("vm_nic", vm.ext_id):
        subnet = site.store.require("subnet", nic.data["nicNetworkInfo"]["subnet"]["extId"])
        prefix = _ipam.prefix_of(subnet)
        network = {"extId": subnet.ext_id, "name": subnet.name, "vpc": subnet.data.get("vpcReference")}
        network["prefix"] = str(prefix) if prefix else None
        ip = _ipam.nic_address(nic)
        nics.append({"nic": nic.data["nicBackingInfo"], "ip": str(ip) if ip else None, "network": network})
    lineage, generation = vm.hidden["lineage"], vm.hidden.get("generation", 0)
    held = {"vm": vm.data, "nics": nics, "lineage": lineage, "generation": generation, "source": site.domain_manager_id}
    return copy.deepcopy(held)


def take_point(site: Site, vm: Record, protection: Protection, at: float) -> Record:
    """Make a recovery point of a VM as it is now, dated `at`; it waits to be copied to the target."""
    ext_id = site.world.new_id()
    at = seconds_of(timestamp(at))  # as precise as it is shown, so that a time read from it finds it
    held = {**snapshot(site, vm), "at": at, "retired": False}
    point = Record("recovery_point", ext_id, _described(site, vm, ext_id, protection, at), vm.ext_id, held)
    site.store.add(point)
    _trim(site, vm.ext_id, protection.keep_local)
    if protection.target:
        site.unsent[ext_id] = (protection.target.name, protection.keep_remote)
    return point


def retire(site: Site, vm: Record) -> None:
    """A VM was deleted for good: its recovery points no longer stand for anything that is protected."""
    site.retired[vm.hidden["lineage"]] = vm.hidden.get("generation", 0)
    _mark_retired(site, site.retired)
    site.world.replication_dirty = True


def send_now(site: Site) -> None:
    """Copy what waits without waiting for the next round."""
    _send(site)


def _protection(site: Site, policy: Record, number: int, config: Json, managers: dict[str, str]) -> Protection:
    schedule = config["schedule"]
    retention = schedule.get("retention", {})
    remote = config.get("remoteLocationLabel")
    return Protection(
        key=f"{policy.ext_id}/{number}",
        policy_id=policy.ext_id,
        categories=frozenset(policy.data.get("categoryIds", [])),
        target=site.world.site_of(managers[remote]) if remote else None,
        objective=schedule["recoveryPointObjectiveTimeSeconds"],
        keep_local=_count(retention.get("local")),
        keep_remote=_count(retention.get("remote")),
    )


def _count(retention: int | Json | None) -> int:
    """How many points a retention keeps; of a roll-up, its frequency."""
    kept = retention.get("frequency", 1) if isinstance(retention, dict) else retention
    return max(int(kept or 1), 1)


def _protect(site: Site, vm: Record, schedules: Sequence[Protection], now: float) -> float:
    """Bring a VM's recovery points up to now; returns when the next is due."""
    if vm.hidden.get("test"):
        return math.inf
    categories = {c["extId"] for c in vm.data.get("categories", [])}
    notes: dict[str, float] = vm.hidden.setdefault("protection", {})
    before = dict(notes)
    mine = [p for p in schedules if p.categories & categories]
    for key in notes.keys() - {p.key for p in mine}:
        del notes[key]
    for protection in mine:
        last = notes.get(protection.key)
        if last is None:
            take_point(site, vm, protection, now)
            notes[protection.key] = now
        else:
            notes[protection.key] = _catch_up(site, vm, protection, last, now)
    if notes != before:
        if before and not notes:
            retire(site, vm)
        site.store.save(vm)
    return min((notes[p.key] + p.interval for p in mine), default=math.inf)


def _catch_up(site: Site, vm: Record, protection: Protection, last: float, now: float) -> float:
    missed = int((now - last) // protection.interval)
    # Older ones would be trimmed at once.
    first = max(1, missed - max(protection.keep_local, protection.keep_remote) + 1)
    for number in range(first, missed + 1):
        take_point(site, vm, protection, last + number * protection.interval)
    return last + missed * protection.interval


def _send(site: Site) -> None:
    for peer in site.peers():
        if not site.world.connected(site, peer):
            continue
        _mark_retired(peer, site.retired)
        for ext_id in [e for e, (name, _) in site.unsent.items() if name == peer.name]:
            _, keep = site.unsent.pop(ext_id)
            point = site.store.get("recovery_point", ext_id)
            if point is not None:
                _copy(peer, point, keep)
    if all(site.world.connected(site, peer) for peer in site.peers()):
        site.retired.clear()


def _copy(peer: Site, point: Record, keep: int) -> None:
    ext_id = peer.world.new_id()
    data = {**copy.deepcopy(point.data), "extId": ext_id, "locationReferences": [_location(peer)]}
    peer.store.add(Record("recovery_point", ext_id, data, point.parent, copy.deepcopy(point.hidden)))
    _trim(peer, str(point.parent), keep)


def _trim(site: Site, vm_id: str, keep: int) -> None:
    points = sorted(site.store.all("recovery_point", vm_id), key=lambda p: float(p.hidden["at"]))
    for point in points[:-keep]:
        site.store.remove(point)


def _mark_retired(site: Site, retired: dict[str, int]) -> None:
    for point in site.store.all("recovery_point") if retired else ():
        generation = retired.get(point.hidden["lineage"])
        if generation is not None and point.hidden["generation"] <= generation and not point.hidden["retired"]:
            point.hidden["retired"] = True
            site.store.save(point)


def _location(site: Site) -> Json:
    return {"$objectType": "dataprotection.v4.config.LocationReference", "locationExtId": site.cluster_id}


def _described(site: Site, vm: Record, ext_id: str, protection: Protection, at: float) -> Json:
    common = {
        "name": f"{vm.name}-{timestamp(at)}",
        "creationTime": timestamp(at),
        "expirationTime": timestamp(at + protection.interval * protection.keep_local),
        "status": "COMPLETE",
        "recoveryPointType": "CRASH_CONSISTENT",
    }
    of_vm = {
        "$objectType": "dataprotection.v4.config.VmRecoveryPoint",
        "extId": site.world.new_id(),
        "vmExtId": vm.ext_id,
        "vmCategories": [c["extId"] for c in vm.data.get("categories", [])],
        "hypervisorType": "AHV",
        **common,
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
        "vmRecoveryPoints": [of_vm],
    }
