"""Bring both stacks up from nothing.

A run never waits for the other stack. It reads what the other stack has published and does what it can. One site asks
for the peering and the other accepts it, so from nothing four runs converge:

1. the accepter: its gateway
2. the requester: its gateway, and the request
3. the accepter: the acceptance, and its routes
4. the requester: its routes
"""

from collections.abc import Callable, Sequence

from operations.errors import OperationsError
from operations.run.engine_progress import watch
from operations.run.stack import Result, Stack

RUNS_FROM_NOTHING = 4
Report = Callable[[Stack, Result], None]


def converge(stacks: Sequence[Stack], report: Report, say: Callable[[str], None] = lambda _: None) -> int:
    """Up the stacks in turn until none waits for the other; answers the number of runs.

    `stacks` are in the order of their first run. `report` is told of each run's result, `say` of each resource. Raises
    OperationsError with what is still pending when twice the documented number of runs did not converge.
    """
    for stack in stacks:
        stack.init()
    pending: dict[str, list[str]] = {}
    for run in range(1, 2 * RUNS_FROM_NOTHING + 1):
        stack = stacks[(run - 1) % len(stacks)]
        report(stack, stack.up(on_event=watch(stack.site, say)))
        pending[stack.site] = list(stack.outputs().get("pending", []))
        if len(pending) == len(stacks) and not any(pending.values()):
            return run
    waits = "; ".join(f"{site} waits for {', '.join(what)}" for site, what in pending.items() if what)
    raise OperationsError(f"The stacks did not converge in {2 * RUNS_FROM_NOTHING} runs: {waits}. Run it again.")
