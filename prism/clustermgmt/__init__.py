"""Clusters and hosts. API: ``clustermgmt/v4.x``."""

from prism.clustermgmt.cluster import Cluster, ClusterConfig, Clusters
from prism.clustermgmt.host import Host, HostCluster, Hosts

__all__ = [
    "Cluster",
    "ClusterConfig",
    "Clusters",
    "Host",
    "HostCluster",
    "Hosts",
]
