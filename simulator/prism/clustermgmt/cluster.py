"""Cluster: the AHV cluster, and the Prism Central itself. GET /api/clustermgmt/v4.N/config/clusters."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Noun, Record, Site, fields


class Cluster(Noun):
    """Read only: NC2 makes clusters in its own console."""

    kind = "cluster"
    namespace = "clustermgmt"
    path = "config/clusters"
    object_type = "clustermgmt.v4.config.Cluster"
    verbs = frozenset({"list", "get"})
    query = Noun.query | {"$expand", "$apply"}
    projected = True
    expansions = MappingProxyType({"clusterProfile": None, "storageSummary": None})
    computed = frozenset({"vmCount", "nodes"})
    fields = fields(
        "name nodes config network upgradeStatus vmCount inefficientVmCount containerName categories"
        " clusterProfileExtId backupEligibilityScore"
    )

    def view(self, site: Site, record: Record) -> Json:
        if record.ext_id != site.cluster_id:
            return {**record.data, "vmCount": 0}
        hosts = site.store.all("host")
        nodes = {"numberOfNodes": len(hosts), "nodeList": [{"nodeUuid": host.ext_id} for host in hosts]}
        return {**record.data, "vmCount": site.store.count("vm"), "nodes": nodes}
