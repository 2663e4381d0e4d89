"""What an invariant finds: the event that violates it, and a sentence about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.histories.log.event import Event

WORLD = "world"
"""``by`` of what no run of ours did."""
DONE = ("create", "same", "update")


@dataclass(frozen=True)
class Violation:
    """``invariant`` is the name of its function, ``number`` that of the event."""

    invariant: str
    number: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.invariant} at event {self.number}: {self.sentence}"


Found = Iterator[tuple[Event, str]]
