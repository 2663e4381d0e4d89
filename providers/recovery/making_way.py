"""Which stale copies make way for which recovery points, and which are kept: by the ids of both. Pure.

A copy that makes way is deleted, and it may be all that is left of its VM. So it does only where the VM that continues
it has a recovery point. No name says so, and no two clocks are compared: a point of the VM that continues a copy was
made after the copy had stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from prism.vmm import Vm
from providers.recovery.copies import created
from providers.recovery.lineage import Lineage
from providers.recovery.risk import RecoverableVm
from providers.recovery.when import BOUND


def makes_way(copies: Sequence[Vm], coming: Sequence[RecoverableVm], lineage: Lineage) -> list[Vm]:
    """The copies of this site that may be deleted. ``lineage``: what the source has taken over from here."""
    dated = [vm for vm in coming if vm.newest is not None]
    if not lineage.known:
        return _by_likeness(copies, dated)
    return [copy for copy in copies if sum(lineage.continues(copy.id, vm.vm_id) for vm in dated) == 1]


def split(
    coming: Iterable[RecoverableVm], kept: Sequence[Vm], lineage: Lineage, before: Lineage
) -> tuple[tuple[RecoverableVm, ...], tuple[RecoverableVm, ...]]:
    """What comes over beside the copies that are kept, and those copies as VMs that are left behind.

    A point of a VM that a kept copy itself continues (``before``: what was moved here last) is older than the copy, so
    that VM does not come. Where nobody told the ids, one of the copy's name counts as such.
    """
    names = {copy.label for copy in kept}

    def is_older(vm: RecoverableVm) -> bool:
        if lineage.known:
            return any(before.continues(vm.vm_id, copy.id) for copy in kept)
        return vm.name in names

    left = (RecoverableVm(copy.label, None, left_behind=True, vm_id=copy.id) for copy in kept)
    return tuple(vm for vm in coming if not is_older(vm)), tuple(left)


def _by_likeness(copies: Sequence[Vm], coming: Sequence[RecoverableVm]) -> list[Vm]:
    """Where the other stack has told no ids, as its program is older: by the UUID that the guest sees, else by name.

    Either must be there once at both ends, and the point must be newer by more than the clocks may be apart.
    """
    ours, theirs = Counter(map(_likeness, copies)), Counter(map(_likeness_there, coming))
    names, names_there = Counter(copy.label for copy in copies), Counter(vm.name for vm in coming)
    found = []
    for copy in copies:
        for vm in coming:
            if copy.bios_uuid and vm.bios_uuid:
                alike, alone = copy.bios_uuid == vm.bios_uuid, ours[_likeness(copy)] == theirs[vm.bios_uuid] == 1
            else:
                alike, alone = copy.label == vm.name, names[copy.label] == names_there[vm.name] == 1
            if alike and alone and vm.newest is not None and vm.newest - created(copy) > BOUND:
                found.append(copy)
    return found


def _likeness(copy: Vm) -> str:
    return copy.bios_uuid or copy.id


def _likeness_there(vm: RecoverableVm) -> str:
    return vm.bios_uuid or vm.vm_id
