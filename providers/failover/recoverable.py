"""Which VMs of the source have recovery points at the target, and which point each would be recovered from. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from prism.dataprotection import RecoveryPoint
from prism.vmm import AhvVmRecoveryPoint
from providers.recovery import RecoverableVm

_NEVER = datetime.min.replace(tzinfo=UTC)


def replicated(
    points: Iterable[RecoveryPoint],
    captured: Iterable[AhvVmRecoveryPoint],
    category_ids: Collection[str],
    source_id: str,
    moment: datetime | None = None,
) -> tuple[RecoverableVm, ...]:
    """The protected VMs of the source by name, with their newest usable point (as of ``moment``) and what it captured.

    By name, not by id: a VM that went to and fro has had several ids. The newest capture of an id is taken.
    """
    known: dict[str, AhvVmRecoveryPoint] = {}
    for one in sorted(captured, key=lambda one: one.creation_time or _NEVER):
        known[one.vm_ext_id or ""] = one
    newest: dict[str, tuple[datetime, str]] = {}
    last: dict[str, tuple[datetime, str, frozenset[str]]] = {}
    for point in points:
        made = point.creation_time
        if not _usable(point, source_id) or made is None:
            continue
        for vm in point.vm_recovery_points or []:
            categories = frozenset(vm.vm_categories or [])
            if categories and not categories & set(category_ids):
                continue
            name = vm.vm_name
            if name not in last or made >= last[name][0]:
                last[name] = (made, vm.vm_ext_id or "", categories)
            if moment is None or made <= moment:
                newest[name] = max(newest.get(name, (made, "")), (made, point.ext_id or ""))
    return tuple(
        _described(name, newest.get(name), known.get(vm_id), categories)
        for name, (_, vm_id, categories) in sorted(last.items())
    )


def _usable(point: RecoveryPoint, source_id: str) -> bool:
    source = point.source_location.domain_manager_ext_id if point.source_location else None
    return point.status in (None, "COMPLETE") and source in (None, source_id)


def _described(
    name: str, newest: tuple[datetime, str] | None, captured: AhvVmRecoveryPoint | None, categories: frozenset[str]
) -> RecoverableVm:
    made, point_id = newest or (None, "")
    found = RecoverableVm(name, made, point_id=point_id, categories=categories)
    vm = captured.vm if captured else None
    if vm is None:
        return found
    addresses = tuple(nic.ip for nic in vm.nics or [] if nic.ip)
    return replace(found, memory_bytes=vm.memory_size_bytes or 0, addresses=addresses)
