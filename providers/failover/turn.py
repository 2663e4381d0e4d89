"""Whose turn it is: which site may be active, decided by a generation that only grows. Pure.

Every takeover gets a generation higher than all that this site knows of: its own record, what the other site has
published in the state backend, and the jobs in its own Prism Central. A site that stands down records the generation of
the takeover. So the higher number is the newer truth, and each refusal here says who holds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from providers.failover import messages


@dataclass(frozen=True)
class Word:
    """What a site has said last: which site is active, as of which flip."""

    generation: int
    active_site: str


@dataclass(frozen=True)
class Turn:
    """One run of one stack: what its checkout wants, what its state says, and what the other stack has published.

    ``own`` is None for a stack without a state, ``others`` where the other stack has published nothing. ``number`` is
    the configuration's flipNumber, and ``numbered`` says whether the last flip was asked for by number.
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
    def newest_of_ours(self) -> int:
        """The generation of this stack's own word."""
        return self.own.generation if self.own else 0

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

    @property
    def other_leads_here(self) -> bool:
        """Whether the other site says that this one is active, and no word of ours is newer: its routes lead here."""
        return (
            self.others is not None
            and self.others.active_site == self.site
            and (self.own is None or self.others.generation >= self.own.generation)
        )


def refusal(turn: Turn) -> str | None:
    """Why this run must do nothing; None where it may go on."""
    if turn.wanted == turn.site and not turn.takes_over:
        return _stays(turn) if turn.other_has_taken_over else None
    if turn.stands_down:
        return None if turn.other_has_taken_over else _leaves_too_soon(turn)
    return _takes_over_out_of_turn(turn) if turn.takes_over else None


def routes_wait(turn: Turn) -> str:
    """Why a standby leaves its routes as they are; empty where they follow the failover.

    While the other stack says that this site is active, its routes lead here, and routes that lead there are led back.
    That takes a state that is new, was lost, or was put back: the other stack has not finished its takeover, or it
    knows of one to this site that this state has forgotten. A refusal would keep a new stack from ever beginning.

    A site that stands down out of turn is refused by the failover, unless its outputs are older than its state.
    """
    if turn.others is None or turn.wanted == turn.site or not turn.other_leads_here:
        return ""
    if turn.stands_down and turn.others.generation <= turn.newest_of_ours:
        return ""
    return messages.routes_wait(turn.site, turn.other, turn.others.generation)


def is_old_state(own: Word, site: str, others: Word | None) -> bool:
    """Whether the state of a failover calls this site active although the other stack says that it has taken over.

    A run of everything never ends so: the failover refuses, or counts on. A run of some resources alone leaves the
    failover as the state has it, and the state may have been put back.
    """
    return (
        own.active_site == site
        and others is not None
        and others.active_site != site
        and (others.generation >= own.generation)
    )


def _stays(turn: Turn) -> str:
    """A checkout or a state from before the other's takeover wants to go on as the active site."""
    flip = turn.others.generation if turn.others else 0
    return (
        f"Refused, nothing was changed: {turn.other} took over in flip {flip}; {_last(turn)}. Going on "
        f"would make two active sites. Old checkout? Run git pull. Want {turn.site} back? 1. Set activeRegion: "
        f"{turn.other} and run pulumi up --stack {turn.site} (powers off stale VMs). 2. Set activeRegion: {turn.site} "
        f"and run pulumi up --stack {turn.site}, then pulumi up --stack {turn.other}."
    )


def _leaves_too_soon(turn: Turn) -> str:
    """This site would stand down with nobody to run the workload."""
    if turn.others is None:
        said = f"the stack of {turn.other} has not published that it runs the workload"
    elif turn.others.active_site == turn.other:
        said = f"{turn.other} last took over in flip {turn.others.generation}, which is older"
    else:
        said = f"in flip {turn.others.generation} {turn.other} published that {turn.others.active_site} is active"
    return (
        f"Refused, nothing was changed: {turn.site} does not stand down before {turn.other} has taken over: {said}; "
        f"{_last(turn)}. {_way_out(turn)}"
    )


def _way_out(turn: Turn) -> str:
    """What brings the pair to one site.

    Where the other stack knows that this site is active, its own run takes over. Else its run would change nothing, or
    would begin beside this one: this site's flip is finished and published first.
    """
    if turn.others is not None and turn.others.active_site == turn.site:
        return (
            f"Failover to {turn.other}? Run pulumi up --stack {turn.other} to its end, then pulumi up --stack "
            f"{turn.site}. No failover wanted? This checkout is old: run git pull."
        )
    return messages.first_as_active(turn.site, turn.other)


def _takes_over_out_of_turn(turn: Turn) -> str | None:
    """A checkout from before a later flip asks for its own once more. Only a number tells that from a new wish."""
    if turn.number == turn.newest + 1 or (turn.number is None and not turn.numbered):
        return None
    if turn.number is None:
        what = "flipNumber is missing, but the last flip was asked for by its number"
    elif turn.number <= turn.newest:
        what = f"flipNumber {turn.number} is in the past, the last flip was {turn.newest}"
    else:
        what = f"flipNumber {turn.number} is not the next one, the last flip was {turn.newest}"
    return (
        f"Refused, nothing was changed: {what}. Old checkout? Run git pull. Want a failover to {turn.site} now? Set "
        f"flipNumber: {turn.newest + 1} and run pulumi up --stack {turn.site}."
    )


def _last(turn: Turn) -> str:
    if turn.own is None:
        return f"the stack of {turn.site} knows of no flip"
    return f"the stack of {turn.site} last saw flip {turn.own.generation}"
