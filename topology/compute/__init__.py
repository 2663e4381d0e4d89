"""The nodes of an NC2 cluster: which ones a site has, how many its VMs need, how long they take."""

from topology.compute.compute import Compute, NewCluster, build_compute, compute_problems
from topology.compute.node_need import (
    LEAST_NODES,
    MOST_NODES,
    SPARE_NODES,
    SURE_NODES,
    VCPUS_PER_CORE,
    NodeNeed,
    VmSize,
    nodes_needed,
)
from topology.compute.node_times import (
    RESUME_MINUTES,
    RESUMED_TB,
    minutes_to_create,
    minutes_to_join,
    minutes_to_leave,
)
from topology.compute.node_type import (
    GB,
    GIB,
    MOST_TYPES,
    NODE_TYPES,
    NodeType,
    current_types,
    may_share_a_cluster,
    shares_a_cluster_with,
)
from topology.compute.wanted_nodes import WantedNodes, wanted_nodes
from topology.compute.zero_compute import zero_compute_problems

__all__ = [
    "GB",
    "GIB",
    "LEAST_NODES",
    "MOST_NODES",
    "MOST_TYPES",
    "NODE_TYPES",
    "RESUMED_TB",
    "RESUME_MINUTES",
    "SPARE_NODES",
    "SURE_NODES",
    "VCPUS_PER_CORE",
    "Compute",
    "NewCluster",
    "NodeNeed",
    "NodeType",
    "VmSize",
    "WantedNodes",
    "build_compute",
    "compute_problems",
    "current_types",
    "may_share_a_cluster",
    "minutes_to_create",
    "minutes_to_join",
    "minutes_to_leave",
    "nodes_needed",
    "shares_a_cluster_with",
    "wanted_nodes",
    "zero_compute_problems",
]
