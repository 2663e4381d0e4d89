"""Recovery settings of a plan: how single VMs start after recovery.

API: ``datapolicies/v4.2+/config/recovery-plans/{recoveryPlanExtId}/recovery-settings``.
"""

from __future__ import annotations

from pydantic import Field

from prism.address import IpAddress
from prism.collection import Collection
from prism.model import Entity, Model, Reference


class IpMapping(Model):
    """An address of a mapped network, and its counterpart at the other site."""

    network_mapping_ext_id: str
    primary_ip: IpAddress
    recovery_ip: IpAddress
    primary_test_ip: IpAddress | None = None
    recovery_test_ip: IpAddress | None = None


class PlannedFloatingIp(Model):
    """A floating IP of the pool, or this one."""

    should_allocate_dynamically: bool = True
    ip_address: IpAddress | None = None


class FloatingIpAssociation(Model):
    """The floating IPs of a NIC at each site."""

    nic_ext_id: str
    primary_floating_ip: PlannedFloatingIp | None = None
    recovery_floating_ip: PlannedFloatingIp | None = None
    primary_test_floating_ip: PlannedFloatingIp | None = None
    recovery_test_floating_ip: PlannedFloatingIp | None = None


class VmRecoverySetting(Model):
    """The setting of one VM. The field is a union, so it needs the ``$objectType``. Other kinds have no ``vm``."""

    object_type: str = Field(default="datapolicies.v4.config.VmRecoverySetting", alias="$objectType")
    vm: Reference | None = None
    power_state: str | None = None
    ip_mappings: list[IpMapping] | None = None
    floating_ip_associations: list[FloatingIpAssociation] | None = None


class RecoverySetting(Entity):
    """``scope`` is VM, VM_CATEGORY or VOLUME_GROUP."""

    scope: str | None = None
    recovery_setting: VmRecoverySetting

    @property
    def vm_id(self) -> str:
        """The id of its VM; empty for settings of other kinds."""
        return self.recovery_setting.vm.ext_id if self.recovery_setting.vm else ""

    @property
    def label(self) -> str:
        """A setting has no name; its VM stands for it."""
        return f"of VM {self.vm_id}" if self.vm_id else self.id


class RecoverySettings(Collection[RecoverySetting]):
    """``RecoverySettings(central, plan_id)``: the recovery settings of one plan."""

    namespace = "datapolicies"
    path, kind, minor = "config/recovery-plans/{}/recovery-settings", "recovery setting", 2
    model = RecoverySetting
