"""What came, compared with what was announced: by VM, and before a route moves. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from providers.recovery import RecoverableVm, Risk
from topology import RiskKind


def not_come(
    announced: Iterable[RecoverableVm], came: Collection[str], others_here: Iterable[str], source: str, target: str
) -> Iterator[Risk]:
    """A risk for each announced VM that is not here. ``came`` are ids at the source of the VMs that are.

    ``others_here`` are names of protected VMs that run here and came some other way: each stands for one VM.
    """
    running = Counter(others_here)
    for vm in announced:
        if vm.vm_id in came or vm.newest is None:
            continue
        if running[vm.name]:
            running[vm.name] -= 1
            continue
        yield Risk(
            RiskKind.NOT_RECOVERED,
            vm.name,
            f"{vm.name} ({vm.vm_id or 'id not known'}) was announced, but the recovery plan did not bring it to "
            f"{target}. It may still run in {source}. Check its category and power state there, and its recovery "
            "points here.",
        )
