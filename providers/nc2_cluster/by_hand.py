"""Without access to the console: Prism Central shows whether the step by hand is done."""

from __future__ import annotations

import pulumi

from nc2_console import ConsoleError
from prism import ConfigurationError, UnreachableError
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from providers.nc2_cluster.messages import step_by_hand
from providers.nc2_cluster.run import Outcome, Reach, left_there
from providers.nc2_cluster.use import in_use


class StepByHandError(ConsoleError):
    """The run stops until somebody has done the step by hand."""


def seen(reach: Reach, inputs: Nc2ClusterInputs) -> int | None:
    """The nodes that Prism Central shows. None if it does not answer or does not list the cluster."""
    try:
        use = in_use(reach(), inputs.name, inputs.node_type)
    except (UnreachableError, ConfigurationError):
        return None
    return None if use is None else use.nodes


def converge(reach: Reach, inputs: Nc2ClusterInputs) -> Outcome:
    """The present nodes, if they are as declared or must stay. Raises StepByHandError, which names the step, if not."""
    now = seen(reach, inputs)
    if now == inputs.nodes or (inputs.nodes == 0 and now is None):
        return Outcome("", now or 0)
    if now is not None and now > inputs.nodes:
        use = in_use(reach(), inputs.name, inputs.node_type)
        if use is not None and use.all and inputs.nodes == 0:
            pulumi.log.warn(f"NC2 cluster '{inputs.name}' keeps its {now} nodes. {left_there(use)}")
            return Outcome("", now)
        if use is not None and use.running and use.need.nodes > inputs.nodes:
            pulumi.log.warn(
                f"NC2 cluster '{inputs.name}' keeps its {now} nodes, because {len(use.running)} VMs still run there. "
                "Power them off, then run pulumi up again: it says what to do next."
            )
            return Outcome("", now)
    raise StepByHandError(step_by_hand(inputs, now))
