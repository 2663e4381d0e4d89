"""The locations of a protection policy, and the schedules between them."""

from __future__ import annotations

from itertools import permutations

from pydantic import Field

from prism.protection_policy import NutanixClusters, ReplicationConfiguration, ReplicationLocation, Schedule
from providers._fields import Part


class Location(Part):
    """A site. ``cluster_ids`` left out means all its clusters; exactly one location is the primary."""

    label: str
    domain_manager_id: str
    cluster_ids: list[str] = Field(default_factory=list)
    is_primary: bool = False


def both_ways(labels: list[str], schedule: Schedule) -> list[ReplicationConfiguration]:
    """Every direction, so that the VMs are protected from the first minute after a failover."""
    return [
        ReplicationConfiguration(source_location_label=a, remote_location_label=b, schedule=schedule)
        for a, b in permutations(labels, 2)
    ]


def goes_both_ways(labels: list[str], configurations: list[ReplicationConfiguration]) -> bool:
    """Whether exactly those directions are there."""
    return {(c.source_location_label, c.remote_location_label) for c in configurations} == set(permutations(labels, 2))


def to_location(location: Location) -> ReplicationLocation:
    """The Prism object for a location."""
    return ReplicationLocation(
        label=location.label,
        domain_manager_ext_id=location.domain_manager_id,
        is_primary=location.is_primary,
        replication_sub_location=NutanixClusters(cluster_ext_ids=location.cluster_ids)
        if location.cluster_ids
        else None,
    )


def from_location(location: ReplicationLocation) -> Location:
    """The location a Prism object is."""
    clusters = location.replication_sub_location
    return Location(
        label=location.label,
        domain_manager_id=location.domain_manager_ext_id,
        cluster_ids=(clusters.cluster_ext_ids if clusters else None) or [],
        is_primary=bool(location.is_primary),
    )
