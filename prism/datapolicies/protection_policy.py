"""Protection policies: which VMs are replicated, where to, and how often.

API: ``datapolicies/v4.x/config/protection-policies``.
"""

from __future__ import annotations

from pydantic import Field

from prism.collection import Collection
from prism.model import Entity, Model


class NutanixClusters(Model):
    """The clusters of the location; an empty list means all."""

    object_type: str = Field(default="datapolicies.v4.config.NutanixCluster", alias="$objectType")
    cluster_ext_ids: list[str] | None = None


class Mst(Model):
    """The S3 bucket of a location that only keeps recovery points (multicloud snapshot technology)."""

    object_type: str = Field(default="datapolicies.v4.config.Mst", alias="$objectType")
    recovery_point_store_ext_id: str


class ReplicationLocation(Model):
    """A site: its domain manager and, unless all, its clusters. Or a bucket of that domain manager.

    ``label`` is unique within the policy.
    """

    label: str
    domain_manager_ext_id: str
    is_primary: bool | None = None
    replication_sub_location: Mst | NutanixClusters | None = None


class LinearRetention(Model):
    """The number of recovery points kept here and at the other site."""

    object_type: str = Field(default="datapolicies.v4.config.LinearRetention", alias="$objectType")
    local: int | None = None
    remote: int | None = None


class RollupDetails(Model):
    """Points of the last ``frequency`` intervals; HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY."""

    snapshot_interval_type: str
    frequency: int


class AutoRollupRetention(Model):
    """Keeps fewer points as they age: hourly ones become daily ones, and so on."""

    object_type: str = Field(default="datapolicies.v4.config.AutoRollupRetention", alias="$objectType")
    local: RollupDetails
    remote: RollupDetails | None = None


class Schedule(Model):
    """``recovery_point_objective_time_seconds`` is 0 (synchronous) or a multiple of 60; ``start_time`` ``18h:10m`` UTC.

    A synchronous schedule is suspended after the timeout (at most 300 s): writes continue without the other site.
    """

    recovery_point_type: str | None = None
    recovery_point_objective_time_seconds: int
    retention: AutoRollupRetention | LinearRetention | None = None
    start_time: str | None = None
    sync_replication_auto_suspend_timeout_seconds: int | None = None


class ReplicationConfiguration(Model):
    """One direction of replication, from one label to another."""

    source_location_label: str
    remote_location_label: str | None = None
    schedule: Schedule


class ProtectionPolicy(Entity):
    """Every VM that carries one of ``category_ids`` is protected."""

    name: str | None = None
    description: str | None = None
    category_ids: list[str] | None = None
    replication_locations: list[ReplicationLocation] | None = None
    replication_configurations: list[ReplicationConfiguration] | None = None


class ProtectionPolicies(Collection[ProtectionPolicy]):
    """The protection policies of a Prism Central."""

    namespace, path = "datapolicies", "config/protection-policies"
    kind, detail = "protection policy", "protectionPolicyExtId"
    model = ProtectionPolicy
