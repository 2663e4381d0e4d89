"""Which VMs of the source have recovery points at the target, and which point each would be recovered from. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from prism.dataprotection import RecoveryPoint
from prism.vmm import AhvVmRecoveryPoint
from providers.recovery import Ended, RecoverableVm, goes_on

_NEVER = datetime.min.replace(tzinfo=UTC)


def replicated(
    points: Iterable[RecoveryPoint],
    captured: Iterable[AhvVmRecoveryPoint],
    category_ids: Collection[str],
    source_id: str,
    moment: datetime | None = None,
    ended: Ended | None = None,
) -> tuple[RecoverableVm, ...]:
    """The protected VMs of the source by name, with their newest usable point (as of ``moment``) and what it captured.

    A VM that went to and fro has had several ids, one after the other: ``ended`` says which were moved away from the
    source. Other ids of one name are two VMs. The times that are compared are of one clock, the source's. The newest
    capture of an id is taken.
    """
    known: dict[str, AhvVmRecoveryPoint] = {}
    for one in sorted(captured, key=lambda one: one.creation_time or _NEVER):
        known[one.vm_ext_id or ""] = one
    protected = frozenset(category_ids)
    held = [
        _Held(
            point.creation_time, point.ext_id or "", vm.vm_ext_id or "", frozenset(vm.vm_categories or []), vm.vm_name
        )
        for point in points
        if _usable(point, source_id) and point.creation_time is not None
        for vm in point.vm_recovery_points or []
        if not vm.vm_categories or protected.intersection(vm.vm_categories)
    ]
    return tuple(_described(name, points, known, moment) for name, points in _by_vm(held, ended))


class _Held(NamedTuple):
    """One VM in one recovery point."""

    made: datetime
    point_id: str
    vm_id: str
    categories: frozenset[str]
    name: str


def _by_vm(held: list[_Held], ended: Ended | None) -> Iterator[tuple[str, list[_Held]]]:
    """The points by VM, in the order of their names; an id has the name of its newest point."""
    ordered = sorted(held, key=lambda one: (one.made, one.vm_id))
    name_of = {one.vm_id: one.name for one in ordered}
    by_name: dict[str, list[_Held]] = {}
    for one in ordered:
        by_name.setdefault(name_of[one.vm_id], []).append(one)
    for name, mine in sorted(by_name.items()):
        times: dict[str, list[datetime]] = {}
        for one in mine:
            times.setdefault(one.vm_id, []).append(one.made)
        vm_of = goes_on(times, ended)
        for vm in dict.fromkeys(vm_of.values()):
            yield name, [one for one in mine if vm_of[one.vm_id] == vm]


def _usable(point: RecoveryPoint, source_id: str) -> bool:
    source = point.source_location.domain_manager_ext_id if point.source_location else None
    return point.status in (None, "COMPLETE") and source in (None, source_id)


def _described(
    name: str, held: list[_Held], known: Mapping[str, AhvVmRecoveryPoint], moment: datetime | None
) -> RecoverableVm:
    last = max(held, key=lambda one: (one.made, one.vm_id))
    usable = max((one for one in held if moment is None or one.made <= moment), default=None, key=lambda one: one[:2])
    made, point_id = (usable.made, usable.point_id) if usable else (None, "")
    found = RecoverableVm(name, made, point_id=point_id, categories=last.categories, vm_id=last.vm_id)
    vm = known[last.vm_id].vm if last.vm_id in known else None
    if vm is None:
        return found
    addresses = tuple(nic.ip for nic in vm.nics or [] if nic.ip)
    return replace(found, memory_bytes=vm.memory_size_bytes or 0, addresses=addresses, bios_uuid=vm.bios_uuid or "")
