"""No refusal leads in a circle: from whatever a pair can come to, its commands lead to one site that runs everything.

Everything that can become of two stacks is enumerated: runs in any order and with any configuration, killed before the
state knows of them or before they publish, states that are lost or put back. In each of these an operator does what the
refusals say, and nothing else.

One thing is left out: two flips that share a number. It takes a flip that was killed before it was published, then a
lost state of the other stack, then a flip back. Nobody can tell by the numbers which of the two is the newer.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from providers.failover import messages
from providers.failover.turn import Word
from tests.histories.operators.commands import Alternative, Command, alternatives, ways_out
from tests.histories.pair.obedience import CHOICES, Operator
from tests.histories.pair.pair import HOME, KILLED, OTHER, SITES, Config, Pair, Side

STEPS, SLOW_STEPS = 4, 6
Found = dict[tuple[Side, ...], tuple[Pair, tuple[str, ...]]]
HALF_DONE = ("before its outputs", "before its state")


@cache
def pairs(steps: int) -> Found:
    """All that a pair can come to in so many steps, and how."""
    begin = Pair.at_rest()
    found: Found = {begin.key: (begin, ())}
    newest = [begin]
    for _ in range(steps):
        made = [(pair, *one) for pair in newest for one in _steps(pair)]
        newest = []
        for before, pair, what in made:
            if pair.key not in found and not _share_a_number(pair):
                found[pair.key] = pair, (*found[before.key][1], what)
                newest.append(pair)
    return found


def _share_a_number(pair: Pair) -> bool:
    one, other = pair.sides.values()
    return 0 < one.job == other.job


def _steps(pair: Pair) -> Iterator[tuple[Pair, str]]:
    for active in SITES:
        for mode in ("planned", "unplanned"):
            for site in SITES:
                for killed in KILLED:
                    after, refused = pair.up(site, Config(active, mode), killed)
                    if not refused:
                        yield after, f"up {site}, activeRegion {active}, {mode}{', killed ' if killed else ''}{killed}"
    for site in SITES:
        yield pair.lose(site), f"the state of {site} is lost"
        yield pair.restore(site), f"the first state of {site} is put back"


def expect_rest(operator: Operator, pair: Pair) -> None:
    """One site runs everything, and both stacks say so."""
    active = operator.config.active
    for site, side in pair.sides.items():
        assert side.runs is (site == active)
        assert side.record is not None
        assert side.record.active_site == active
        assert side.published == side.record


def settle_all(steps: int) -> None:
    """Whoever is upped first, with whichever configuration, and whichever way out is taken."""
    for pair, how in pairs(steps).values():
        for active in SITES:
            for first in SITES:
                for choice in CHOICES.values():
                    operator = Operator(pair, Config(active), choice)
                    try:
                        expect_rest(operator, operator.settle(first))
                    except Exception as error:
                        what = "\n".join([*how, f"then activeRegion {active}, {first} first", *operator.said])
                        raise AssertionError(f"{what}\n{error}") from error


def test_the_commands_of_every_refusal_lead_to_a_pair_at_rest() -> None:
    settle_all(STEPS)


@pytest.mark.slow
def test_the_commands_of_every_refusal_lead_to_a_pair_at_rest_whatever_went_before() -> None:
    settle_all(SLOW_STEPS)


def test_the_workload_always_runs_somewhere() -> None:
    for pair, how in pairs(SLOW_STEPS).values():
        assert any(side.runs for side in pair.sides.values()), how


def test_a_route_never_leads_to_a_site_that_runs_nothing_while_the_other_runs_it() -> None:
    """The route of a stack that ends a run as the active one leads to its own site."""
    for pair, how in pairs(SLOW_STEPS).values():
        for site in SITES:
            after, refused = pair.up(site, Config(site))
            elsewhere = not after.sides[site].runs and any(side.runs for side in after.sides.values())
            known = pair.sides[site].record
            if not refused and elsewhere:
                # It leads there already: this run changed nothing, and the other's look tells of its VMs.
                assert known is not None, (how, site)
                assert known.active_site == site, (how, site)


@pytest.mark.parametrize("killed", HALF_DONE)
@pytest.mark.parametrize("first", SITES)
@pytest.mark.parametrize("choice", CHOICES)
def test_a_flip_that_was_killed_and_taken_back_is_settled(killed: str, first: str, choice: str) -> None:
    """It was refused for ever: "run pulumi up on the stack of tokyo", which changed nothing."""
    pair, _ = Pair.at_rest().up(OTHER, Config(OTHER), killed)
    operator = Operator(pair, Config(HOME), CHOICES[choice])
    expect_rest(operator, operator.settle(first))


@pytest.mark.parametrize("killed", KILLED)
@pytest.mark.parametrize("first", SITES)
@pytest.mark.parametrize("choice", CHOICES)
def test_an_old_checkout_after_both_states_were_lost_is_settled(killed: str, first: str, choice: str) -> None:
    """The home site took the route with nothing running there."""
    pair, _ = Pair.at_rest().up(OTHER, Config(OTHER), killed)
    pair = pair.lose(HOME).lose(OTHER)
    _, refused = pair.up(HOME, Config(HOME))
    assert "no protected VM is left in tokyo" in refused
    operator = Operator(pair, Config(HOME), CHOICES[choice])
    expect_rest(operator, operator.settle(first))


def test_the_home_site_takes_over_from_a_lost_site_though_both_states_are_lost() -> None:
    pair = Pair.at_rest()
    for site in (OTHER, HOME):
        pair, _ = pair.up(site, Config(OTHER))
    pair = pair.lose(HOME).lose(OTHER)
    _, refused = pair.up(HOME, Config(HOME))
    lost = next(way for way in alternatives(refused) if way.question == "Is osaka lost?")
    operator = Operator(pair, Config(HOME), lambda ways: lost)
    operator.obey(refused)
    assert operator.pair.sides[HOME].record == Word(1, HOME)
    assert operator.pair.sides[HOME].runs


def test_an_old_state_that_is_put_back_powers_nothing_off_that_a_later_flip_has_brought() -> None:
    """Flipped to osaka and back; before osaka stood down, tokyo's first state was put back, and it stood down."""
    pair = Pair.at_rest()
    for site, active in ((OTHER, OTHER), (HOME, OTHER), (HOME, HOME)):
        pair, _ = pair.up(site, Config(active))
    old = pair.restore(HOME)
    stays, refused = old.up(HOME, Config(OTHER))
    assert "tokyo does not stand down before osaka has taken over" in refused
    assert stays == old
    again, _ = old.up(HOME, Config(HOME))
    assert again.sides[HOME].record == Word(2, HOME)


def test_commands_are_read_by_alternative_and_in_their_order() -> None:
    text = messages.first_as_active("tokyo", "osaka")
    first, then = alternatives(f"Refused, activeRegion is osaka. {text} No failover wanted? Run git pull.")[:2]
    begin = (Command("active", "tokyo"), Command("up", "tokyo"), Command("up", "osaka"))
    assert first == Alternative("", begin)
    more = (Command("active", "osaka"), Command("up", "osaka"), Command("up", "tokyo"))
    assert then == Alternative("Want osaka to take over?", (*begin, *more))
    assert ways_out("Old checkout? Run git pull. Want it? Set flipNumber: 3 and run pulumi up --stack tokyo.") == [
        Alternative("Want it?", (Command("number", "3"), Command("up", "tokyo")))
    ]
    assert ways_out("Is osaka lost? Set failoverMode: unplanned and run pulumi up --stack tokyo.") == []
