"""Recovery points: made at the source at protection and at each interval, and copied to the other location.

assumed: schedules make one recovery point a VM; the first at the moment of protection; synchronous replication
(objective 0) is a point a minute.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.prism.json import Json
from simulator.prism.recovery.recovery_points import copy_to, members, new_point
from simulator.prism.world.store import Record

if TYPE_CHECKING:
    from simulator.prism.world.site import Site
    from simulator.prism.world.world import World

_LEAST_INTERVAL = 60.0


@dataclass(frozen=True)
class Protection:
    """One schedule of a policy as it concerns the VMs of one site; `key` names it in a VM's own notes.

    Its recovery points go to another site (`target`), to an S3 bucket, or nowhere.
    """

    key: str
    policy_id: str
    categories: frozenset[str]
    target: Site | None
    bucket: str | None
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
        locations = {location["label"]: location for location in policy.data["replicationLocations"]}
        for number, config in enumerate(policy.data["replicationConfigurations"]):
            if locations[config["sourceLocationLabel"]]["domainManagerExtId"] == site.domain_manager_id:
                found.append(_protection(site, policy, number, config, locations))
    return found


def run(world: World, now: float) -> None:
    """Make the recovery points that are due and copy what waits, where the links are up."""
    if not world.replication_dirty and now < world.replication_due:
        return
    due = math.inf
    for site in world.sites.values():
        due = min(due, _expire(site, now))
        schedules = protections(site)
        for vm in site.store.all("vm"):
            if schedules or vm.hidden.get("protection"):
                due = min(due, _protect(site, vm, schedules, now))
        due = min(due, _send(site))
    world.replication_due = due
    world.replication_dirty = False


def take_point(site: Site, vm: Record, protection: Protection, at: float) -> Record:
    """Make a recovery point of a VM as it is now, dated `at`; it waits to be copied to the target."""
    point = new_point(site, [vm], at, at + protection.interval * protection.keep_local)
    _trim(site, "recovery_point", vm.ext_id, protection.keep_local)
    if protection.target:
        site.unsent[point.ext_id] = (protection.target.name, protection.keep_remote)
    if protection.bucket:
        _store(site.world, point, protection.bucket, protection.keep_remote)
    return point


def retire(site: Site, vm: Record) -> None:
    """A VM was deleted for good: its recovery points no longer stand for anything that is protected."""
    site.retired[vm.hidden["lineage"]] = vm.hidden.get("generation", 0)
    _mark_retired(site, site.retired)
    site.world.replication_dirty = True


def send_now(site: Site) -> None:
    """Copy what waits without waiting for the next round."""
    _send(site)


def _protection(site: Site, policy: Record, number: int, config: Json, locations: Json) -> Protection:
    schedule = config["schedule"]
    retention = schedule.get("retention", {})
    remote = locations[config["remoteLocationLabel"]] if "remoteLocationLabel" in config else None
    bucket = _bucket(site, remote) if remote else None
    return Protection(
        key=f"{policy.ext_id}/{number}",
        policy_id=policy.ext_id,
        categories=frozenset(policy.data.get("categoryIds", [])),
        target=site.world.site_of(remote["domainManagerExtId"]) if remote and not bucket else None,
        bucket=bucket,
        objective=schedule["recoveryPointObjectiveTimeSeconds"],
        keep_local=_count(retention.get("local")),
        keep_remote=_count(retention.get("remote")),
    )


def _bucket(site: Site, location: Json) -> str | None:
    """The S3 bucket of a location that is a recovery point store.

    assumed: the location's domain manager says whose store it is.
    """
    place = location.get("replicationSubLocation", {})
    store_id = place.get("recoveryPointStoreExtId") or place.get("recoveryPointRepositoryExtId")
    owner = site.world.site_of(location["domainManagerExtId"])
    store = owner.store.get("recovery_point_store", store_id) if owner and store_id else None
    return str(store.data["bucket"]["bucketName"]) if store else None


def _count(retention: int | Json | None) -> int:
    """How many points a retention keeps; of a roll-up, its frequency."""
    kept = retention.get("frequency", 1) if isinstance(retention, dict) else retention
    return max(int(kept or 1), 1)


def _protect(site: Site, vm: Record, schedules: Sequence[Protection], now: float) -> float:
    """Bring a VM's recovery points up to now; returns when the next is due."""
    if vm.hidden.get("test") or vm.hidden.get("paused"):
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


