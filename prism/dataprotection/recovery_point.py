"""Recovery points: the copies of VMs at this site. API: ``dataprotection/v4.x/config/recovery-points``."""

from __future__ import annotations

import re
from datetime import datetime

from plain_text import plain
from prism.collection import Collection
from prism.model import Entity, Model

# assumed: a protection policy names a recovery point after the VM and the time.
_MOMENT = re.compile(r"-\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$")


class VmRecoveryPoint(Model):
    """The copy of one VM."""

    vm_ext_id: str | None = None
    ext_id: str | None = None
    name: str | None = None
    vm_categories: list[str] | None = None

    @property
    def vm_name(self) -> str:
        """The VM's name if the copy tells it, otherwise the VM's id; as ``label`` shows the VM's own."""
        return plain(_MOMENT.sub("", self.name or "") or self.vm_ext_id or "?")


class SourceLocation(Model):
    """The Prism Central of the copied VM (since v4.2)."""

    domain_manager_ext_id: str | None = None


class RecoveryPoint(Entity):
    """``status`` is COMPLETE when the point can be used."""

    name: str | None = None
    creation_time: datetime | None = None
    status: str | None = None
    source_location: SourceLocation | None = None
    vm_recovery_points: list[VmRecoveryPoint] | None = None


class RecoveryPoints(Collection[RecoveryPoint]):
    """The recovery points of a Prism Central."""

    namespace, path = "dataprotection", "config/recovery-points"
    kind, detail = "recovery point", "recoveryPointExtId"
    order = "extId"
    model = RecoveryPoint
