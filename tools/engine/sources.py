"""Taking a part of the engine from the first source that works."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tools.engine.errors import EngineError, NothingWorked

Part = TypeVar("Part")


@dataclass(frozen=True)
class Source(Generic[Part]):
    """One way to get a part.

    `obtain` raises EngineError with the reason when it cannot; `remedy` says what would help.
    """

    name: str
    obtain: Callable[[], Part]
    remedy: str


@dataclass(frozen=True)
class Refusal:
    """A source that was tried and did not work, and why."""

    source: str
    reason: str


def first_that_works(
    part: str, sources: Sequence[Source[Part]], say: Callable[[str], None]
) -> tuple[Part, tuple[Refusal, ...]]:
    """The part from the first source that gives it, with the refusals of those before it.

    Raises NothingWorked, naming each source, its reason and its remedy, when none does.
    """
    refusals: list[Refusal] = []
    for source in sources:
        try:
            return source.obtain(), tuple(refusals)
        except EngineError as error:
            refusals.append(Refusal(source.name, str(error).rstrip(".")))
            say(f"{part}: not from {source.name}: {error}")
    lines = [f"No {part} could be set up. Tried, in this order:"]
    for number, (source, refusal) in enumerate(zip(sources, refusals, strict=True), start=1):
        lines.append(f"  {number}. {source.name}: {refusal.reason}.")
        lines.append(f"     What would help: {source.remedy}")
    raise NothingWorked("\n".join(lines))
