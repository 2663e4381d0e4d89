"""The recovery of the workload: failover, nodes, and the tiers in the recovery point store."""

from components.recovery.nodes_and_store_tiers import NodesAndStoreTiers
from components.recovery.recovery import Recovery
from components.recovery.turn import turn_of
from components.recovery.word import Word

__all__ = ["NodesAndStoreTiers", "Recovery", "Word", "turn_of"]
