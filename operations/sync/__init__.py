"""Categories, policies and plans that the two Prism Centrals do not agree on: what differs, and one side forced."""

from operations.sync.definitions import Definition, Definitions, Difference
from operations.sync.force import chosen, forced

__all__ = ["Definition", "Definitions", "Difference", "chosen", "forced"]
