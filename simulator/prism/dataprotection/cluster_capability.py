"""What the AHV cluster can do for data protection. GET /api/dataprotection/v4.N/config/cluster-capabilities."""

from __future__ import annotations

from simulator.prism.model import DerivedNoun, Record, Site, fields

# assumed: the cluster of a new NC2 site supports both.
_CAPABILITIES = ("SUPPORTS_NEAR_SYNC", "SUPPORTS_POLICY_BASED_RP_RETENTION")


class ClusterCapability(DerivedNoun):
    """Read only: one entity, for the one cluster."""

    kind = "cluster_capability"
    namespace = "dataprotection"
    path = "config/cluster-capabilities"
    object_type = "dataprotection.v4.config.DataProtectionClusterCapability"
    plural = "DPClusterCapabilities"
    verbs = frozenset({"list"})
    projected = True
    since = 2
    fields = fields("clusterExtId capabilities")

    def records(self, site: Site, parent: str | None) -> list[Record]:
        kind = "dataprotection.v4.config.Capability"
        data = {
            "$objectType": self.object_type,
            "$reserved": {},
            "extId": site.cluster_id,
            "clusterExtId": site.cluster_id,
            "capabilities": [
                {"$objectType": kind, "capabilityName": name, "isSupported": True} for name in _CAPABILITIES
            ],
        }
        return [Record(self.kind, site.cluster_id, data)]
