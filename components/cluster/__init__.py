"""A site's NC2 cluster and its Prism Central: those that exist, or those that this stack makes."""

from components.cluster.access import ClusterAccessGroups
from components.cluster.nodes import cluster_nodes
from components.cluster.prism_central import PrismCentral, goes_with

__all__ = ["ClusterAccessGroups", "PrismCentral", "cluster_nodes", "goes_with"]
