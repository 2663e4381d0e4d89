"""Restorable domain manager: a Prism Central that a place holds backups of.

GET /api/prism/v4.N/management/restore-sources/{restoreSourceExtId}/restorable-domain-managers.
"""

from __future__ import annotations

from simulator.prism.backup import place_of, points_in
from simulator.prism.model import DerivedNoun, Record, Site, fields


class RestorableDomainManager(DerivedNoun):
    """As its newest restore point has it."""

    kind = "restorable_domain_manager"
    namespace = "prism"
    path = "management/restore-sources/{restore_source}/restorable-domain-managers"
    object_type = "prism.v4.management.RestorableDomainManager"
    verbs = frozenset({"list"})
    query = frozenset({"$page", "$limit", "$filter"})
    fields = fields(
        "config isRegisteredWithHostingCluster network hostingClusterExtId shouldEnableHighAvailability nodeExtIds"
        " createdTime"
    )

    def records(self, site: Site, parent: str | None) -> list[Record]:
        return [
            Record(self.kind, ext_id, {**points[-1]["domainManager"], "$objectType": self.object_type}, source.ext_id)
            for source in site.store.all("restore_source")
            if parent in (None, source.ext_id)
            for ext_id, points in points_in(site.world, place_of(source.data["location"])).items()
        ]
