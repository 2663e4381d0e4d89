"""Restore point: a Prism Central at a moment, and the action that makes it anew from there.

/api/prism/v4.N/management/restore-sources/{id}/restorable-domain-managers/{id}/restore-points.
"""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.backup import place_of, points_in, put_back
from simulator.prism.model import DerivedNoun, Done, Json, Record, Site, fields, not_found, require


class RestorePoint(DerivedNoun):
    """Restoring puts the Prism Central of the point in the place of the one that the cluster has."""

    kind = "restore_point"
    namespace = "prism"
    path = (
        "management/restore-sources/{restore_source}/restorable-domain-managers/{restorable_domain_manager}"
        "/restore-points"
    )
    object_type = "prism.v4.management.RestorePoint"
    verbs = frozenset({"list", "get"})
    actions = MappingProxyType({"restore": "restore"})
    responses = MappingProxyType({"restore": "Restore"})
    fields = fields("creationTime domainManager")

    def records(self, site: Site, parent: str | None) -> list[Record]:
        found: dict[str, Record] = {}
        for source in site.store.all("restore_source"):
            for manager, points in points_in(site.world, place_of(source.data["location"])).items():
                if parent in (None, manager):
                    found |= {point["extId"]: self._record(point, manager) for point in points}
        return list(found.values())

    def shape_action(self, name: str, body: Json) -> None:
        require(body, "domainManager")

    def restore(self, site: Site, record: Record, body: Json) -> Done:
        """Bring back what the point holds."""
        for points in (p for place in site.world.ordered.get("backups", {}).values() for p in place.values()):
            for point in points:
                if point["extId"] == record.ext_id:
                    put_back(site, point)
                    name = point["domainManager"]["config"]["name"]
                    return Done(affected=(("prism:config:domain_manager", site.domain_manager_id, name),))
        raise not_found(self.label, record.ext_id)

    def _record(self, point: Json, manager: str) -> Record:
        shown = {name: point[name] for name in ("extId", "creationTime", "domainManager")}
        return Record(self.kind, point["extId"], {"$objectType": self.object_type, "$reserved": {}, **shown}, manager)
