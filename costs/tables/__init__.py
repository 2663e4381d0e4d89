"""The costs as tables for a terminal and as plain values for JSON."""

from costs.tables.estimate import dump, report
from costs.tables.peering import verdict
from costs.tables.standby import text, values

__all__ = ["dump", "report", "text", "values", "verdict"]
