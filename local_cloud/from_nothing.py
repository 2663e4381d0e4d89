"""Both stacks of a local cloud from nothing, in the shortest time that the AWS provider's waits allow."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from operations.run import Stack, converge
from operations.run.converge import Report


def from_nothing(stacks: Sequence[Stack], report: Report) -> int:
    """Up all stacks at the same time, then one after the other until none has anything pending; answers how many runs.

    A first run makes most resources and mostly waits. `stacks` stand in the order of `converge`. The last one goes on
    first, because the transit gateways of all stacks stand by then. Raises what `converge` raises.
    """
    for stack in stacks:
        stack.init()
    with ThreadPoolExecutor(len(stacks)) as pool:
        results = list(pool.map(lambda stack: stack.up(), stacks))
    for stack, result in zip(stacks, results, strict=True):
        report(stack, result)
    return len(stacks) + converge(list(reversed(stacks)), report)
