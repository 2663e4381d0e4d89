"""What came, compared with what was announced: by VM, and before a route moves. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from providers.recovery import RecoverableVm, Risk, is_another
from topology import RiskKind


def not_come(
    announced: Iterable[RecoverableVm],
    came: Collection[str],
    others_here: Iterable[tuple[str, str | None]],
    source: str,
    target: str,
) -> Iterator[Risk]:
    """A risk for each announced VM that is not here. ``came`` are ids at the source of the VMs that are.

    ``others_here`` are names and UUIDs of protected VMs that run here and came some other way: each stands for one VM
    of its name, unless the UUIDs say that it is another.
    """
    running = defaultdict[str, list[str | None]](list)
    for name, uuid in others_here:
        running[name].append(uuid)
    for vm in announced:
        if vm.vm_id in came or vm.newest is None:
            continue
        alike = [uuid for uuid in running[vm.name] if not is_another(uuid, vm.bios_uuid)]
        if alike:
            running[vm.name].remove(alike[0])
            continue
        yield Risk(
            RiskKind.NOT_RECOVERED,
            vm.name,
            f"{vm.name} ({vm.vm_id or 'id not known'}) was announced, but the recovery plan did not bring it to "
            f"{target}. It may still run in {source}. Check its category and power state there, and its recovery "
            "points here.",
        )
