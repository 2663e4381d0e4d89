"""Host: a node of the AHV cluster. GET /api/clustermgmt/v4.N/config/clusters/{clusterExtId}/hosts, .../config/hosts."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Noun, Record, Site, fields


class Host(Noun):
    """Read only: NC2 adds and removes nodes in its own console."""

    kind = "host"
    namespace = "clustermgmt"
    path = "config/clusters/{cluster}/hosts"
    flat_path = "config/hosts"
    object_type = "clustermgmt.v4.config.Host"
    responses = MappingProxyType({"list": "ListHostsByClusterId"})
    verbs = frozenset({"list", "get"})
    query = Noun.query | {"$apply"}
    fields = fields(
        "hostName hostType hypervisor cluster controllerVm disk isDegraded numberOfCpuCores numberOfCpuThreads"
        " numberOfCpuSockets cpuModel bootTimeUsecs memorySizeBytes blockModel maintenanceState nodeStatus"
    )
    computed = frozenset({"hypervisor"})

    def view(self, site: Site, record: Record) -> Json:
        running = {"numberOfVms": site.vms.load(record.ext_id)}
        return {**record.data, "hypervisor": {**record.data["hypervisor"], **running}}
