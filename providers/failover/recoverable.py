"""Which VMs of the source have recovery points at the target, and which point each would be recovered from. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from prism.dataprotection import RecoveryPoint
from prism.vmm import AhvVmRecoveryPoint
from providers.recovery import RecoverableVm

_NEVER = datetime.min.replace(tzinfo=UTC)
_SILENCE = timedelta(days=1)

Ended = Callable[[str], bool]
"""Whether the VM of this id was moved away from the source."""


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
    held: dict[str, list[_Held]] = {}
    for point in points:
        if _usable(point, source_id) and point.creation_time is not None:
            for vm in point.vm_recovery_points or []:
                categories = frozenset(vm.vm_categories or [])
                if not categories or categories & set(category_ids):
                    found = _Held(point.creation_time, point.ext_id or "", vm.vm_ext_id or "", categories)
                    held.setdefault(vm.vm_name, []).append(found)
    return tuple(
        _described(name, points, known, moment) for name in sorted(held) for points in _by_vm(held[name], ended)
    )


class _Held(NamedTuple):
    """One VM in one recovery point."""

    made: datetime
    point_id: str
    vm_id: str
    categories: frozenset[str]


def _by_vm(held: list[_Held], ended: Ended | None) -> list[list[_Held]]:
    """The points of one name, by VM. An id that has ended belongs to the VM that goes on, the one with the last point.

    Without ``ended`` an id has ended where another begins.
    """
    by_id: dict[str, list[_Held]] = {}
    for one in sorted(held, key=lambda one: (one.made, one.vm_id)):
        by_id.setdefault(one.vm_id, []).append(one)
    ids = sorted(by_id, key=lambda vm_id: by_id[vm_id][-1].made)
    over = [one for at, one in enumerate(ids) if any(_follows(by_id[one], by_id[later]) for later in ids[at + 1 :])]
    if ended is not None:
        over = [one for one in ids[:-1] if ended(one) or (one in over and _silent(by_id[one], by_id[ids[-1]]))]
    living = [one for one in ids if one not in over]
    past = [point for one in over for point in by_id[one]]
    return [[*(past if one == living[-1] else []), *by_id[one]] for one in living]


def _follows(first: list[_Held], then: list[_Held]) -> bool:
    return first[-1].made <= then[0].made


def _silent(first: list[_Held], then: list[_Held]) -> bool:
    """Whether no point has come of the first for so long that nothing makes them any more."""
    return then[-1].made - first[-1].made > _SILENCE


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
