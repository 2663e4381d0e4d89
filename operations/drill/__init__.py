"""A test failover into the test network."""

from operations.drill.drill import Drill
from operations.drill.test_copies import TestCopies

__all__ = ["Drill", "TestCopies"]
