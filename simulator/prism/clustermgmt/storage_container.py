"""Storage container of the AHV cluster. GET /api/clustermgmt/v4.N/config/storage-containers."""

from __future__ import annotations

from simulator.prism.model import DerivedNoun, Record, Site, fields
from simulator.prism.vmm import disks

# assumed: the maximum capacity of the container.
_CAPACITY = 40 * 2**40


class StorageContainer(DerivedNoun):
    """Read only: the one container, which holds all disks."""

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
