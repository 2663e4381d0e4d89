"""Actions of a NIC: it takes another address or goes to another subnet, and keeps its id and its MAC address.

API: ``vmm/v4.x/ahv/config/vms/{vmExtId}/nics/{extId}/$actions/{assign-ip,release-ip,migrate}``.
assumed: 404, 405 and 501 say that an action is not offered.
"""

from __future__ import annotations

from prism.address import Ipv4Address
from prism.errors import NotFoundError, RequestError, ServerError
from prism.model import Model, Reference
from prism.vmm.vm_nic import Nic, VmNics

_NOT_OFFERED = frozenset({404, 405, 501})


class AssignIp(Model):
    """The body of assign-ip."""

    ip_address: Ipv4Address


class MigrateNic(Model):
    """The body of migrate. Without ``ip_address`` the NIC gets a free one of the subnet's pools."""

    subnet: Reference
    migrate_type: str = "ASSIGN_IP"
    ip_address: Ipv4Address | None = None


class NicActions(VmNics):
    """``NicActions(central, vm_id)``: the actions of the NICs of one VM. Each takes the current version of the NIC."""

    def put(self, nic: Nic, subnet_id: str, address: str) -> bool:
        """Gives the NIC this subnet and address in place. False if this Prism Central does not offer the actions.

        Raises ConflictError for an address that something else has.
        """
        ip = Ipv4Address(value=address)
        if nic.subnet_id == subnet_id:
            return self._offered(nic.id, "assign-ip", AssignIp(ip_address=ip), "give an address to")
        body = MigrateNic(subnet=Reference(ext_id=subnet_id), ip_address=ip)
        return self._offered(nic.id, "migrate", body, "move")

    def lease(self, nic: Nic, subnet_id: str) -> bool:
        """Gives the NIC a free address of the subnet's pools in place. False if the action is not offered."""
        return self._offered(nic.id, "migrate", MigrateNic(subnet=Reference(ext_id=subnet_id)), "move")

    def release(self, nic: Nic) -> bool:
        """Takes the address from the NIC. False if the action is not offered."""
        return self._offered(nic.id, "release-ip", None, "take the address from")

    def _offered(self, nic_id: str, action: str, body: Model | None, verb: str) -> bool:
        try:
            self.act(nic_id, action, body and body.body(), verb=verb)
        except (NotFoundError, RequestError, ServerError) as error:
            if error.status not in _NOT_OFFERED:
                raise
            # The NIC itself may be gone; then its own absence is told.
            self.get(nic_id)
            return False
        return True
