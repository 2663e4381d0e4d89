"""What the program does that the stacks of the histories only model: the modules here ask the program itself."""

from __future__ import annotations

import inspect

import components

OUTPUTS_WAIT_FOR_THE_ROUTES = hasattr(components, "Word")
"""Whether a run that fails at the routes publishes nothing (tests/components/test_order.py)."""
ROUTES_FOLLOW_THE_FAILOVER = "reached" in inspect.signature(components.WorkloadRoutes.__init__).parameters
"""Whether the routes lead where the failover has come, and not where the configuration wants it (the same)."""
