"""What the state holds of a failover beside its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from providers.failover.inputs import FailoverInputs
from providers.failover.turn import Word
from providers.recovery import Lineage

_TEXTS = ("job_id", "job_status", "started_at", "finished_at", "reverse_protection", "taken_over", "stood_down")
_WHOLE, _SHOWN = 500, 100
NOTHING: dict[str, Any] = {**dict.fromkeys(_TEXTS, ""), "recovered": [], "superseded": []}


def state_of(inputs: FailoverInputs, generation: int, outs: Mapping[str, Any] = NOTHING) -> dict[str, Any]:
    """Inputs and outputs together, with ``generation``, and with ``state`` active or standby.

    ``stood_down`` is what a standby remembers of the VMs that it has left: a refresh sees no inputs, and the other
    stack's state may be lost.
    """
    role = "active" if inputs.here_active else "standby"
    short = {
        "recovered": _cut(outs.get("recovered"), lambda rest: {"name": rest, "vm_id": "", "ip": ""}),
        "superseded": _cut(outs.get("superseded"), str),
    }
    stood_down = "" if inputs.here_active else inputs.lineage.remembered() or outs.get("stood_down") or ""
    kept = {**short, "stood_down": stood_down}
    return {**_declared(inputs), **NOTHING, **outs, **kept, "generation": generation, "state": role}


def _declared(inputs: FailoverInputs) -> dict[str, Any]:
    """The inputs as outputs, without the other site's pairs: the inputs hold them already, and they are long."""
    dumped = inputs.dump()
    others = dumped.get("others")
    return {**dumped, "others": {**others, "taken_over": None}} if others else dumped


def _cut(rows: Sequence[Any] | None, more: Callable[[str], Any]) -> list[Any]:
    """Lists that people read are whole up to 500 VMs. Of more, the first are shown and the rest are counted.

    What a program needs of all of them is in ``taken_over``.
    """
    found = list(rows or [])
    return found if len(found) <= _WHOLE else [*found[:_SHOWN], more(f"and {len(found) - _SHOWN} more")]


def outputs_of(props: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs that a state holds, without ``generation`` and ``state``."""
    return {name: props.get(name, default) for name, default in NOTHING.items()}


def generation_of(props: Mapping[str, Any]) -> int:
    """The last flip that this stack has seen. The engine hands whole numbers over as floats."""
    return int(props.get("generation") or 0)


def lineage_of(props: Mapping[str, Any]) -> Lineage:
    """Which VMs the last takeover of this site has moved here."""
    return Lineage.parse(props.get("taken_over"))


def last_word(props: Mapping[str, Any]) -> Word:
    """The active site and the flip that the state names."""
    return Word(generation_of(props), str(props.get("active_site", "")))
