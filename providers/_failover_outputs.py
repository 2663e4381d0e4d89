"""What the state holds of a failover beside its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from providers._failover_inputs import FailoverInputs

_TEXTS = ("job_id", "job_status", "started_at", "finished_at")
NOTHING: dict[str, Any] = {**dict.fromkeys(_TEXTS, ""), "recovered": [], "superseded": []}


def state_of(inputs: FailoverInputs, outs: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs and outputs together, with ``state`` active or standby."""
    return {**inputs.dump(), **outs, "state": "active" if inputs.here_active else "standby"}


def generation_of(props: Mapping[str, Any]) -> int:
    """How many flips this stack has seen. The engine hands whole numbers over as floats."""
    return int(props.get("generation") or 0)
