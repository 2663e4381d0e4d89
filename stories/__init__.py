"""The demonstrations: `make demo*` prints them, tests/stacks holds their claims."""

from stories.scenario import Scenario

__all__ = ["Scenario"]
