"""The bare-metal instance types an NC2 cluster on AWS can be made of, and what VMs get of each.

Cores, memory and instance store are AWS's own figures (EC2's description of instance types). Which types NC2 takes,
from which AOS on, and which may share a cluster: Nutanix's deployment guide of 2026-09-09, as public summaries have it.
"""

from collections.abc import Collection
from dataclasses import dataclass

GIB = 2**30
GB = 10**9

# assumed: what the controller VM and AHV keep for themselves on each node. Nutanix sizes the controller VM by the
# node's storage and sets of features; no public table for NC2's node types was found.
_RESERVED_CORES = 8
_RESERVED_GIB = 64
# assumed: what is left of raw storage for data and one copy of it: replication factor 2, and a tenth kept free.
_COPIES = 2
_KEPT_FREE_PERCENT = 10
_NEWER_AOS = (7, 5, 1)
MOST_TYPES = 3
"""The most node types of one cluster."""


@dataclass(frozen=True)
class NodeType:
    """One instance type: physical cores, memory in GiB, instance store in GB (10^9 bytes), as AWS states them.

    `legacy`: nodes that run stay, and none is added. `least_aos`: the first version of AOS that takes it.
    """

    name: str
    cores: int
    memory_gib: int
    storage_gb: int
    legacy: bool = False
    least_aos: tuple[int, ...] = ()

    @property
    def vcpus(self) -> int:
        """The vCPUs that AWS counts for its quotas: two for each core."""
        return 2 * self.cores

    @property
    def usable_cores(self) -> int:
        """Cores that VMs share."""
        return self.cores - _RESERVED_CORES

    @property
    def usable_memory_bytes(self) -> int:
        """Memory that VMs may have."""
        return (self.memory_gib - _RESERVED_GIB) * GIB

    @property
    def usable_storage_bytes(self) -> int:
        """What VMs' disks may hold, each byte kept twice."""
        return self.storage_gb * GB * (100 - _KEPT_FREE_PERCENT) // (100 * _COPIES)

    def runs_on(self, aos_version: str) -> bool:
        """Whether this version of AOS, such as 7.5.1.2, takes the type."""
        return tuple(int(part) for part in aos_version.split(".") if part.isdigit()) >= self.least_aos

    def __str__(self) -> str:
        return self.name


def _newer(name: str, cores: int, memory_gib: int, storage_gb: int) -> NodeType:
    return NodeType(name, cores, memory_gib, storage_gb, least_aos=_NEWER_AOS)


_TYPES = (
    NodeType("g4dn.metal", 48, 384, 1_800),
    NodeType("i3.metal", 36, 512, 15_200, legacy=True),
    NodeType("i3en.metal", 48, 768, 60_000),
    NodeType("i4i.metal", 64, 1024, 30_000),
    NodeType("m5d.metal", 48, 384, 3_600),
    NodeType("m6id.metal", 64, 512, 7_600),
    NodeType("z1d.metal", 24, 384, 1_800),
    _newer("c6id.metal", 64, 256, 7_600),
    _newer("c8id.metal-48xl", 96, 384, 11_400),
    _newer("c8id.metal-96xl", 192, 768, 22_800),
    _newer("i7i.metal-24xl", 48, 768, 22_500),
    _newer("i7i.metal-48xl", 96, 1536, 45_000),
    _newer("i7ie.metal-24xl", 48, 768, 60_000),
    _newer("i7ie.metal-48xl", 96, 1536, 120_000),
    _newer("m6idn.metal", 64, 512, 7_600),
    _newer("m8id.metal-48xl", 96, 768, 11_400),
    _newer("m8id.metal-96xl", 192, 1536, 22_800),
    _newer("r6id.metal", 64, 1024, 7_600),
    _newer("r6idn.metal", 64, 1024, 7_600),
    _newer("r8id.metal-48xl", 96, 1536, 11_400),
    _newer("r8id.metal-96xl", 192, 3072, 22_800),
    _newer("x2idn.metal", 64, 2048, 3_800),
    _newer("x2iedn.metal", 64, 4096, 3_800),
)
NODE_TYPES = {kind.name: kind for kind in _TYPES}
"""By name. assumed: that NC2 takes each of them in every region that has it; its console lists what it takes."""
_MIXED = (frozenset({"i3.metal", "i3en.metal", "i4i.metal"}), frozenset({"z1d.metal", "m5d.metal", "m6id.metal"}))


def may_share_a_cluster(names: Collection[str]) -> bool:
    """Whether nodes of these types may be in one cluster: three types at most, and all of one group."""
    kinds = set(names)
    return len(kinds) <= 1 or (len(kinds) <= MOST_TYPES and any(kinds <= group for group in _MIXED))


def shares_a_cluster_with(name: str) -> tuple[str, ...]:
    """The types that new nodes beside nodes of this type may have, in the order of their names."""
    group = next((group for group in _MIXED if name in group), frozenset({name}))
    return tuple(sorted(other for other in group if not NODE_TYPES[other].legacy))


def current_types() -> tuple[str, ...]:
    """The types that new nodes may have."""
    return tuple(kind.name for kind in _TYPES if not kind.legacy)
