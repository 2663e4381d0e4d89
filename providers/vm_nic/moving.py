"""A NIC that goes to another subnet or address in place."""

from __future__ import annotations

from prism import PrismCentral, UnsupportedError
from prism.vmm import Nic, NicActions


def move(client: PrismCentral, vm_id: str, nic: Nic, subnet_id: str, address: str) -> None:
    """Moves the NIC, which keeps its MAC address. Raises UnsupportedError where Prism Central does not offer that."""
    if not NicActions(client, vm_id).put(nic, subnet_id, address):
        raise UnsupportedError(
            f"NIC {nic.label} ({nic.id}) of VM {vm_id} was not moved: this Prism Central does not offer assign-ip and "
            "migrate. Run pulumi up --replace with the URN of the NIC: a new NIC comes, with another MAC address, and "
            "the old one goes."
        )
