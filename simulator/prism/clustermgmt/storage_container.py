"""Storage container of the AHV cluster. GET /api/clustermgmt/v4.N/config/storage-containers."""

from __future__ import annotations

from simulator.prism.model import Noun, Record, Site, fields, not_found
from simulator.prism.vmm import disks

# assumed: what the container is said to hold at most.
_CAPACITY = 40 * 2**40


class StorageContainer(Noun):
    """Read only: the one that disks are in unless they say otherwise."""

    kind = "storage_container"
    namespace = "clustermgmt"
    path = "config/storage-containers"
    object_type = "clustermgmt.v4.config.StorageContainer"
    verbs = frozenset({"list", "get"})
    fields = fields(
        "containerExtId ownerExtId name clusterExtId storagePoolExtId isMarkedForRemoval maxCapacityBytes"
        " replicationFactor isInternal isEncrypted isCompressionEnabled clusterName"
    )

    def records(self, site: Site, parent: str | None) -> list[Record]:
        ext_id = disks.container_id(site)
        data = {
            "$objectType": self.object_type,
            "$reserved": {},
            "extId": ext_id,
            "containerExtId": ext_id,
            "ownerExtId": site.user_id,
            "name": "default-container",
            "clusterExtId": site.cluster_id,
            "clusterName": site.spec.cluster_name,
            "maxCapacityBytes": _CAPACITY,
            "replicationFactor": 2,
            "isInternal": False,
            "isMarkedForRemoval": False,
        }
        return [Record(self.kind, ext_id, data)]

    def find(self, site: Site, ext_id: str) -> Record:
        found = next((one for one in self.records(site, None) if one.ext_id == ext_id), None)
        if found is None:
            raise not_found("storage container", ext_id)
        return found
