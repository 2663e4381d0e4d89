"""Recovery points in a recovery point store, and their restore to a cluster.

API: ``dataprotection/v4.4+/config/recovery-points``, with headers that say MST (multicloud snapshot technology) and
which store; ``$actions/restore`` creates the VMs, powered off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import Field

from prism.collection import Collection
from prism.dataprotection.recovery_point import RecoveryPoint
from prism.errors import Subject
from prism.model import Model, Reference
from prism.vmm.vm_nic import NicNetwork

if TYPE_CHECKING:
    from prism.client import PrismCentral


class NicOverride(Model):
    """The subnet and the address of a captured NIC after the restore."""

    nic_ext_id: str
    nic_network_info: NicNetwork


class NicSpec(Model):
    """The NICs that shall differ from the captured ones."""

    nic_override_list: list[NicOverride]


class AhvVmOverrideSpec(Model):
    """What shall differ from the captured VM."""

    object_type: str = Field(default="dataprotection.v4.config.AhvVmOverrideSpec", alias="$objectType")
    description: str | None = None
    nic_spec: NicSpec | None = None
    categories: list[Reference] | None = None


class VmRestoreOverride(Model):
    """The overrides of one VM of the recovery point."""

    vm_recovery_point_ext_id: str
    vm_override_spec: AhvVmOverrideSpec


class RestoreSpec(Model):
    """The body of ``$actions/restore``."""

    cluster_ext_id: str
    vm_recovery_point_restore_overrides: list[VmRestoreOverride]


class StoredRecoveryPoints(Collection[RecoveryPoint]):
    """The recovery points of one store; without ``store_id``, those of all stores."""

    namespace, path = "dataprotection", "config/recovery-points"
    kind, minor = "stored recovery point", 4
    order = "extId"
    model = RecoveryPoint

    def __init__(self, central: PrismCentral, store_id: str | None = None) -> None:
        super().__init__(central)
        self._store_id = store_id

    def restore(self, point: RecoveryPoint, spec: RestoreSpec) -> list[str]:
        """Restores all VMs of the point or none, and waits for it. Their ids, if the task tells them.

        Raises TaskFailedError or TaskTimeoutError.
        """
        subject = Subject("restore", "recovery point", point.label, point.id)
        etag = self.get(point.id).etag
        path = f"{self._item(point.id)}/$actions/restore"
        reply = self._central.call(subject, "POST", self.namespace, path, body=spec.body(), etag=etag)
        task = self._finish(subject, reply.data)
        return task.ids("vmExtIds") if task else []

    def _list_headers(self) -> Mapping[str, str]:
        return {"X-Cluster-Id": "MST", **({"X-Recovery-Point-Store-Id": self._store_id} if self._store_id else {})}
