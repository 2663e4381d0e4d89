"""Parts of protected VMs that their category does not bring: disks of volume groups, GPUs, virtual TPMs."""

from operations.look import Check, Status, Survivor
from operations.readiness.guest_tools import protected
from providers.recovery import not_brought

_NAME = "VM parts"


def look(survivor: Survivor) -> list[Check]:
    vms = protected(survivor)
    if not vms:
        return [Check.unknown(_NAME, survivor.name, "no VM's parts are known here", "See replication age.")]
    told = [(vm, part.partition(". ")) for vm in vms for part in not_brought(vm)]
    with_parts = {vm.id for vm, _ in told}
    whole = f"{len(vms) - len(with_parts)} of {len(vms)} VMs have disks and NICs of their own alone"
    return [
        *(Check(_NAME, Status.WARN, vm.label, found, "comes with its VM", f"{todo}.") for vm, (found, _, todo) in told),
        Check(_NAME, Status.PASS, survivor.name, whole, "come with their VMs"),
    ]
