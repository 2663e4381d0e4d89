"""The preview of a change of nodes. It reads only, and shows less if the console or Prism Central does not answer."""

from __future__ import annotations

import pulumi

from errors import OperatorError
from providers.base import PREVIEW, central
from providers.nc2_cluster import by_hand
from providers.nc2_cluster.client import PREVIEW as CONSOLE_PREVIEW
from providers.nc2_cluster.client import console
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from providers.nc2_cluster.limits import tell_limits
from providers.nc2_cluster.messages import planned, step_by_hand
from providers.nc2_cluster.quota import tell_quota
from providers.nc2_cluster.run import joined


def preview(inputs: Nc2ClusterInputs, last: int) -> None:
    """Shows the plan. ``last`` are the nodes at the end of the last run, for nodes that cannot be read now."""
    try:
        reached = console(CONSOLE_PREVIEW)
        if reached is not None:
            found = joined(reached, inputs)
            now = found.joined
            pulumi.log.info(planned(inputs, now, hibernated=found.hibernated))
            tell_limits(reached, inputs, now)
            tell_quota(inputs, now)
            return
        seen = by_hand.seen(lambda: central(PREVIEW), inputs)
        pulumi.log.info(planned(inputs, last if seen is None else seen))
        tell_quota(inputs, seen or 0)
        if (seen or 0) != inputs.nodes:
            pulumi.log.warn(f"The run will stop here: {step_by_hand(inputs, seen)}")
    except OperatorError as error:
        pulumi.log.warn(f"{planned(inputs, last)} The present nodes could not be read: {error}")
