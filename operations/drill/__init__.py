"""A test failover into the test network."""

from operations.drill.drill import Drill

__all__ = ["Drill"]
