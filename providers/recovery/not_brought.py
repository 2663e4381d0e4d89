"""What a protected VM has beside disks and NICs of its own. Its category does not bring that, or not for certain. Pure.

assumed: a recovery point shows the GPUs, the vTPM and the volume groups of the VM that it captured. A volume group is
protected by its own category, and a vTPM's secrets need not come over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plain_text import plain
from prism.vmm import AhvVmRecoveryPoint, Vm
from providers.recovery.risk import RecoverableVm


def not_brought(vm: Vm) -> Iterator[str]:
    """One sentence for each part, which begins after the VM's name, and says what to do."""
    if groups := vm.volume_groups:
        named = f"the volume group{'s' if len(groups) > 1 else ''} {', '.join(groups)}"
        yield (
            f"has disks of {named}, which the VM's category does not protect. Put the volume group into a protected "
            "category itself, and see in a drill whether the VM comes up with it"
        )
    if vm.gpus:
        named = ", ".join(dict.fromkeys(plain(gpu.name or gpu.mode or "not named") for gpu in vm.gpus))
        yield f"has a GPU ({named}). See in a drill that a node of the other site has one like it free"
    if vm.vtpm_config and vm.vtpm_config.is_vtpm_enabled:
        yield (
            "has a virtual TPM, whose secrets may stay behind. See in a drill whether the guest unlocks its disks, and "
            "keep their recovery keys at hand"
        )


def captured_parts(points: Iterable[AhvVmRecoveryPoint], vms: Iterable[RecoverableVm]) -> tuple[str, ...]:
    """The sentences of these VMs, as their newest recovery points captured them."""
    names = {vm.vm_id: vm.name for vm in vms}
    newest = {one.vm_ext_id: one.vm for one in sorted(points, key=lambda one: str(one.creation_time))}
    there = ((names[id], vm) for id, vm in newest.items() if vm is not None and id in names)
    # By the name alone: two VMs may have one.
    found = sorted(there, key=lambda one: one[0])
    return tuple(f"{plain(name)} {part}." for name, vm in found for part in not_brought(vm))
