"""Bring both stacks up from nothing.

Neither stack waits for the other inside a run: each reads what the other has published and goes on with what it can.
The peering is asked for by one site and accepted by the other, so from nothing four runs converge, the accepter's
first: its gateway; the requester's gateway and the request; the acceptance and its routes; the requester's routes.
"""

from collections.abc import Callable, Sequence

from operations.errors import OperationsError
from operations.run.stack import Result, Stack

RUNS_FROM_NOTHING = 4
Report = Callable[[Stack, Result], None]


def converge(stacks: Sequence[Stack], report: Report) -> int:
    """Up the stacks in turn until none has anything pending; answers the number of runs.

    `stacks` stand in the order of their first run. Raises OperationsError with what is still pending when twice the
    documented number of runs did not converge.
    """
    for stack in stacks:
        stack.init()
    pending: dict[str, list[str]] = {}
    for run in range(1, 2 * RUNS_FROM_NOTHING + 1):
        stack = stacks[(run - 1) % len(stacks)]
        report(stack, stack.up())
        pending[stack.site] = list(stack.outputs().get("pending", []))
        if len(pending) == len(stacks) and not any(pending.values()):
            return run
    waits = "; ".join(f"{site} waits for {', '.join(what)}" for site, what in pending.items() if what)
    raise OperationsError(f"The stacks did not converge in {2 * RUNS_FROM_NOTHING} runs: {waits}.")
