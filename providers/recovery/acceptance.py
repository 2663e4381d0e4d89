"""Which risks of a flip the operator has accepted, and what stops the flip. Pure text and sets.

An acceptance names the flip it is for by its generation, so one that is forgotten in the configuration accepts nothing
the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from providers.failover.risks import Risk

_SHOWN = 12


@dataclass(frozen=True)
class Acceptance:
    """What the operator has accepted, and for which flip."""

    flip: int
    risks: frozenset[str]


def open_risks(risks: Iterable[Risk], accepted: Acceptance | None, generation: int) -> tuple[Risk, ...]:
    """The risks that nobody has accepted for the flip of this generation."""
    known = accepted.risks if accepted is not None and accepted.flip == generation else frozenset[str]()
    return tuple(risk for risk in risks if risk.kind.value not in known)


def verdict(risks: Sequence[Risk], accepted: Acceptance | None, generation: int) -> str | None:
    """Why the flip stops, with each risk and the line that accepts them; None where nothing stands against it."""
    if not open_risks(risks, accepted, generation):
        return None
    kinds = ", ".join(dict.fromkeys(risk.kind.value for risk in risks))
    spent = ""
    if accepted is not None and accepted.flip != generation:
        spent = f" acceptedRisks is for flip {accepted.flip}, and this is flip {generation}: it accepts nothing here."
    return (
        f"Flip {generation} stops here; nothing was changed. {told(open_risks(risks, accepted, generation))}{spent} "
        "Correct that and run pulumi up again. To go on all the same, set for this flip alone: "
        f"acceptedRisks: {{flip: {generation}, risks: [{kinds}]}}"
    )


def told(risks: Iterable[Risk]) -> str:
    """The risks as sentences, by kind; long lists are cut and counted."""
    parts = []
    for kind, group in groupby(sorted(risks, key=lambda risk: risk.kind.value), key=lambda risk: risk.kind):
        members = list(group)
        more = f" And {len(members) - _SHOWN} more VMs." if len(members) > _SHOWN else ""
        parts.append(f"[{kind}] {' '.join(risk.sentence for risk in members[:_SHOWN])}{more}")
    return " ".join(parts)
