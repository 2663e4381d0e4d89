"""Which stale copies make way for which recovery points, and which are kept: by the ids of both. Pure.

A copy that makes way is deleted, and it may be all that is left of its VM. So it does only where the VM that continues
it has a recovery point. No name says so, and no two clocks are compared: a point of the VM that continues a copy was
made after the copy had stopped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from prism.vmm import Vm
from providers.recovery.copies import created
from providers.recovery.lineage import Lineage, short
from providers.recovery.risk import RecoverableVm
from providers.recovery.when import BOUND


def makes_way(copies: Sequence[Vm], coming: Sequence[RecoverableVm], lineage: Lineage) -> list[Vm]:
    """The copies of this site that may be deleted. ``lineage``: what the source has taken over from here."""
    dated = [vm for vm in coming if vm.newest is not None]
    if not lineage.known:
        return _by_likeness(copies, dated)
    often = Counter(short(vm.vm_id) for vm in dated)
    return [copy for copy in copies if often[lineage.continued_by(copy.id)] == 1]


def split(
    coming: Iterable[RecoverableVm], kept: Sequence[Vm], lineage: Lineage, before: Lineage
) -> tuple[tuple[RecoverableVm, ...], tuple[RecoverableVm, ...]]:
    """What comes over beside the copies that are kept, and those copies as VMs that are left behind.

    A point of a VM that a kept copy itself continues (``before``: what was moved here last) is older than the copy, so
    that VM does not come. Where nobody told the ids, one of the copy's name counts as such.
    """
    names, ids = {copy.label for copy in kept}, {short(copy.id) for copy in kept}

    def is_older(vm: RecoverableVm) -> bool:
        return before.continued_by(vm.vm_id) in ids if lineage.known else vm.name in names

    left = (RecoverableVm(copy.label, None, left_behind=True, vm_id=copy.id) for copy in kept)
    return tuple(vm for vm in coming if not is_older(vm)), tuple(left)


def _by_likeness(copies: Sequence[Vm], coming: Sequence[RecoverableVm]) -> list[Vm]:
    """Where the other stack has told no ids, as its program is older: by the UUID that the guest sees, else by name.

    Either must be there once at both ends, and the point must be newer by more than the clocks may be apart.
    assumed: a recovered VM keeps its BIOS UUID, and its creation time is when it was recovered.
    """
    uuids, names = Counter(copy.bios_uuid for copy in copies), Counter(copy.label for copy in copies)
    by_uuid, by_name = defaultdict[str, list[RecoverableVm]](list), defaultdict[str, list[RecoverableVm]](list)
    for vm in coming:
        by_uuid[vm.bios_uuid].append(vm)
        by_name[vm.name].append(vm)

    def alike(copy: Vm) -> RecoverableVm | None:
        if copy.bios_uuid and copy.bios_uuid in by_uuid:
            there, here = by_uuid[copy.bios_uuid], uuids[copy.bios_uuid]
        else:
            there, here = by_name.get(copy.label, []), names[copy.label]
        differs = any(copy.bios_uuid and vm.bios_uuid not in ("", copy.bios_uuid) for vm in there)
        return there[0] if len(there) == here == 1 and not differs else None

    found = [(copy, one.newest) for copy in copies if (one := alike(copy))]
    return [copy for copy, newest in found if newest is not None and newest - created(copy) > BOUND]
