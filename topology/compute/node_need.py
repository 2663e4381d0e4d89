"""The nodes that the VMs of a site need: for virtual CPUs, memory and storage, with spare ones."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from topology.compute.node_type import GIB, NodeType

LEAST_NODES = 3
"""The fewest nodes of a cluster that can grow: clusters of one and of two nodes can never be expanded, says Nutanix."""
MOST_NODES = 28
"""The most nodes of an NC2 cluster on AWS. assumed: as in the deployment guide; the console knows today's limit."""
SURE_NODES = 12
"""The most nodes of a cluster in every region that NC2 takes their type in: such a region has 3 placement partitions of
it or more, and only one with 7 has 28 nodes. assumed: 4 nodes for each partition."""
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
    """The nodes that are needed and why, one sentence each; `limiting`: CPU, memory, storage or least."""

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
    """The nodes of one type that run all the VMs even if `spare_nodes` fail; no less than `least`.

    `count`: the number of VMs, where `vms` holds their sum. More than MOST_NODES is a valid answer: the caller says
    that one cluster cannot hold them.
    """
    by, reasons = _by_resource(vms, node_type, vcpus_per_core, len(vms) if count is None else count)
    limiting = max(by, key=lambda name: by[name])
    wanted = by[limiting] + spare_nodes
    if spare_nodes:
        reasons += (f"{spare_nodes} more as spare, for nodes that fail",)
    if wanted < least:
        return NodeNeed(least, "least", (*reasons, f"a cluster that can grow has {least} nodes or more"))
    return NodeNeed(wanted, limiting, reasons)


def _by_resource(
    vms: Collection[VmSize], node_type: NodeType, vcpus_per_core: int, count: int
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The nodes needed for CPU, for memory and for storage, and one sentence on each."""
    vcpus = sum(vm.vcpus for vm in vms)
    memory = sum(vm.memory_bytes for vm in vms)
    storage = sum(vm.storage_bytes for vm in vms)
    each = node_type.usable_cores * vcpus_per_core
    by = {
        "CPU": math.ceil(vcpus / each),
        "memory": math.ceil(memory / node_type.usable_memory_bytes),
        "storage": math.ceil(storage / node_type.usable_storage_bytes),
    }
    return by, (
        f"{_count(count)}: {vcpus} vCPUs need {by['CPU']} of {node_type}'s {each}",
        f"{_gib(memory)} of memory needs {by['memory']} of {_gib(node_type.usable_memory_bytes)} each",
        f"{_gib(storage)} of storage needs {by['storage']} of {_gib(node_type.usable_storage_bytes)} each",
    )


def _count(vms: int) -> str:
    return "1 VM" if vms == 1 else f"{vms} VMs"


def _gib(amount: int) -> str:
    return f"{amount / GIB:,.0f} GiB"
