"""Which recovery point of a store each VM is restored from, and in which wave. Pure: no clock, no client, no log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from prism.dataprotection import RecoveryPoint, VmRecoveryPoint
from prism.vmm import Vm
from providers.recovery import goes_on

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Wave:
    """VMs restored side by side; ``delay_seconds`` pass before the next wave. ``category_id`` None: VMs in no stage."""

    tier: str
    tier_category_id: str
    category_id: str | None
    delay_seconds: int
    rpo_seconds: int


@dataclass(frozen=True)
class StoredVm:
    """A VM as the store holds it; ``captured`` is None where this Prism Central does not tell its configuration."""

    name: str
    vm_ext_id: str
    part_id: str
    wave: int
    captured: Vm | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that it had, and needs again."""
        return tuple(nic.ip for nic in (self.captured and self.captured.nics) or [] if nic.ip)


@dataclass(frozen=True)
class Unit:
    """One recovery point to restore: its VMs come back together, in the earliest of their waves."""

    point: RecoveryPoint
    vms: tuple[StoredVm, ...]

    @property
    def wave(self) -> int:
        """The earliest wave of its VMs."""
        return min(vm.wave for vm in self.vms)

    @property
    def label(self) -> str:
        """The names of its VMs."""
        return ", ".join(vm.name for vm in self.vms)


@dataclass(frozen=True)
class Choice:
    """What to restore.

    ``without``: names of VMs without a usable point (as of the moment). ``passed_over``: newer points that are not
    complete, by the VM's name.
    """

    units: tuple[Unit, ...]
    without: tuple[str, ...] = ()
    passed_over: Mapping[str, RecoveryPoint] = field(default_factory=dict)


def choose(
    points: Iterable[RecoveryPoint],
    captured: Mapping[str, Vm],
    waves: list[Wave],
    known_categories: Collection[str],
    moment: datetime | None = None,
) -> Choice:
    """The newest complete point of each VM (as of ``moment``). ``captured`` is by the VM recovery point's id.

    A VM that went to and fro has had several ids of one name. Ids whose points overlap in time are two VMs.
    A point of several VMs is taken for all of them or not at all, as they were captured together.
    """
    ordered = sorted(points, key=lambda point: point.creation_time or _NEVER, reverse=True)
    members = [(point, _members(point, captured, waves, known_categories)) for point in ordered]
    key = _keys(members)
    units, taken = list[Unit](), set[str]()
    seen, passed = dict[str, str](), dict[str, RecoveryPoint]()
    for point, vms in members:
        mine = {key[vm.vm_ext_id]: vm.name for vm in vms}
        seen = {**mine, **seen}
        if not vms or (moment is not None and (point.creation_time or _NEVER) > moment):
            continue
        if point.status not in (None, "COMPLETE"):
            passed.update({name: point for vm, name in mine.items() if vm not in taken and name not in passed})
        elif not taken & mine.keys():
            units.append(Unit(point, tuple(vms)))
            taken |= mine.keys()
    without = sorted(name for vm, name in seen.items() if vm not in taken)
    return Choice(tuple(sorted(units, key=lambda unit: (unit.wave, unit.label))), tuple(without), passed)


def _keys(members: list[tuple[RecoveryPoint, list[StoredVm]]]) -> dict[str, str]:
    """By id, the id of the VM that goes on. The newest points come first, and they tell the name of an id."""
    names: dict[str, str] = {}
    times: dict[str, dict[str, list[datetime]]] = {}
    for point, vms in members:
        for vm in vms:
            name = names.setdefault(vm.vm_ext_id, vm.name)
            times.setdefault(name, {}).setdefault(vm.vm_ext_id, []).append(point.creation_time or _NEVER)
    return {vm_id: vm for ids in times.values() for vm_id, vm in goes_on(ids).items()}


def _members(
    point: RecoveryPoint, captured: Mapping[str, Vm], waves: list[Wave], known: Collection[str]
) -> list[StoredVm]:
    """The VMs of the point that belong to a tier."""
    found = []
    for part in point.vm_recovery_points or []:
        wave = _wave(part, waves, known)
        if wave is not None:
            part_id = part.ext_id or ""
            found.append(StoredVm(part.vm_name, part.vm_ext_id or "", part_id, wave, captured.get(part_id)))
    return found


def _wave(part: VmRecoveryPoint, waves: list[Wave], known: Collection[str]) -> int | None:
    """The wave of a VM; None for one of another tier.

    A Prism Central that was made after the disaster may know none of the categories: then all VMs of the store come in
    the last wave of the first tier.
    """
    categories = set(part.vm_categories or [])
    if not categories & set(known):
        return max(number for number, wave in enumerate(waves) if wave.tier == waves[0].tier)
    mine = [(number, wave) for number, wave in enumerate(waves) if wave.tier_category_id in categories]
    return next((number for number, wave in mine if wave.category_id is None or wave.category_id in categories), None)
