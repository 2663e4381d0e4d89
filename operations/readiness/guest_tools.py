"""VMs whose address only their guest knows: after a failover nothing but Nutanix Guest Tools (NGT) sets it again.

At the standby they are seen in their recovery points, as they were then; at the active site as they are now.
assumed: VMs and their recovery points show ``guestTools`` and learned addresses.
"""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor
from prism.vmm import Vm, Vms
from providers.recovery import is_assigned, of_guest

_NAME = "guest tools"
_TODO = (
    "Install Nutanix Guest Tools in the VM and look that they answer, or let AHV assign the address. Otherwise the VM "
    "may come up with another address."
)


def look(survivor: Survivor) -> list[Check]:
    if survivor.model.protection.in_store and not survivor.model.is_home:
        return [Check(_NAME, Status.PASS, survivor.name, "AHV assigns the addresses of VMs restored from the store")]
    vms = protected(survivor)
    asking = [vm for vm in vms if of_guest(vm)]
    silent = [vm for vm in vms if vm.nics and not any(nic.ip or is_assigned(nic) for nic in vm.nics)]
    if not vms:
        return [Check.unknown(_NAME, survivor.name, "no VM's NICs are known here", "See replication age.")]
    found = [*(_judged(vm) for vm in asking), *_unseen(silent)]
    text = f"AHV assigns the addresses of {len(vms) - len(asking) - len(silent)} of {len(vms)} VMs"
    return [*found, Check(_NAME, Status.PASS, survivor.name, text, "kept without guest tools")]


def protected(survivor: Survivor) -> list[Vm]:
    """The protected VMs: of this site where it is active, else as their newest recovery points captured them."""
    view = survivor.failover
    if survivor.model.is_active:
        return [vm for vm in Vms(survivor.prism).list() if any(vm.has_category(one) for one in view.categories)]
    names = {vm.vm_id: vm.name for vm in view.coming_over()}
    newest = {one.vm_ext_id: one.vm for one in sorted(view.captured, key=lambda one: str(one.creation_time))}
    return [vm.model_copy(update={"name": names[id]}) for id, vm in newest.items() if vm and id in names]


def _judged(vm: Vm) -> Check:
    addresses, tools = ", ".join(of_guest(vm)), vm.guest_tools
    if tools and tools.is_installed and tools.is_reachable:
        return Check(_NAME, Status.PASS, vm.label, f"{addresses} is set in the guest; the tools answer", "tools answer")
    if tools and tools.is_installed:
        found = f"{addresses} is set in the guest; the tools are installed and do not answer"
        return Check(_NAME, Status.WARN, vm.label, found, "tools answer", _TODO)
    found = f"{addresses} is set in the guest, which has no Guest Tools"
    return Check.of(_NAME, vm.label, found, good=False, expected="tools answer", what_to_do=_TODO)


def _unseen(vms: list[Vm]) -> Iterator[Check]:
    for vm in vms:
        why = "AHV assigns no address, and none was seen on the wire"
        yield Check.unknown(_NAME, vm.label, why, _TODO)
