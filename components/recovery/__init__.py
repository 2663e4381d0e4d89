"""The recovery of the workload: failover, nodes, and the tiers in the recovery point store."""

from components.recovery.nodes_and_store_tiers import nodes_and_store_tiers
from components.recovery.recovery import Recovery

__all__ = ["Recovery", "nodes_and_store_tiers"]
