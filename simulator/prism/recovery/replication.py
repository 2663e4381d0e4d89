"""Making recovery points at the source, when protection begins and at each interval, and copying them to the target.

assumed: a schedule makes one recovery point per VM, the first when protection begins. Synchronous replication
(objective 0) makes one point per minute.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.prism.model import POINT, VM, Record, Site, WorldState, hidden
from simulator.prism.recovery import buckets, retirement
from simulator.prism.recovery.protection import Protection, protections
from simulator.prism.recovery.recovery_points import copy_to, new_point, plan_expiration, trim


def run(world: WorldState, now: float) -> None:
    """Make the recovery points that are due, and copy those that wait where the links are up."""
    sites = world.sites.values()
    if not world.replication_dirty and now < world.replication_due and not any(s.agenda.touched for s in sites):
        return
    due = math.inf
    for site in sites:
        if world.replication_dirty:
            _take_up(site)
        for ext_id in site.agenda.due(POINT, now):
            _expire(site, ext_id)
        schedules = protections(site)
        for ext_id in {**site.agenda.touched, **dict.fromkeys(site.agenda.due(VM, now))}:
            vm = site.store.get("vm", ext_id)
            site.agenda.plan(VM, ext_id, _protect(site, vm, schedules, now) if vm else math.inf)
        due = min(due, _send(site), site.agenda.next())
    for site in sites:
        site.agenda.touched.clear()
    world.replication_due = due
    world.replication_dirty = False


def _take_up(site: Site) -> None:
    """Look at every VM, and at the expiration time of every point."""
    site.agenda.touched.update(dict.fromkeys(vm.ext_id for vm in site.store.all("vm")))
    for point in site.store.all("recovery_point"):
        plan_expiration(site, point)


def make_point(site: Site, vm: Record, protection: Protection, at: float) -> Record:
    """Make a recovery point of a VM as it is now, dated `at`. The point waits to be copied to the target."""
    point = new_point(site, [vm], at, at + protection.interval * protection.keep_local)
    trim(site, "recovery_point", vm.ext_id, protection.keep_local)
    if protection.target:
        site.unsent[point.ext_id] = (protection.target.name, protection.keep_remote)
    if protection.bucket:
        buckets.put(site.world, point, protection.bucket, protection.keep_remote)
    return point


def send_now(site: Site) -> None:
    """Copy what waits now, before the next round."""
    _send(site)


def _protect(site: Site, vm: Record, schedules: Sequence[Protection], now: float) -> float:
    """Make the recovery points of a VM that are due; returns when the next one is due."""
    facts = hidden.of_vm(vm)
    if facts.get("test") or facts.get("paused"):
        return math.inf
    if not schedules and not facts.get("protection"):
        return math.inf
    categories = {c["extId"] for c in vm.data.get("categories", [])}
    notes = facts.setdefault("protection", {})
    before = dict(notes)
    mine = [p for p in schedules if p.categories & categories]
    for key in notes.keys() - {p.key for p in mine}:
        del notes[key]
    for protection in mine:
        last = notes.get(protection.key)
        if last is None:
            make_point(site, vm, protection, now)
            notes[protection.key] = now
        else:
            notes[protection.key] = _catch_up(site, vm, protection, last, now)
    if notes != before:
        if before and not notes:
            retirement.retire(site, vm)
        site.store.save(vm)
    return min((notes[p.key] + p.interval for p in mine), default=math.inf)


def _catch_up(site: Site, vm: Record, protection: Protection, last: float, now: float) -> float:
    missed = int((now - last) // protection.interval)
    # Older points would be removed at once.
    first = max(1, missed - max(protection.keep_local, protection.keep_remote) + 1)
    for number in range(first, missed + 1):
        make_point(site, vm, protection, last + number * protection.interval)
    return last + missed * protection.interval


def _send(site: Site) -> float:
    """Copy the points that have waited for the replication lag; returns when the next one is due."""
    now, lag, due = site.world.clock.now(), site.world.clock.lasting(site.world.replication_lag), math.inf
    for peer in site.peers():
        if not site.world.connected(site, peer):
            continue
        retirement.mark(peer, site.retired)
        for ext_id in [e for e, (name, _) in site.unsent.items() if name == peer.name]:
            point = site.store.get("recovery_point", ext_id)
            arrival = hidden.of_point(point)["at"] + lag if point is not None else now
            if arrival > now:
                due = min(due, arrival)
                continue
            _, keep = site.unsent.pop(ext_id)
            if point is not None:
                copy_to(peer, point)
                trim(peer, "recovery_point", str(point.parent), keep)
    if all(site.world.connected(site, peer) for peer in site.peers()):
        site.retired.clear()
    return due


def _expire(site: Site, ext_id: str) -> None:
    """Remove a point whose own expiration time is over."""
    site.agenda.plan(POINT, ext_id, math.inf)
    point = site.store.get("recovery_point", ext_id)
    if point is not None:
        site.store.remove(point)
