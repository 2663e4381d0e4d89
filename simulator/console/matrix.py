"""What the console takes where: the compatibility matrix, and the placement partitions of a region.

Nodes are spread over the partitions of a placement group (Nutanix TN-2028 v2.6). A Nutanix engineer's notes of 2026: a
region must have 3 partitions of a type, and a cluster has 28 nodes only with 7. assumed: 4 nodes in each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulator.console.refusal import Refusal
from simulator.prism.model import Json

_PER_PARTITION, _LEAST, _MOST = 4, 3, 7


@dataclass
class Matrix:
    """`versions` of AOS by type by region. Empty: the console has no such answer, since no operation is published.

    `partitions` by region and type, where there are fewer than 7.
    """

    versions: dict[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    partitions: dict[tuple[str, str], int] = field(default_factory=dict)

    def shown(self) -> list[Json]:
        """As the schema "Compatibility Matrix" of the OpenAPI document has it; raises Refusal."""
        if not self.versions:
            raise Refusal(404, "not found")
        return [
            {
                "datacenter_name": f"aws-{region}",
                "datacenter_region": region,
                "supported_instance_types": [
                    {"instance_type_name": kind, "versions": [{"aos_version": one} for one in versions]}
                    for kind, versions in types.items()
                ],
            }
            for region, types in self.versions.items()
        ]

    def check(self, region: str, capacity: Sequence[Json], running: Mapping[str, int]) -> None:
        """Refuse new hosts of a type that the region has not, or has too few partitions for; raises Refusal."""
        for part in capacity:
            kind, hosts = str(part["host_type"]), int(part["number_of_hosts"])
            if hosts <= running.get(kind, 0):
                continue
            found = self.partitions.get((region, kind), _MOST)
            if found < _LEAST or (region in self.versions and kind not in self.versions[region]):
                raise Refusal(422, f"host_type {kind} is not supported in {region}")
            if hosts > found * _PER_PARTITION:
                most = found * _PER_PARTITION
                raise Refusal(422, f"number_of_hosts {hosts} must be from 3 to {most} for {kind} in {region}")
