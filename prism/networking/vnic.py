"""NICs as their subnet sees them. API: ``networking/v4.x/config/subnets/{subnetExtId}/vnics``."""

from __future__ import annotations

from prism.address import IpAddress
from prism.collection import Collection
from prism.model import Entity


class Vnic(Entity):
    """``vm_reference`` is the id of the VM."""

    assigned_ipv4_addresses: list[IpAddress] | None = None
    assigned_secondary_ipv4_addresses: list[IpAddress] | None = None
    mac_address: str | None = None
    vm_reference: str | None = None

    def holds(self, address: str) -> bool:
        """Whether the address is assigned to it."""
        assigned = (self.assigned_ipv4_addresses or []) + (self.assigned_secondary_ipv4_addresses or [])
        return address in [str(one) for one in assigned]


class Vnics(Collection[Vnic]):
    """``Vnics(central, subnet_id)``: the NICs in one subnet. They can be listed and no more."""

    namespace, path, kind = "networking", "config/subnets/{}/vnics", "vNIC"
    model = Vnic
