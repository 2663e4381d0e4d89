"""What a run looks at before it decides: only the sites whose transition depends on what runs there. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import ConfigurationError, UnreachableError
from providers.base import PREVIEW, central, tell_silence
from providers.failover.inputs import FailoverInputs
from providers.failover.standby import look_at_standby
from providers.failover.state import outputs_of
from providers.failover.transition import NOT_LOOKED, Here, overtaken, turn_of
from providers.failover.view import brought_here, look_at_beginning
from providers.recovery import Baseline, Stay


def look(inputs: FailoverInputs, state: Mapping[str, Any] | None, *, preview: bool) -> Here:
    """What runs here: at a standby its stale copies; without a state, and where the other stack has overtaken it, all.

    A preview goes on without an answer of Prism Central, and says so.
    """
    if state is None:
        unasked = inputs.without_plan and not inputs.here_active
        return NOT_LOOKED if unasked else look_at_beginning(central(), inputs)
    if inputs.without_plan or not overtaken(turn_of(inputs, state)):
        return look_at_standby(inputs, state, preview=preview)
    try:
        return look_at_beginning(central(PREVIEW) if preview else central(), inputs)
    except (UnreachableError, ConfigurationError) as error:
        if not preview:
            raise
        tell_silence(error)
        return NOT_LOOKED


def outputs_after(transition: Baseline | Stay, inputs: FailoverInputs, state: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs of a run that touches no VM: as before, or where recording begins, what the jobs here remember."""
    if isinstance(transition, Stay):
        return outputs_of(state)
    return dict(brought_here(central(), inputs)) if inputs.here_active else {}
