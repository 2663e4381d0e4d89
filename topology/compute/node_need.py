"""How many nodes the VMs of a site need: by virtual CPUs, by memory and by storage, and spare ones."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from topology.compute.node_type import GIB, NodeType

LEAST_NODES = 3
"""The fewest nodes of a cluster that can grow: clusters of one and of two nodes can never be expanded, says Nutanix."""
MOST_NODES = 28
"""The most nodes of an NC2 cluster on AWS. assumed: as in the deployment guide; the console knows today's limit."""
VCPUS_PER_CORE = 4
"""assumed: a usual ratio for servers that are not busy all the time."""
SPARE_NODES = 1
"""N+1: all VMs still run when a node fails."""


@dataclass(frozen=True)
class VmSize:
    """What a VM takes: virtual CPUs, bytes of memory, bytes of disk."""

    vcpus: int
    memory_bytes: int
    storage_bytes: int


@dataclass(frozen=True)
class NodeNeed:
    """The nodes that are needed and why, a sentence each; `limiting`: which of CPU, memory, storage or least it was."""

    nodes: int
    limiting: str
    reasons: tuple[str, ...]


def nodes_needed(
    vms: Collection[VmSize],
    node_type: NodeType,
    *,
    vcpus_per_core: int = VCPUS_PER_CORE,
    spare_nodes: int = SPARE_NODES,
    least: int = LEAST_NODES,
    count: int | None = None,
) -> NodeNeed:
    """The nodes of one type that run all the VMs, `spare_nodes` of them failed; no less than `least`.

    `count`: how many VMs they are, where they are given as a sum.

    More than MOST_NODES is answered too: it is for the caller to say that one cluster cannot hold them.
    """
    vcpus = sum(vm.vcpus for vm in vms)
    memory = sum(vm.memory_bytes for vm in vms)
    storage = sum(vm.storage_bytes for vm in vms)
    each_vcpus = node_type.usable_cores * vcpus_per_core
    by = {
        "CPU": math.ceil(vcpus / each_vcpus),
        "memory": math.ceil(memory / node_type.usable_memory_bytes),
        "storage": math.ceil(storage / node_type.usable_storage_bytes),
    }
    reasons: tuple[str, ...] = (
        f"{_count(len(vms) if count is None else count)}: {vcpus} vCPUs need {by['CPU']} of {node_type}'s {each_vcpus}",
        f"{_gib(memory)} of memory needs {by['memory']} of {_gib(node_type.usable_memory_bytes)} each",
        f"{_gib(storage)} of storage needs {by['storage']} of {_gib(node_type.usable_storage_bytes)} each",
    )
    limiting = max(by, key=lambda name: by[name])
    wanted = by[limiting] + spare_nodes
    if spare_nodes:
        reasons += (f"{spare_nodes} more, so that all still run when as many fail",)
    if wanted < least:
        return NodeNeed(least, "least", (*reasons, f"a cluster that can grow has {least} nodes or more"))
    return NodeNeed(wanted, limiting, reasons)


def _count(vms: int) -> str:
    return "1 VM" if vms == 1 else f"{vms} VMs"


def _gib(amount: int) -> str:
    return f"{amount / GIB:,.0f} GiB"
