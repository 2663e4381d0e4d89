"""What the NC2 console takes in a region: said in the preview that asks for nodes, and where it refuses them."""

from __future__ import annotations

from collections.abc import Callable

import pulumi

from nc2_console import Console, ConsoleError, ConsoleRefusedError, Task, objection
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from topology.compute import MOST_NODES, SURE_NODES

# What the API answers to a number that it does not take.
_NOT_TAKEN = (400, 422)


def tell_limits(console: Console, inputs: Nc2ClusterInputs, now: int) -> None:
    """Warns of nodes that the console would refuse. A console that does not say so never fails a preview."""
    if inputs.nodes <= now:
        return
    try:
        taken = console.compatibility.in_region(inputs.region)
    except ConsoleError as error:
        pulumi.log.info(f"Which nodes the NC2 console takes in {inputs.region} could not be read: {error}")
        return
    why = objection(taken, inputs.node_type, inputs.new.aos_version if inputs.new and not now else None)
    if why:
        pulumi.log.warn(f"Nodes of '{inputs.name}' would be refused: in {inputs.region}, the NC2 console {why}")


def asked(request: Callable[[], Task], inputs: Nc2ClusterInputs) -> Task:
    """The task of a request for nodes. Raises ConsoleError, which says what limits the nodes where that is known."""
    try:
        return request()
    except ConsoleRefusedError as error:
        if error.status not in _NOT_TAKEN or inputs.nodes <= SURE_NODES:
            raise
        raise ConsoleRefusedError(f"{error} {_partitions(inputs)}", status=error.status) from None


def _partitions(inputs: Nc2ClusterInputs) -> str:
    return (
        f"More than {SURE_NODES} nodes need more than 3 placement partitions of {inputs.node_type} in {inputs.region}, "
        f"and {MOST_NODES} nodes need 7. Lower activeNodes or standbyNodes, or ask Nutanix how many nodes the region "
        "takes."
    )
