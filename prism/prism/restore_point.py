"""Restore points: a Prism Central at a moment, and the action that restores it.

API: ``prism/v4.x/management/restore-sources/{id}/restorable-domain-managers/{id}/restore-points``.
"""

from __future__ import annotations

from typing import Any

from prism.collection import Collection
from prism.model import Entity


class RestorePoint(Entity):
    """``domain_manager`` is the configuration that the restored Prism Central gets."""

    creation_time: str | None = None
    domain_manager: dict[str, Any] | None = None


class RestorePoints(Collection[RestorePoint]):
    """``RestorePoints(central, restore_source_id, domain_manager_id)``."""

    namespace, kind = "prism", "restore point"
    path = "management/restore-sources/{}/restorable-domain-managers/{}/restore-points"
    model = RestorePoint

    def restore(self, point: RestorePoint) -> None:
        """Restores the Prism Central of this point on the cluster, and waits for it."""
        full = self.get(point.id)
        self.act(point.id, "restore", {"domainManager": full.domain_manager})
