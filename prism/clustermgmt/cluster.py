"""Clusters. API: ``clustermgmt/v4.x/config/clusters``; Prism Central lists itself as one."""

from __future__ import annotations

from typing import Any

from prism.collection import Collection
from prism.model import Entity, Model


class ClusterConfig(Model):
    """``cluster_function`` holds AOS, or PRISM_CENTRAL for the Prism Central itself."""

    cluster_function: list[str] | None = None


class ClusterNetwork(Model):
    """``external_data_service_ip`` is the address that recovery plans need at both sites."""

    external_data_service_ip: dict[str, Any] | None = None


class Cluster(Entity):
    """A cluster of nodes."""

    name: str | None = None
    config: ClusterConfig | None = None
    network: ClusterNetwork | None = None

    @property
    def data_services_address(self) -> str | None:
        """The address of its data services; None without one."""
        given = (self.network and self.network.external_data_service_ip) or {}
        value = (given.get("ipv4") or given.get("ipv6") or {}).get("value")
        return str(value) if value else None

    @property
    def is_prism_central(self) -> bool:
        """Whether this is the Prism Central and no place for VMs."""
        return "PRISM_CENTRAL" in ((self.config and self.config.cluster_function) or [])


class Clusters(Collection[Cluster]):
    """The clusters a Prism Central manages."""

    namespace, path, kind = "clustermgmt", "config/clusters", "cluster"
    model = Cluster
