"""Floating IPs. API: ``networking/v4.x/config/floating-ips``."""

from __future__ import annotations

from pydantic import Field

from prism.address import IpAddress
from prism.collection import Collection
from prism.model import Entity, Model

# Fields that Prism derives from the association: those that we name, and those that we do not.
_DERIVED = ("association", "association_status", "vm_nic_reference", "vpc_reference", "private_ip")
_DERIVED_UNKNOWN = ("loadBalancerSessionReference", "vmNic", "vpc")


class VmNicAssociation(Model):
    """An association with a NIC. The field is a union, so it needs the ``$objectType``."""

    object_type: str = Field(default="networking.v4.config.VmNicAssociation", alias="$objectType")
    vm_nic_reference: str | None = None


class FloatingIp(Entity):
    """``association_status`` tells the kind of its target, ``vm_nic_reference`` the NIC."""

    name: str | None = None
    description: str | None = None
    association: VmNicAssociation | None = None
    floating_ip: IpAddress | None = None
    association_status: str | None = None
    vm_nic_reference: str | None = None
    vpc_reference: str | None = None
    private_ip: str | None = None
    external_subnet_reference: str | None = None

    @property
    def address(self) -> str:
        """The public address; empty if Prism does not tell it."""
        return str(self.floating_ip) if self.floating_ip else ""

    @property
    def nic_id(self) -> str:
        """The id of the NIC that it leads to; empty if it leads to none."""
        return self.vm_nic_reference or (self.association and self.association.vm_nic_reference) or ""

    @property
    def leads_nowhere(self) -> bool:
        """Whether it is not associated with anything."""
        return not self.nic_id and self.association_status in (None, "NOT_ASSOCIATED")

    def leading_to(self, nic_id: str) -> FloatingIp:
        """A copy to write, associated with this NIC; with none if empty.

        A PUT without ``association`` removes the association.
        """
        written = self.model_copy(update=dict.fromkeys(_DERIVED), deep=True)
        for name in _DERIVED_UNKNOWN:
            (written.model_extra or {}).pop(name, None)
        written.association = VmNicAssociation(vm_nic_reference=nic_id) if nic_id else None
        return written


class FloatingIps(Collection[FloatingIp]):
    """The floating IPs of a Prism Central."""

    namespace, path, kind = "networking", "config/floating-ips", "floating IP"
    rel = "networking:config:floating-ip"
    model = FloatingIp
