"""Cluster of v3, read only. POST /api/nutanix/v3/clusters/list, GET .../clusters/{uuid}."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site, nouns
from simulator.prism.v3.kind import ReadKind, document


class Cluster(ReadKind):
    """The AHV cluster, and the Prism Central itself: `service_list` tells them apart."""

    name = "cluster"
    collection = "clusters"
    operations = ("POST clusters/list", "GET clusters/{uuid}")

    def shown(self, site: Site, record: Record) -> Json:
        nodes = nouns()["cluster"].view(site, record).get("nodes", {}).get("nodeList", [])
        resources: Json = {
            "config": {"service_list": record.data["config"]["clusterFunction"], "is_available": True},
            "nodes": {"hypervisor_server_list": [{"type": "AHV", "uuid": node["nodeUuid"]} for node in nodes]},
        }
        return document(self.name, record, resources)
