"""What a restore point of a Prism Central holds, and how it comes back on another cluster.

assumed: categories, policies and plans, the pairing, and the recovery point stores. Networks and VMs are the cluster's.
"""

from __future__ import annotations

import copy
from datetime import UTC, datetime

from simulator.prism.backup.place import keep, place_of
from simulator.prism.model import Json, Record, Site, WorldState, nouns, timestamp
from simulator.prism.pairing import share_everything
from simulator.prism.recovery import look_into_buckets

_HELD = ("registration", "recovery_point_store", "backup_target")
_MINUTES = 60


def back_up_what_is_due(world: WorldState) -> None:
    """Make the restore points whose time has come, at every site that has a backup target."""
    for site in world.sites.values():
        for target in site.store.all("backup_target"):
            minutes = int(target.data["location"].get("backupPolicy", {}).get("rpoInMinutes", _MINUTES))
            last = target.data.get("lastSyncTime")
            if not target.data["isBackupPaused"] and (last is None or site.now() >= _at(last) + minutes * 60):
                _back_up(site, target)


def put_back(site: Site, point: Json) -> None:
    """Make this site's Prism Central the one of a restore point: its id, and everything that the point holds."""
    world, restored = site.world, point["domainManager"]
    for kind in _kinds():
        for record in site.store.all(kind):
            # Not `remove`: paired sites must not be told that shared entities were deleted.
            site.store.drop_quietly(kind, record.ext_id)
            world.changes.note(site.name, record, removed=True)
    for kept in (site.outbox, site.tombstones):
        kept.clear()
    for kind, data in (("domain_manager", restored), ("cluster", None)):
        old = site.store.require(kind, site.domain_manager_id)
        site.store.remove(old)
        entity = {**(old.data if data is None else data), "extId": restored["extId"]}
        if kind == "domain_manager":
            entity["hostingClusterExtId"] = site.cluster_id
        site.store.add(Record(kind, restored["extId"], entity))
    site.domain_manager_id = restored["extId"]
    for saved in copy.deepcopy(point["records"]):
        site.store.add(Record(**saved))
    # Both sides may have changed something since the backup.
    for one in (site, *site.peers()):
        share_everything(one)
    look_into_buckets(site)
    world.replication_dirty = True


def _kinds() -> list[str]:
    return [kind for kind, noun in nouns().items() if noun.synchronised or kind in _HELD]


def _back_up(site: Site, target: Record) -> None:
    target.data["lastSyncTime"] = timestamp(site.now())
    site.store.save(target)
    point = {
        "extId": site.world.new_id(),
        "creationTime": target.data["lastSyncTime"],
        "domainManager": copy.deepcopy(site.store.require("domain_manager", site.domain_manager_id).data),
        "records": [copy.deepcopy(record.to_json()) for kind in _kinds() for record in site.store.all(kind)],
    }
    keep(site.world, place_of(target.data["location"]), site.domain_manager_id, point)


def _at(moment: str) -> float:
    return datetime.fromisoformat(moment).astimezone(UTC).timestamp()
