"""What a probe has seen of one assumption."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from operations.probe.site import Site


class Verdict(StrEnum):
    """How a site stands to an assumption."""

    CONFIRMED = "confirmed here"
    CONTRADICTED = "contradicted here"
    UNSEEN = "could not be seen"


@dataclass(frozen=True)
class Seen:
    """`saw` is a sentence, in which names of the user's are marked by `named`.

    `facts` are words of the API, numbers and yes or no, never names: what two sites can be compared by. `shared` stands
    in the shared file in place of `saw`, where `saw` quotes an error.
    """

    verdict: Verdict
    saw: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    shared: str | None = None


Look = Callable[[Site], Seen]
"""A probe. What it raises is told as not seen."""


def judged(good: bool, saw: str, **facts: Any) -> Seen:
    """Confirmed or contradicted."""
    return Seen(Verdict.CONFIRMED if good else Verdict.CONTRADICTED, saw, facts)


def unseen(why: str, **facts: Any) -> Seen:
    """There was nothing that would show it."""
    return Seen(Verdict.UNSEEN, why, facts)


def counted(count: int, noun: str) -> str:
    """`1 task`, `3 tasks`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
