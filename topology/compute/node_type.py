"""The bare-metal instance types an NC2 cluster on AWS can be made of, and what VMs get of each.

Cores, memory and instance store are AWS's own figures (docs.aws.amazon.com/ec2/latest/instancetypes).
"""

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


@dataclass(frozen=True)
class NodeType:
    """One instance type: physical cores, memory in GiB, instance store in GB (10^9 bytes), as AWS states them."""

    name: str
    cores: int
    memory_gib: int
    storage_gb: int

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

    def __str__(self) -> str:
        return self.name


_TYPES = (
    NodeType("g4dn.metal", 48, 384, 1_800),
    NodeType("i3.metal", 36, 512, 15_200),
    NodeType("i3en.metal", 48, 768, 60_000),
    NodeType("i4i.metal", 64, 1024, 30_000),
    NodeType("m5d.metal", 48, 384, 3_600),
    NodeType("m6id.metal", 64, 512, 7_600),
    NodeType("z1d.metal", 24, 384, 1_800),
)
NODE_TYPES = {kind.name: kind for kind in _TYPES}
"""By name. assumed: that NC2 takes each of them in every region that has it; its console lists what it takes."""
