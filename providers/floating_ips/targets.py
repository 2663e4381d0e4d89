"""The NICs that the members of a set of floating IPs should lead to, looked up by VM name and address."""

from __future__ import annotations

from collections.abc import Mapping

from errors import OperatorError
from prism import AmbiguousNameError, NotFoundError, PrismCentral
from prism.vmm import Vm, Vms
from providers.base import is_superseded
from providers.floating_ips.changes import Member


class AbsentVmError(NotFoundError):
    """This Prism Central has no VM of the name, or not yet."""


def targets(client: PrismCentral, members: Mapping[str, Member]) -> tuple[dict[str, str], dict[str, OperatorError]]:
    """The NIC of each member (empty: nothing), and an error for each member whose NIC is not found."""
    vms = list(Vms(client).list()) if any(member.vm for member in members.values()) else []
    found: dict[str, str] = {}
    failures: dict[str, OperatorError] = {}
    for name, member in members.items():
        try:
            found[name] = _nic_of(vms, member.vm, str(member.private_ip)) if member.vm else member.vm_nic_id or ""
        except OperatorError as error:
            failures[name] = error
    return found, failures


def _nic_of(vms: list[Vm], name: str, address: str) -> str:
    """The one NIC. Stale copies that a failover left do not count."""
    named = [vm for vm in vms if vm.name == name and not is_superseded(vm.description)]
    if not named:
        raise AbsentVmError(
            f"there is no VM '{name}' in this Prism Central. Correct the name, or leave out vm and private_ip until "
            "the VM is here."
        )
    nics = [nic for vm in named for nic in vm.nics or [] if nic.ip == address]
    if len(nics) > 1:
        ids = ", ".join(sorted(nic.id for nic in nics))
        raise AmbiguousNameError(f"{len(nics)} NICs of VMs '{name}' have the address {address}: {ids}; expected one.")
    if not nics:
        has = ", ".join(sorted(str(nic.ip) for vm in named for nic in vm.nics or [] if nic.ip)) or "none"
        raise NotFoundError(f"VM '{name}' has no NIC with the address {address}. Its addresses: {has}.")
    return nics[0].id
