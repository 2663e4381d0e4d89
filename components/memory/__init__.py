"""What a stack remembers of its last run, so that something missing of the other site is not taken for "not yet"."""

from components.memory.guard import remembered
from components.memory.memory import OUTPUT, Memory

__all__ = ["OUTPUT", "Memory", "remembered"]
