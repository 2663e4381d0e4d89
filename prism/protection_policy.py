"""Protection policies: what is replicated where, and how often.

API: ``datapolicies/v4.x/config/protection-policies``.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from prism._collection import Collection
from prism._model import Entity, Model


class NutanixClusters(Model):
    """Which clusters of the location; an empty list means all."""

    object_type: str = Field(default="datapolicies.v4.config.NutanixCluster", alias="$objectType")
    cluster_ext_ids: list[str] | None = None


class ReplicationLocation(Model):
    """A site: its domain manager and, where not all, its clusters. ``label`` is unique within the policy."""

    label: str
    domain_manager_ext_id: str
    is_primary: bool | None = None
    replication_sub_location: NutanixClusters | None = None


class LinearRetention(Model):
    """How many recovery points are kept here and at the other site; objects where somebody chose a roll-up."""

    object_type: str = Field(default="datapolicies.v4.config.LinearRetention", alias="$objectType")
    local: int | dict[str, Any] | None = None
    remote: int | dict[str, Any] | None = None


class Schedule(Model):
    """``recovery_point_objective_time_seconds`` is 0 (synchronous) or a multiple of 60."""

    recovery_point_type: str | None = None
    recovery_point_objective_time_seconds: int
    retention: LinearRetention | None = None


class ReplicationConfiguration(Model):
    """One direction of replication, from label to label."""

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

    attribute, namespace, path = "protection_policies", "datapolicies", "config/protection-policies"
    kind, detail = "protection policy", "protectionPolicyExtId"
    model = ProtectionPolicy
