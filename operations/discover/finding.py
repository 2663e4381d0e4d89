"""What was seen of an estate, and what becomes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What the written configuration makes of a thing that was seen."""

    USED = "used"
    """Named by the configuration, looked up, and never changed or deleted."""
    TAKEN_OVER = "to be taken over"
    """Something that the stacks manage: it has to be adopted before the first `up`."""
    LEFT = "left alone"
    """The stacks do without it."""
    CONFLICT = "in conflict"
    """The stacks cannot work beside it as it is."""
    NOT_EXPRESSIBLE = "not expressible"
    """The configuration has no key for it."""
    UNDECIDED = "to be decided"
    """Seen in more than one way, or not at all: a person has to say."""


@dataclass(frozen=True)
class Finding:
    """`site` is empty for what both share. `thing`: its kind and name; `said`: why; `todo`: a command or a step."""

    outcome: Outcome
    site: str
    thing: str
    said: str
    todo: str = ""


def count(findings: Iterable[Finding]) -> dict[Outcome, int]:
    """How many of each outcome, in the order of `Outcome`."""
    found = list(findings)
    return {outcome: sum(one.outcome is outcome for one in found) for outcome in Outcome}
