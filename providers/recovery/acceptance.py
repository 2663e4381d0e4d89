"""Which risks of a failover the operator has accepted, and what refuses the failover. Pure text and sets.

An acceptance names the flip it is for by its number, so one that is forgotten in the configuration accepts nothing the
next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

import topology
from plain_text import shortened
from providers.base import Part
from providers.recovery.risk import Risk
from topology import NEVER_ACCEPTED, RiskKind

_SHOWN = 30


class AcceptedRisks(Part):
    """Kinds of risk that the operator accepts for the flip of this number, and for no other."""

    flip: int = Field(ge=1)
    risks: list[RiskKind]

    def acceptance(self) -> Acceptance:
        """The acceptance as a value without YAML."""
        return Acceptance(self.flip, frozenset(kind.value for kind in self.risks))


@dataclass(frozen=True)
class Acceptance:
    """What the operator has accepted, and for which flip."""

    flip: int
    risks: frozenset[str]


def accepted(given: topology.AcceptedRisks | None) -> dict[str, Any] | None:
    """What the configuration accepts, as the providers declare it."""
    return {"flip": given.flip, "risks": [risk.value for risk in given.risks]} if given else None


def open_risks(risks: Iterable[Risk], accepted: Acceptance | None, generation: int) -> tuple[Risk, ...]:
    """The risks that nobody has accepted for the flip of this generation."""
    known = accepted.risks if accepted is not None and accepted.flip == generation else frozenset[str]()
    return tuple(risk for risk in risks if risk.kind in NEVER_ACCEPTED or risk.kind.value not in known)


def verdict(risks: Sequence[Risk], accepted: Acceptance | None, generation: int) -> str | None:
    """Why the failover is refused: each risk, and the line that accepts them; None where nothing stands against it."""
    left = open_risks(risks, accepted, generation)
    if not left:
        return None
    kinds = ", ".join(dict.fromkeys(risk.kind.value for risk in risks if risk.kind not in NEVER_ACCEPTED))
    spent = ""
    if accepted is not None and accepted.flip != generation:
        spent = f"acceptedRisks is for flip {accepted.flip}, but this is flip {generation}: it accepts nothing here.\n"
    refused = f"Refused, nothing was changed (flip {generation}):\n{told(left)}\n{spent}"
    if any(risk.kind in NEVER_ACCEPTED for risk in left):
        return (
            f"{refused}Correct that, then run pulumi up again. Nobody can accept it: VMs that run in the other site "
            "would be powered off there as stale copies."
        )
    return (
        f"{refused}Correct that, then run pulumi up again. To accept these risks for this flip alone, set: "
        f"acceptedRisks: {{flip: {generation}, risks: [{kinds}]}}"
    )


def told(risks: Iterable[Risk]) -> str:
    """One line per risk, sorted by kind; of many the first, and the file that has them all."""
    lines = [f"  [{risk.kind}] {risk.sentence}" for risk in sorted(risks, key=lambda risk: risk.kind.value)]
    return shortened(lines, "\n", _SHOWN)
