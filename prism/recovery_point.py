"""Recovery points: the copies of VMs this site holds. API: ``dataprotection/v4.x/config/recovery-points``."""

from __future__ import annotations

from datetime import datetime

from prism._collection import Collection
from prism._model import Entity, Model


class VmRecoveryPoint(Model):
    """The copy of one VM."""

    vm_ext_id: str | None = None
    name: str | None = None
    vm_categories: list[str] | None = None


class RecoveryPoint(Entity):
    """``status`` is COMPLETE once usable."""

    name: str | None = None
    creation_time: datetime | None = None
    status: str | None = None
    vm_recovery_points: list[VmRecoveryPoint] | None = None


class RecoveryPoints(Collection[RecoveryPoint]):
    """The recovery points of a Prism Central."""

    attribute, namespace, path = "recovery_points", "dataprotection", "config/recovery-points"
    kind, detail = "recovery point", "recoveryPointExtId"
    model = RecoveryPoint
