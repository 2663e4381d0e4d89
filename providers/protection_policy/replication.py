"""The locations of a protection policy."""

from __future__ import annotations

from pydantic import Field

from prism.datapolicies import Mst, NutanixClusters, ReplicationLocation
from providers.base import Part


class Location(Part):
    """A site. Without ``cluster_ids`` all its clusters count. Exactly one location is the primary.

    With ``recovery_point_store_id`` the location is a bucket of that domain manager, which keeps recovery points only.
    """

    label: str
    domain_manager_id: str
    cluster_ids: list[str] = Field(default_factory=list)
    is_primary: bool = False
    recovery_point_store_id: str | None = None


def to_location(location: Location) -> ReplicationLocation:
    """The Prism object for a location."""
    place: Mst | NutanixClusters | None = None
    if location.recovery_point_store_id:
        place = Mst(recovery_point_store_ext_id=location.recovery_point_store_id)
    elif location.cluster_ids:
        place = NutanixClusters(cluster_ext_ids=location.cluster_ids)
    return ReplicationLocation(
        label=location.label,
        domain_manager_ext_id=location.domain_manager_id,
        is_primary=location.is_primary,
        replication_sub_location=place,
    )


def from_location(location: ReplicationLocation) -> Location:
    """The location of a Prism object."""
    place = location.replication_sub_location
    return Location(
        label=location.label,
        domain_manager_id=location.domain_manager_ext_id,
        cluster_ids=(place.cluster_ext_ids if isinstance(place, NutanixClusters) else None) or [],
        is_primary=bool(location.is_primary),
        recovery_point_store_id=place.recovery_point_store_ext_id if isinstance(place, Mst) else None,
    )
