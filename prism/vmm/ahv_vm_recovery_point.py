"""VMs as recovery points captured them: memory and NICs, readable when the VM itself is out of reach.

API: ``vmm/v4.1+/ahv/config/vm-recovery-points``. The copies themselves are in ``recovery_point``.
"""

from __future__ import annotations

from datetime import datetime

from prism.collection import Collection
from prism.model import Entity
from prism.vmm.vm import Vm


class AhvVmRecoveryPoint(Entity):
    """``vm`` is the captured configuration; its ids are those of the site it was captured at."""

    name: str | None = None
    creation_time: datetime | None = None
    vm_ext_id: str | None = None
    vm: Vm | None = None


class AhvVmRecoveryPoints(Collection[AhvVmRecoveryPoint]):
    """The captured VMs that a Prism Central holds."""

    namespace, path = "vmm", "ahv/config/vm-recovery-points"
    kind, minor = "AHV VM recovery point", 1
    order = "extId"
    model = AhvVmRecoveryPoint
