"""An estate in which other teams have routes and objects of their own, told as histories by name."""

from __future__ import annotations

import pytest

from tests.histories.conftest import Lives, expect_nothing
from tests.histories.lab.laboratory import NAMES
from tests.histories.log.moment import OWN, PEERING, moments
from tests.histories.operators.settlement import settle
from tests.histories.script.step import Step
from tests.histories.script.traits import Traits
from tests.histories.world.world import World

pytestmark = pytest.mark.slow

TOKYO, OSAKA = NAMES
PIECE, WHOLE, APP = "172.30.1.0/24", "172.30.0.0/16", "172.30.1.11"
FLIP = (Step("commit", OSAKA, "planned"), Step("up", OSAKA), Step("up", TOKYO))
AT_ANY_BOUNDARY = range(1, 30, 4)


def outcomes(world: World) -> list[str]:
    """How the runs ended."""
    return [event.details["outcome"] for event in world.log.events if event.kind == "run.ended"]


def leads(world: World, site: str) -> str:
    """Where the site's gateway leads a packet to a VM."""
    return list(moments(world.log.events))[-1].route_to(site, APP).leads_to


@pytest.mark.parametrize("prefix", [PIECE, WHOLE])
def test_routes_led_by_hand_since_before_refuse_the_failover_until_they_are_gone(lives: Lives, prefix: str) -> None:
    world = lives(*FLIP, traits=Traits(led_by_hand=(prefix,)))
    assert outcomes(world)[0] == "refused"
    assert settle(world) in NAMES
    expect_nothing(world)


@pytest.mark.parametrize("route", [f"{PIECE} peering static", f"{WHOLE} other static", f"{PIECE} other propagated"])
def test_a_route_that_comes_between_preview_and_up_refuses_the_up(lives: Lives, route: str) -> None:
    commit, *ups = FLIP
    world = lives(commit, Step("preview", OSAKA), Step("lead", OSAKA, route), *ups)
    assert outcomes(world)[:2] == ["update", "refused"]
    assert settle(world, OSAKA) == OSAKA
    assert (leads(world, OSAKA), leads(world, TOKYO)) == (OWN, PEERING)
    expect_nothing(world)


@pytest.mark.parametrize("at", AT_ANY_BOUNDARY)
@pytest.mark.parametrize("site", NAMES)
def test_a_route_that_comes_during_an_up_keeps_it_from_ending_well(lives: Lives, site: str, at: int) -> None:
    """Nor does the next up end well, which moves nothing any more."""
    commit, first, second = FLIP
    route = Step("lead", site, f"{PIECE} other static")
    during = Step(first.verb, first.site, at=at, then=route)
    world = lives(commit, during, first, second, second)
    assert settle(world, OSAKA) == OSAKA
    assert (leads(world, OSAKA), leads(world, TOKYO)) == (OWN, PEERING)
    expect_nothing(world)


def test_an_up_to_which_aws_listed_nothing_is_looked_at_by_the_next(lives: Lives) -> None:
    commit, first, second = FLIP
    hidden = (Step("mute", OSAKA), Step("lead", OSAKA, f"{PIECE} other static"))
    world = lives(commit, *hidden, first, Step("unmute", OSAKA), first, second)
    assert outcomes(world)[:2] == ["update", "refused"]
    assert settle(world, OSAKA) == OSAKA
    expect_nothing(world)


def test_a_route_that_comes_after_a_failover_is_named_by_every_up(lives: Lives) -> None:
    world = lives(*FLIP, Step("lead", OSAKA, f"{PIECE} other static"), Step("up", OSAKA))
    assert outcomes(world)[-1] == "same"


def test_what_others_have_in_prism_central_outlives_a_failover_there_and_back(lives: Lives) -> None:
    theirs = [Step("found", TOKYO, what) for what in ("category", "policy", "plan")]
    back = (Step("commit", TOKYO, "planned"), Step("up", TOKYO), Step("up", OSAKA))
    world = lives(*theirs, *FLIP, Step("wait", seconds=60.0), *back)
    assert settle(world) == TOKYO
    expect_nothing(world)
