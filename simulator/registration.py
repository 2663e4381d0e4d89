"""Registration: another Prism Central this one is paired with.

GET /api/prism/v4.N/management/domain-managers/{domainManagerExtId}/registrations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator._json import Json
from simulator._noun import Noun, fields
from simulator._store import Record

if TYPE_CHECKING:
    from simulator._site import Site


class Registration(Noun):
    """Read only: the world's sites are paired from the beginning."""

    kind = "registration"
    namespace = "prism"
    path = "management/domain-managers/{domain_manager}/registrations"
    object_type = "prism.v4.management.Registration"
    plural = "Registration"
    verbs = frozenset({"list", "get"})
    computed = frozenset({"connectivityStatus"})
    fields = fields("remoteClusterExtId connectivityStatus remoteClusterDetails metadata")

    def view(self, site: Site, record: Record) -> Json:
        remote = site.world.site_of(record.data["remoteClusterExtId"])
        connected = remote is not None and site.world.connected(site, remote)
        return {**record.data, "connectivityStatus": "CONNECTED" if connected else "DISCONNECTED"}
