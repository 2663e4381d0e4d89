"""The preview of a change of nodes: reads, never writes; what cannot be reached only makes it say less."""

from __future__ import annotations

import pulumi

from prism import PrismError
from providers import _nc2_cluster_by_hand as by_hand
from providers._client import PREVIEW, central
from providers._nc2_cluster_inputs import Nc2ClusterInputs
from providers._nc2_cluster_run import joined
from providers._nc2_cluster_words import planned, step_by_hand
from providers._nc2_console import PREVIEW as CONSOLE_PREVIEW
from providers._nc2_console import console


def preview(inputs: Nc2ClusterInputs, last: int) -> None:
    """Says what will be done; ``last``: the nodes when the last run ended, for what cannot be read now."""
    try:
        reached = console(CONSOLE_PREVIEW)
        if reached is not None:
            pulumi.log.info(planned(inputs, joined(reached, inputs).joined))
            return
        seen = by_hand.seen(lambda: central(PREVIEW), inputs)
        pulumi.log.info(planned(inputs, last if seen is None else seen))
        if (seen or 0) != inputs.nodes:
            pulumi.log.warn(f"The run will stop here: {step_by_hand(inputs, seen)}")
    except PrismError as error:
        pulumi.log.warn(f"{planned(inputs, last)} What there is now could not be read: {error}")
