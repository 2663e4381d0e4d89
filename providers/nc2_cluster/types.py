"""Whether NC2 can bring a cluster to its nodes with nodes of the declared type."""

from __future__ import annotations

from nc2_console import Cluster, ConsoleError, with_nodes
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from topology.compute import MOST_TYPES, NODE_TYPES, current_types, may_share_a_cluster, shares_a_cluster_with


def expect_new(inputs: Nc2ClusterInputs) -> None:
    """Raises ConsoleError for a new cluster of nodes that NC2 adds no more."""
    if NODE_TYPES[inputs.node_type].legacy:
        raise ConsoleError(
            f"NC2 cluster '{inputs.name}' was not created: since 2026-09-08 NC2 makes none of {inputs.node_type}. Set "
            f"compute.nodeType to one of {', '.join(current_types())}, then run pulumi up again."
        )


def expect_scalable(inputs: Nc2ClusterInputs, cluster: Cluster, nodes: int) -> None:
    """Raises ConsoleError where NC2 would refuse these nodes, before it is asked."""
    kind, kinds = inputs.node_type, {part.host_type for part in cluster.capacity} | {inputs.node_type}
    head = f"NC2 cluster '{cluster.name}' was not scaled:"
    if not may_share_a_cluster(kinds):
        here = ", ".join(sorted(kinds - {kind}))
        beside = ", ".join(sorted(set.intersection(*(set(_beside(other)) for other in kinds - {kind}))))
        raise ConsoleError(
            f"{head} it has nodes of {here}, beside which NC2 adds no {kind}. Set compute.nodeType to one of "
            f"{beside or here} (at most {MOST_TYPES} types in a cluster), or scale the cluster in the NC2 console."
        )
    try:
        capacity = with_nodes(cluster.capacity, kind, nodes)
    except ValueError as error:
        raise ConsoleError(f"{head} it cannot have {nodes} nodes, because {error}. Correct activeNodes.") from None
    own = sum(part.number_of_hosts for part in capacity if part.host_type == kind)
    had = sum(host.type == kind and not host.failed for host in cluster.nodes)
    if NODE_TYPES[kind].legacy and own > had:
        raise ConsoleError(
            f"{head} since 2026-09-08 NC2 adds no node of {kind}. Its {had} nodes stay. Set compute.nodeType to one of "
            f"{', '.join(shares_a_cluster_with(kind))}, then run pulumi up again: such nodes join beside them."
        )


def _beside(kind: str) -> tuple[str, ...]:
    return shares_a_cluster_with(kind) if kind in NODE_TYPES else (kind,)
