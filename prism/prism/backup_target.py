"""Backup targets: where this Prism Central keeps its own backup, a cluster or a bucket, and how old that is.

API: ``prism/v4.x/management/domain-managers/{domainManagerExtId}/backup-targets``.
"""

from __future__ import annotations

from typing import Any

from plain_text import plain
from prism.collection import Collection
from prism.model import Entity


class BackupTarget(Entity):
    """``last_sync_time`` is when the configuration was copied there last; Prism refreshes it every 30 minutes."""

    location: dict[str, Any] | None = None
    last_sync_time: str | None = None
    is_backup_paused: bool | None = None
    backup_pause_reason: str | None = None

    @property
    def bucket(self) -> str | None:
        """The name of the bucket; None for a cluster."""
        config = (self.location or {}).get("providerConfig")
        return plain(str(config.get("bucketName"))) if isinstance(config, dict) else None

    @property
    def rpo_minutes(self) -> int | None:
        """The interval of the backups, where the target tells it."""
        policy = (self.location or {}).get("backupPolicy")
        return int(policy["rpoInMinutes"]) if isinstance(policy, dict) and policy.get("rpoInMinutes") else None


class BackupTargets(Collection[BackupTarget]):
    """``BackupTargets(central, domain_manager_id)``. The list has neither pages nor filters."""

    namespace = "prism"
    path, kind = "management/domain-managers/{}/backup-targets", "backup target"
    paged = False
    model = BackupTarget
