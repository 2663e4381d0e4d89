"""Cluster: the AHV cluster, and the Prism Central itself. GET /api/clustermgmt/v4.N/config/clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator._json import Json
from simulator._noun import Noun, fields
from simulator._store import Record

if TYPE_CHECKING:
    from simulator._site import Site


class Cluster(Noun):
    """Read only: NC2 makes clusters elsewhere."""

    kind = "cluster"
    namespace = "clustermgmt"
    path = "config/clusters"
    object_type = "clustermgmt.v4.config.Cluster"
    verbs = frozenset({"list", "get"})
    query = Noun.query | {"$expand"}
    computed = frozenset({"vmCount"})
    fields = fields(
        "name nodes config network upgradeStatus vmCount inefficientVmCount containerName categories"
        " clusterProfileExtId backupEligibilityScore"
    )

    def view(self, site: Site, record: Record) -> Json:
        return {**record.data, "vmCount": len(site.store.all("vm")) if record.ext_id == site.cluster_id else 0}
