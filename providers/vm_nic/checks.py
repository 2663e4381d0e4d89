"""Preview of a NIC: why Prism Central would refuse to add it or to delete it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Address, IPv4Network
from typing import Any, TypeVar

import pulumi

from prism import ConflictError, NotFoundError, PrismCentral, UnreachableError
from prism.networking import Subnet, Subnets, Vnics
from prism.vmm import Nic, Vm, VmNics, Vms
from providers.base import tell_silence

T = TypeVar("T")


def faults(client: PrismCentral, vm_id: str, subnet_id: str, ip_address: str) -> list[tuple[str, str]]:
    """(field, reason) why no NIC can have this address. Empty if Prism Central does not answer."""
    try:
        return list(_faults(client, vm_id, subnet_id, ip_address))
    except UnreachableError as error:
        tell_silence(error)
        return []


def expect_spare(client: PrismCentral, vm_id: str, nic_id: str) -> None:
    """For a NIC that goes before the new one comes: raises ConflictError at preview as ``expect_another`` does."""
    try:
        expect_another(Vms(client).get(vm_id), VmNics(client, vm_id).get(nic_id))
    except NotFoundError:
        return
    except UnreachableError as error:
        tell_silence(error)


def is_on_another_nic(client: PrismCentral, nic_id: str, wanted: Mapping[str, Any]) -> bool:
    """Whether another NIC of the VM has this subnet and address: one that a lost state has made, or somebody by hand.

    False if Prism Central does not answer.
    """
    place = (wanted["subnet_id"], wanted["ip_address"])
    try:
        nics = list(VmNics(client, str(wanted["vm_id"])).list())
    except (NotFoundError, UnreachableError):
        return False
    return any((nic.subnet_id, nic.ip) == place for nic in nics if nic.id != nic_id)


def _faults(client: PrismCentral, vm_id: str, subnet_id: str, address: str) -> Iterable[tuple[str, str]]:
    vm = _or_none(lambda: Vms(client).get(vm_id))
    subnet = _or_none(lambda: Subnets(client).get(subnet_id))
    if vm is None:
        yield "vm_id", _missing("VM", vm_id, client)
    if subnet is None:
        yield "subnet_id", _missing("subnet", subnet_id, client)
        return
    reason = _outside(subnet, IPv4Address(address))
    if reason:
        yield "ip_address", reason
        return
    holder = next((vnic.vm_reference or "" for vnic in Vnics(client, subnet_id).list() if vnic.holds(address)), None)
    if holder is not None and holder != vm_id:
        # A warning only, because the same run may free the address: it may move from one VM to another.
        pulumi.log.warn(f"ip_address {_taken(client, address, subnet, holder)}.")
    # A warning only, because Prism Central accepts the address as long as it is free.
    pool = _pool_of(subnet, IPv4Address(address))
    if pool and holder is None:
        pulumi.log.warn(
            f"ip_address {address} is in the pool {pool} of subnet '{subnet.label}': Prism Central may give it to "
            "another VM before this one. Choose an address outside of the pools."
        )


def expect_another(vm: Vm, nic: Nic) -> None:
    """Raises ConflictError if the NIC is the last one of the VM, because nobody could reach the VM without it."""
    if all(other.id == nic.id for other in vm.nics or []):
        raise ConflictError(
            f"NIC {nic.label} ({nic.id}) is the last one of VM '{vm.label}' ({vm.id}), and nobody can reach the VM "
            "without it. Add another NIC or delete the VM, then run pulumi up again. To keep the NIC and only remove "
            "it from the state, run pulumi state delete."
        )


def _outside(subnet: Subnet, address: IPv4Address) -> str:
    """Why no NIC of the subnet can have the address, or an empty string."""
    if subnet.ipv4 is None:
        return f"is {address}, but subnet '{subnet.label}' ({subnet.id}) has no prefix, so no NIC has an address in it"
    prefix = IPv4Network(str(subnet.ipv4.ip_subnet), strict=False)
    gateway = subnet.ipv4.default_gateway_ip
    if address not in prefix:
        return f"is {address}; expected an address inside {prefix}, the prefix of subnet '{subnet.label}' ({subnet.id})"
    if address in (prefix.network_address, prefix.broadcast_address):
        return f"is {address}, which no NIC can have in {prefix}, the prefix of subnet '{subnet.label}'"
    if gateway is not None and str(address) == gateway.value:
        return f"is {address}, which is the gateway of subnet '{subnet.label}' ({subnet.id})"
    return ""


def _pool_of(subnet: Subnet, address: IPv4Address) -> str:
    for pool in (subnet.ipv4.pool_list if subnet.ipv4 else None) or []:
        if IPv4Address(pool.start_ip.value) <= address <= IPv4Address(pool.end_ip.value):
            return f"{pool.start_ip.value} to {pool.end_ip.value}"
    return ""


def _taken(client: PrismCentral, address: str, subnet: Subnet, holder: str) -> str:
    vm = _or_none(lambda: Vms(client).get(holder)) if holder else None
    who = f"VM '{vm.label}' ({vm.id})" if vm else f"something else ({holder or 'Prism Central does not say what'})"
    return (
        f"is {address}, which {who} has in subnet '{subnet.label}' ({subnet.id}). The NIC can be made only if this run "
        "frees the address first. Otherwise choose another address"
    )


def _missing(kind: str, ext_id: str, client: PrismCentral) -> str:
    return (
        f"is {ext_id}, but the Prism Central at {client.endpoint} has no such {kind}. The {kind} was deleted, or it is "
        "at the other site. Run pulumi refresh, then pulumi up"
    )


def _or_none(look: Callable[[], T]) -> T | None:
    try:
        return look()
    except NotFoundError:
        return None


def changed_by_hand(nic: Nic, vm_id: str, subnet_id: str, address: str) -> str:
    """The warning about a NIC that is not deleted, because somebody changed it by hand."""
    return (
        f"NIC {nic.id} of VM {vm_id} was not deleted: the state has it with {address} in subnet {subnet_id}, and now "
        f"it has {nic.ip or 'no address'} in subnet {nic.subnet_id or 'unknown'}. Delete it in Prism Central if "
        "nothing uses it."
    )
