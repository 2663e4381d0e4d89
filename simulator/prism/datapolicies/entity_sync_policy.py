"""Entity sync policy: whether a category, policy or plan is the same at a paired Prism Central.

GET /api/datapolicies/v4.N/config/entity-sync-policies, POST .../{extId}/$actions/sync-entity.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from types import MappingProxyType

from simulator.prism.model import DerivedNoun, Done, Json, Record, Refusal, Site, fields
from simulator.prism.pairing import agreement, force

_TYPES = {"category": "CATEGORY", "protection_policy": "PROTECTION_POLICY", "recovery_plan": "RECOVERY_PLAN"}


class EntitySyncPolicy(DerivedNoun):
    """One for each shared entity and paired Prism Central. Forcing it overrides the other side."""

    kind = "entity_sync_policy"
    namespace = "datapolicies"
    path = "config/entity-sync-policies"
    object_type = "datapolicies.v4.config.EntitySyncPolicy"
    plural = "EntitySyncPolicies"
    rel = "datapolicies:config:entity-sync-policy"  # assumed
    verbs = frozenset({"list", "get"})
    since = 1
    projected = True
    actions = MappingProxyType({"sync-entity": "sync"})
    responses = MappingProxyType({"sync-entity": "SyncEntitySyncPolicy"})
    fields = fields("remoteDomainManagerExtId entityExtId entityType entityName status ownerExtId")

    def records(self, site: Site, parent: str | None) -> list[Record]:
        return [self._record(site, peer, one) for peer, one in _shared(site)]

    def check_action(self, site: Site, name: str, record: Record, body: Json) -> None:
        remote = site.world.site_of(record.data["remoteDomainManagerExtId"])
        if remote is None or not site.world.connected(site, remote):
            raise Refusal(503, "CONNECTIVITY", "The remote Prism Central cannot be reached.")

    def sync(self, site: Site, record: Record, body: Json) -> Done:
        """Give the remote this site's state of the entity."""
        self.check_action(site, "sync-entity", record, body)
        remote = site.world.site_of(record.data["remoteDomainManagerExtId"])
        kind = next(kind for kind, name in _TYPES.items() if name == record.data["entityType"])
        assert remote is not None
        force(site, remote, (kind, record.data["entityExtId"]))
        return Done(affected=((self.rel, record.ext_id, record.data["entityName"]),))

    def _record(self, site: Site, peer: Site, shared: Record) -> Record:
        names = f"{site.domain_manager_id} {peer.domain_manager_id} {shared.kind} {shared.ext_id}"
        ext_id = str(uuid.uuid5(uuid.NAMESPACE_OID, names))
        data = {
            "$objectType": self.object_type,
            "$reserved": {},
            "extId": ext_id,
            "remoteDomainManagerExtId": peer.domain_manager_id,
            "entityExtId": shared.ext_id,
            "entityType": _TYPES[shared.kind],
            "entityName": _name(shared),
            "status": agreement.status(site, peer, (shared.kind, shared.ext_id)),
            "ownerExtId": site.user_id,
        }
        return Record(self.kind, ext_id, data, version=shared.version)


def _shared(site: Site) -> Iterator[tuple[Site, Record]]:
    for peer in site.peers():
        for kind in _TYPES:
            yield from ((peer, record) for record in site.store.all(kind))


def _name(shared: Record) -> str:
    """assumed: a category is named by its key and value."""
    return f"{shared.data['key']}:{shared.data['value']}" if shared.kind == "category" else shared.name
