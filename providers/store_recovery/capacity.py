"""Whether the VMs of a store find room in the target clusters, and how many nodes are missing. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prism.vmm import Vm
from providers.recovery import gib
from providers.store_recovery.inputs import NodeSize
from providers.store_recovery.points import Unit


@dataclass(frozen=True)
class Room:
    """Virtual CPUs, bytes of memory and bytes of storage; below nothing where there is too little."""

    vcpus: int = 0
    memory_bytes: int = 0
    storage_bytes: int = 0

    def __add__(self, other: Room) -> Room:
        return Room(
            self.vcpus + other.vcpus,
            self.memory_bytes + other.memory_bytes,
            self.storage_bytes + other.storage_bytes,
        )

    def __sub__(self, other: Room) -> Room:
        return Room(
            self.vcpus - other.vcpus,
            self.memory_bytes - other.memory_bytes,
            self.storage_bytes - other.storage_bytes,
        )

    def __mul__(self, count: int) -> Room:
        return Room(self.vcpus * count, self.memory_bytes * count, self.storage_bytes * count)

    def holds(self, other: Room) -> bool:
        """Whether the other fits into it."""
        left = self - other
        return min(left.vcpus, left.memory_bytes, left.storage_bytes) >= 0

    def __str__(self) -> str:
        parts = (f"{self.vcpus} vCPUs", f"{gib(self.memory_bytes)} of memory", f"{gib(self.storage_bytes)} of storage")
        return ", ".join(parts)


@dataclass(frozen=True)
class Target:
    """A cluster to restore to, what it has free, and how many nodes it has."""

    name: str
    cluster_id: str
    free: Room
    nodes: int = 0


@dataclass(frozen=True)
class Placement:
    """Where each unit goes, by its recovery point's id; ``left`` find no room, ``lacking`` is what they need more."""

    target_of: dict[str, Target]
    left: tuple[Unit, ...]
    needed: Room
    free: Room
    missing_nodes: int | None


def size_of(vm: Vm | None) -> Room:
    """What a VM takes; nothing of one whose configuration is not known."""
    return Room(vm.vcpus, vm.memory_size_bytes or 0, vm.disk_bytes) if vm else Room()


def room_of(node: NodeSize) -> Room:
    """What VMs get of a node."""
    return Room(node.vcpus, node.memory_bytes, node.storage_bytes)


def place(units: Sequence[Unit], targets: Iterable[Target], node: NodeSize | None) -> Placement:
    """Fill the clusters in their order with the units in theirs: what comes first in a wave finds room first.

    Looks at each cluster as a whole, as Prism moves VMs between its nodes to make room.
    """
    known = list(targets)
    free = {target.name: target.free for target in known}
    target_of: dict[str, Target] = {}
    left: list[Unit] = []
    for unit in units:
        size = _size(unit)
        fitting = next((target for target in known if free[target.name].holds(size)), None)
        if fitting is None:
            left.append(unit)
        else:
            free[fitting.name] -= size
            target_of[unit.point.id] = fitting
    needed = sum((_size(unit) for unit in units), Room())
    before = sum((target.free for target in known), Room())
    lacking = sum((_size(unit) for unit in left), Room())
    spare = max(free.values(), key=lambda room: room.memory_bytes, default=Room())
    return Placement(target_of, tuple(left), needed, before, _nodes(lacking, spare, node) if node else None)


def _nodes(lacking: Room, spare: Room, node: NodeSize) -> int:
    """Nodes to add to the cluster with the most to spare."""
    more = (
        (lacking.vcpus - spare.vcpus, node.vcpus),
        (lacking.memory_bytes - spare.memory_bytes, node.memory_bytes),
        (lacking.storage_bytes - spare.storage_bytes, node.storage_bytes),
    )
    return max(0, *(math.ceil(amount / size) for amount, size in more)) if lacking != Room() else 0


def _size(unit: Unit) -> Room:
    return sum((size_of(vm.captured) for vm in unit.vms), Room())