def _send(site: Site) -> float:
    """Copy what has waited for the time replication lags behind; returns when the next is due."""
    now, lag, due = site.world.clock.now(), site.world.clock.lasting(site.world.replication_lag), math.inf
    for peer in site.peers():
        if not site.world.connected(site, peer):
            continue
        _mark_retired(peer, site.retired)
        for ext_id in [e for e, (name, _) in site.unsent.items() if name == peer.name]:
            point = site.store.get("recovery_point", ext_id)
            if point is not None and point.hidden["at"] + lag > now:
                due = min(due, point.hidden["at"] + lag)
                continue
            _, keep = site.unsent.pop(ext_id)
            if point is not None:
                copy_to(peer, point)
                _trim(peer, "recovery_point", str(point.parent), keep)
    if all(site.world.connected(site, peer) for peer in site.peers()):
        site.retired.clear()
    return due


def _store(world: World, point: Record, bucket: str, keep: int) -> None:
    """Put a point into a bucket: every site that has a store on the bucket sees it there, under one extId."""
    ext_id = world.new_id()
    for site in world.sites.values():
        for store in site.store.all("recovery_point_store"):
            if store.data["bucket"]["bucketName"] == bucket:
                data = {**copy.deepcopy(point.data), "extId": ext_id}
                held = {**copy.deepcopy(point.hidden), "store": store.ext_id}
                site.store.add(Record("stored_recovery_point", ext_id, data, point.parent, held))
                _trim(site, "stored_recovery_point", str(point.parent), keep)


def look_into_buckets(site: Site) -> None:
    """Show in a site's stores what is in their buckets already, for a site that has been made anew."""
    mine = {str(store.data["bucket"]["bucketName"]): store for store in site.store.all("recovery_point_store")}
    known = {point.ext_id for point in site.store.all("stored_recovery_point")}
    for other in site.world.sites.values():
        buckets = {
            store.ext_id: store.data["bucket"]["bucketName"] for store in other.store.all("recovery_point_store")
        }
        for point in other.store.all("stored_recovery_point"):
            store = mine.get(str(buckets.get(point.hidden["store"])))
            if store is not None and point.ext_id not in known:
                known.add(point.ext_id)
                held = {**copy.deepcopy(point.hidden), "store": store.ext_id}
                data = copy.deepcopy(point.data)
                site.store.add(Record("stored_recovery_point", point.ext_id, data, point.parent, held))


def _expire(site: Site, now: float) -> float:
    """Take away the points whose own expiration time is over; returns when the next one's is."""
    due = math.inf
    for point in site.store.all("recovery_point"):
        expires = point.hidden.get("expires")
        if expires is not None and expires <= now:
            site.store.remove(point)
        elif expires is not None:
            due = min(due, float(expires))
    return due


def _trim(site: Site, kind: str, vm_id: str, keep: int) -> None:
    """Keep the newest; points that were made by hand are not counted."""
    mine = [p for p in site.store.all(kind, vm_id) if not p.hidden.get("manual")]
    points = sorted(mine, key=lambda p: float(p.hidden["at"]))
    for point in points[:-keep]:
        site.store.remove(point)


def _mark_retired(site: Site, retired: dict[str, int]) -> None:
    for point in site.store.all("recovery_point") if retired else ():
        for held in members(point):
            generation = retired.get(held["lineage"])
            if generation is not None and held["generation"] <= generation and not held["retired"]:
                held["retired"] = True
                site.store.save(point)
