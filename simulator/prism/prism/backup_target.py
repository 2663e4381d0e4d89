"""Backup target: where a Prism Central keeps its own backup: a cluster, or a bucket.

/api/prism/v4.N/management/domain-managers/{domainManagerExtId}/backup-targets.
"""

from __future__ import annotations

import copy
from types import MappingProxyType

from simulator.prism.backup import back_up_what_is_due
from simulator.prism.model import Json, Noun, Record, Refusal, SchemaRefusal, Site, fields

_CLUSTERS, _BUCKETS = 3, 1


class BackupTarget(Noun):
    """At most three clusters and one bucket. Credentials are never shown. The list has no pages."""

    kind = "backup_target"
    namespace = "prism"
    path = "management/domain-managers/{domain_manager}/backup-targets"
    object_type = "prism.v4.management.BackupTarget"
    rel = "prism:management:backup-target"  # assumed
    required = ("location",)
    readonly = frozenset({"lastSyncTime", "isBackupPaused", "backupPauseReason"})
    query = frozenset({"$select"})
    responses = MappingProxyType({"list": "ListBackupTargets"})
    fields = fields("location lastSyncTime isBackupPaused backupPauseReason")

    def shape(self, body: Json) -> None:
        super().shape(body)
        location = body["location"]
        bucket = location.get("providerConfig")
        if bucket is None and "config" not in location:
            raise SchemaRefusal(("location", "Must be a ClusterLocation or an ObjectStoreLocation."))
        minutes = location.get("backupPolicy", {}).get("rpoInMinutes", 60)
        if bucket is not None and not 60 <= int(minutes) <= 1440:
            raise SchemaRefusal(("location.backupPolicy.rpoInMinutes", "Must be from 60 to 1440."))

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        bucket = "providerConfig" in body["location"]
        others = [one for one in site.store.all(self.kind) if one is not old]
        same = [one for one in others if ("providerConfig" in one.data["location"]) == bucket]
        if len(same) >= (_BUCKETS if bucket else _CLUSTERS):
            what = "object store" if bucket else "clusters"
            raise Refusal(409, "BACKUP_TARGET_LIMIT", f"There is no room for another {what} among the backup targets.")

    def complete(self, site: Site, record: Record) -> None:
        record.data.setdefault("isBackupPaused", False)

    def created(self, site: Site, record: Record) -> None:
        back_up_what_is_due(site.world)

    def view(self, site: Site, record: Record) -> Json:
        shown = copy.deepcopy(record.data)
        shown["location"].get("providerConfig", {}).pop("credentials", None)
        return shown
