"""What the state holds of a failover beside its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from providers.failover.inputs import FailoverInputs
from providers.failover.turn import Word

_TEXTS = ("job_id", "job_status", "started_at", "finished_at", "reverse_protection")
NOTHING: dict[str, Any] = {**dict.fromkeys(_TEXTS, ""), "recovered": [], "superseded": []}


def state_of(inputs: FailoverInputs, generation: int, outs: Mapping[str, Any] = NOTHING) -> dict[str, Any]:
    """Inputs and outputs together, with ``generation``, and with ``state`` active or standby."""
    role = "active" if inputs.here_active else "standby"
    return {**inputs.dump(), **NOTHING, **outs, "generation": generation, "state": role}


def outputs_of(props: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs that a state holds, without ``generation`` and ``state``."""
    return {name: props.get(name, default) for name, default in NOTHING.items()}


def generation_of(props: Mapping[str, Any]) -> int:
    """The last flip that this stack has seen. The engine hands whole numbers over as floats."""
    return int(props.get("generation") or 0)


def last_word(props: Mapping[str, Any]) -> Word:
    """The active site and the flip that the state names."""
    return Word(generation_of(props), str(props.get("active_site", "")))
