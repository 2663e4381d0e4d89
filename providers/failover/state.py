"""What the state holds of a failover beside its inputs, and what it says against the next run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from prism import ConflictError
from providers.failover import messages as words
from providers.failover.inputs import FailoverInputs
from providers.failover.turn import Turn, Word, refusal

_TEXTS = ("job_id", "job_status", "started_at", "finished_at", "reverse_protection")
NOTHING: dict[str, Any] = {**dict.fromkeys(_TEXTS, ""), "recovered": [], "superseded": []}


def state_of(inputs: FailoverInputs, outs: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs and outputs together, with ``state`` active or standby."""
    return {**inputs.dump(), **outs, "state": "active" if inputs.here_active else "standby"}


def generation_of(props: Mapping[str, Any]) -> int:
    """How many flips this stack has seen. The engine hands whole numbers over as floats."""
    return int(props.get("generation") or 0)


def turn_of(inputs: FailoverInputs, olds: Mapping[str, Any]) -> Turn:
    """This run, seen from what the state says."""
    own = Word(generation_of(olds), str(olds.get("active_site", "")))
    return inputs.turn(own, numbered=bool(olds.get("flip_number")))


def expect_turn(inputs: FailoverInputs, olds: Mapping[str, Any]) -> Turn:
    """The same, where this run may go on. Raises ConflictError where it must do nothing."""
    return _allowed(turn_of(inputs, olds))


def expect_beginning(inputs: FailoverInputs, taken_over: int) -> Turn:
    """The same for a stack without a state. ``taken_over`` is the flip that brought here what runs here, 0 for none.

    What the jobs remember stands in for the state that was lost. Raises ConflictError.
    """
    return _allowed(inputs.turn(Word(taken_over, inputs.site) if taken_over else None))


def _allowed(turn: Turn) -> Turn:
    why = refusal(turn)
    if why:
        raise ConflictError(why)
    return turn


def preview_turn(inputs: FailoverInputs, olds: Mapping[str, Any]) -> Turn:
    """The same at preview, where one refusal is a warning yet: a site is left only after the other has taken over, but
    the previews of both are read before either is up. Its update raises what is warned of here.
    """
    turn = turn_of(inputs, olds)
    if not turn.stands_down:
        return expect_turn(inputs, olds)
    why = refusal(turn)
    if why:
        pulumi.log.warn(why)
    return turn


def expect_successor(turn: Turn, running: Sequence[str]) -> None:
    """Raises ConflictError where VMs run here that no other site has taken over."""
    if not turn.other_has_taken_over:
        raise ConflictError(words.unclaimed(running, turn.site, turn.other))
