"""Whose turn it is: which site may be active, decided by a generation that only grows. Pure.

Every takeover gets a generation higher than all that this site knows of: its own record, what the other site has
published in the state backend, and the jobs in its own Prism Central. A site that is left takes over the number of the
takeover. So the higher number is the newer truth, and each refusal here is a sentence that says who holds it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """What a site has said last: which site is active, as of which flip."""

    generation: int
    active_site: str


@dataclass(frozen=True)
class Turn:
    """One run of one stack: what its checkout wants, what its state says, and what the other stack has published.

    ``own`` is None for a stack without a state, ``others`` where the other has published nothing; ``number`` is the
    flip that the configuration says it asks for, where it says so, and ``numbered`` whether the last one was asked for
    by number.
    """

    site: str
    other: str
    wanted: str
    own: Word | None
    others: Word | None
    number: int | None = None
    numbered: bool = False

    @property
    def newest(self) -> int:
        """The highest generation that either site's word names."""
        return max((word.generation for word in (self.own, self.others) if word), default=0)

    @property
    def takes_over(self) -> bool:
        """Whether this run makes this site the active one."""
        return self.wanted == self.site and self.own is not None and self.own.active_site != self.site

    @property
    def stands_down(self) -> bool:
        """Whether this run makes this site leave the workload to the other."""
        return self.wanted != self.site and self.own is not None and self.own.active_site == self.site

    @property
    def other_has_taken_over(self) -> bool:
        """Whether the other site says that it is active, and no word of ours is newer."""
        return (
            self.others is not None
            and self.others.active_site == self.other
            and (self.own is None or self.others.generation >= self.own.generation)
        )


def refusal(turn: Turn) -> str | None:
    """Why this run must do nothing; None where it may go on."""
    if turn.wanted == turn.site and not turn.takes_over:
        return _stays(turn) if turn.other_has_taken_over else None
    if turn.stands_down:
        return None if turn.other_has_taken_over else _leaves_too_soon(turn)
    return _takes_over_out_of_turn(turn) if turn.takes_over else None


def _stays(turn: Turn) -> str:
    """A checkout or a state of before the other's takeover wants to go on as the active site."""
    assert turn.others is not None
    flip = turn.others.generation
    return (
        f"activeRegion is {turn.site}, but {turn.other} has taken over with flip {flip}, and "
        f"{_last(turn)}. Going on here would make two active sites, so nothing is done. If this checkout is old, pull "
        f"it. If {turn.site} is to take the workload back, set activeRegion: {turn.other} and run pulumi up on the "
        f"stack of {turn.site} first, which switches off what is stale here; then set activeRegion: {turn.site} again."
    )


def _leaves_too_soon(turn: Turn) -> str:
    """This site would stand down with nobody to run the workload."""
    if turn.others is None:
        said = f"the stack of {turn.other} has not said yet that it runs the workload"
    elif turn.others.active_site == turn.other:
        said = f"{turn.other} last took over with flip {turn.others.generation}, which is older than this site's own"
    else:
        said = f"as of flip {turn.others.generation} {turn.other} says that {turn.others.active_site} runs the workload"
    return (
        f"activeRegion is {turn.other}, but {said}, and {_last(turn)}. {turn.site} does not stand down before "
        f"{turn.other} has taken over: nothing is done. Run pulumi up on the stack of {turn.other} to its end, then "
        f"here. If {turn.other} is not to take over, this checkout is old: pull it."
    )


def _takes_over_out_of_turn(turn: Turn) -> str | None:
    """A checkout of before a later flip asks for its own once more. Only a number can tell that from a new wish."""
    if turn.number == turn.newest + 1 or (turn.number is None and not turn.numbered):
        return None
    if turn.number is None:
        return (
            f"activeRegion is {turn.site} without a flipNumber, but the last flip was asked for by its number: this "
            f"checkout is old, pull it. Nothing is done. To move the workload to {turn.site} now, set flipNumber: "
            f"{turn.newest + 1}."
        )
    why = "of the past: this checkout is old, pull it" if turn.number <= turn.newest else "not the next one"
    return (
        f"activeRegion is {turn.site} with flipNumber {turn.number}, but flip {turn.newest} was the last, so flip "
        f"{turn.number} is {why}. Nothing is done. To move the workload to {turn.site} now, set flipNumber: "
        f"{turn.newest + 1}."
    )


def _last(turn: Turn) -> str:
    if turn.own is None:
        return f"the stack of {turn.site} knows of no flip"
    return f"the last flip that the stack of {turn.site} knows of is {turn.own.generation}"
