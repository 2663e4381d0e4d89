"""Entity sync policies: whether a category, policy or plan is the same at a paired Prism Central.

API: ``datapolicies/v4.1+/config/entity-sync-policies``.
"""

from __future__ import annotations

from plain_text import plain
from prism.collection import Collection
from prism.model import Entity

IN_SYNC, OUT_OF_SYNC = "IN_SYNC", "OUT_OF_SYNC"
_KINDS = {"CATEGORY": "category", "PROTECTION_POLICY": "protection policy", "RECOVERY_PLAN": "recovery plan"}


class EntitySyncPolicy(Entity):
    """``status`` is IN_SYNC, OUT_OF_SYNC (both sides changed it while apart, or a change did not arrive) or SYNCING."""

    remote_domain_manager_ext_id: str | None = None
    entity_ext_id: str | None = None
    entity_type: str | None = None
    entity_name: str | None = None
    status: str | None = None

    @property
    def subject(self) -> str:
        """What it is about, such as recovery plan 'workload'."""
        kind = _KINDS.get(self.entity_type or "", plain(self.entity_type or "entity"))
        return f"{kind} '{plain(self.entity_name or self.entity_ext_id or '?')}'"


class EntitySyncPolicies(Collection[EntitySyncPolicy]):
    """The shared entities of a Prism Central, each once for every Prism Central that it is paired with."""

    namespace, path = "datapolicies", "config/entity-sync-policies"
    kind, minor = "entity sync policy", 1
    model = EntitySyncPolicy

    def sync(self, ext_id: str) -> None:
        """Gives the remote Prism Central the state that the entity has here, and overrides what it has there."""
        self.act(ext_id, "sync-entity", verb="sync")
