"""Clusters. API: ``clustermgmt/v4.x/config/clusters``; Prism Central lists itself as one."""

from __future__ import annotations

from prism.collection import Collection
from prism.model import Entity, Model


class ClusterConfig(Model):
    """``cluster_function`` holds AOS, or PRISM_CENTRAL for the Prism Central itself."""

    cluster_function: list[str] | None = None


class Cluster(Entity):
    """A cluster of nodes."""

    name: str | None = None
    config: ClusterConfig | None = None

    @property
    def is_prism_central(self) -> bool:
        """Whether this is the Prism Central and no place for VMs."""
        return "PRISM_CENTRAL" in ((self.config and self.config.cluster_function) or [])


class Clusters(Collection[Cluster]):
    """The clusters a Prism Central manages."""

    namespace, path, kind = "clustermgmt", "config/clusters", "cluster"
    model = Cluster
