"""Each class of faults, told as a history by name. A class that is still pending fails as expected."""

from __future__ import annotations

import pytest

from tests.histories.conftest import Lives, expect_nothing
from tests.histories.lab.laboratory import NAMES, Laboratory
from tests.histories.log.moment import OWN, Moment, moments
from tests.histories.operators.settlement import settle
from tests.histories.script.classes import CLASSES, FORBIDDEN, PENDING, extra
from tests.histories.script.step import Step
from tests.histories.script.traits import Traits
from tests.histories.world.estate import Estate
from tests.histories.world.world import World

pytestmark = pytest.mark.slow

TOKYO, OSAKA = NAMES
WHOLE = Traits(whole=True)
FLIP = (Step("commit", OSAKA, "planned"), Step("up", OSAKA), Step("up", TOKYO), Step("wait", seconds=60.0))
LOST = (Step("cut", TOKYO, "hang"), Step("commit", OSAKA, "unplanned"), Step("up", OSAKA, accepted=True))
BACK = (Step("back", TOKYO), Step("up", TOKYO), Step("wait", seconds=60.0))
HOME_AGAIN = (Step("commit", TOKYO, "planned"), Step("up", TOKYO, accepted=True), Step("up", OSAKA))


def of_class(name: str) -> pytest.MarkDecorator:
    """Expected to fail while the class is pending."""
    assert name in CLASSES
    return pytest.mark.xfail(name in PENDING, reason=f"pending: {name}", strict=True)


def now(world: World) -> Moment:
    """How it is after all of that."""
    return list(moments(world.log.events))[-1]


def names(world: World, site: str) -> set[str]:
    """What runs there."""
    return {copy.name for copy in now(world).running(site)}


def outcomes(world: World) -> list[str]:
    """How the runs ended."""
    return [event.details["outcome"] for event in world.log.events if event.kind == "run.ended"]


@of_class("absence")
@pytest.mark.parametrize("lost", NAMES)
def test_a_missing_state_of_the_other_stack_deletes_nothing(lives: Lives, lost: str) -> None:
    other = OSAKA if lost == TOKYO else TOKYO
    world = lives(Step("keep", lost), Step("lose", lost), Step("preview", other), Step("up", other), traits=WHOLE)
    assert outcomes(world) == ["refused", "refused"]
    world.live([Step("restore", lost), Step("up", other)])
    expect_nothing(world)
    assert settle(world) == TOKYO


@of_class("membership")
def test_a_vm_that_left_its_category_in_the_disaster_is_stood_down(lives: Lives) -> None:
    cut, *rest = LOST
    world = lives(cut, Step("untag", TOKYO, "db-1"), *rest, *BACK)
    assert names(world, TOKYO) == set()
    assert settle(world) == OSAKA
    expect_nothing(world)


@of_class("refused mark")
def test_a_description_without_room_for_a_mark_leaves_nothing_running(lives: Lives) -> None:
    world = lives(Step("describe", TOKYO, "db-1"), *LOST, *BACK)
    assert names(world, TOKYO) == set()
    assert settle(world) == OSAKA
    expect_nothing(world)


@of_class("refused mark")
def test_descriptions_that_may_not_be_written_leave_nothing_running(lives: Lives) -> None:
    world = lives(*LOST, Step("back", TOKYO), Step("fault", TOKYO, fault=FORBIDDEN), Step("up", TOKYO))
    assert names(world, TOKYO) == set()
    assert settle(world) == OSAKA
    expect_nothing(world)


@of_class("paging")
@pytest.mark.parametrize("crowd", [7])
@pytest.mark.parametrize("page", [2, 3])
def test_a_vm_that_moves_over_the_edge_of_a_page_is_stood_down(lives: Lives, page: int, crowd: int) -> None:
    world = lives(*LOST, *BACK, traits=Traits(page=page, crowd=crowd, purged=True))
    assert names(world, TOKYO) == set()
    assert settle(world) == OSAKA


@of_class("one name")
def test_a_copy_makes_no_way_for_another_vm_of_its_name(lives: Lives) -> None:
    """late-0 has no point over when Tokyo is lost; in Osaka somebody makes another VM of that name."""
    _, *rest = LOST
    cut = Step("cut", TOKYO, "link")
    made_there = Step("add", OSAKA, "late-0")
    world = lives(cut, Step("add", TOKYO, "late-0"), *rest, *BACK, made_there, Step("wait", seconds=60.0), *HOME_AGAIN)
    assert len([copy for copy in now(world).copies.values() if copy.name == "late-0"]) >= 2


@of_class("clocks")
def test_a_copy_makes_no_way_for_a_point_that_only_the_clock_makes_newer(lives: Lives) -> None:
    """The last point of db-1 from Osaka was made before Tokyo's copy; Osaka's clock is a minute ahead."""
    without = Step("forget", OSAKA, "db-1")
    world = lives(*FLIP, *HOME_AGAIN, without, *LOST, *BACK, *HOME_AGAIN, traits=Traits(ahead={OSAKA: 60.0}))
    assert any(copy.name == "db-1" for copy in now(world).copies.values())


@of_class("announced")
def test_a_vm_that_leaves_its_category_before_a_planned_failover_is_named(lives: Lives) -> None:
    lives(Step("untag", TOKYO, "db-1"), *FLIP)


@of_class("one of many")
def test_a_vm_at_another_address_leaves_the_others_served(lives: Lives) -> None:
    world = lives(*FLIP, traits=Traits(misplaced=("db-1",)))
    assert world.stacks[OSAKA].targets == {"app-1"}
    assert now(world).routes[OSAKA] == OWN
    assert "refused" in outcomes(world), "the run ends red"


@of_class("target")
def test_a_run_of_nothing_but_the_route_leads_it_nowhere_else(lives: Lives) -> None:
    world = lives(Step("commit", OSAKA), Step("target", OSAKA))
    assert now(world).routes == {TOKYO: OWN, OSAKA: "peering"}
    assert settle(world, OSAKA) == OSAKA
    expect_nothing(world)


@of_class("failed run")
def test_the_other_stack_does_not_stand_down_on_the_word_of_a_failed_run(lives: Lives) -> None:
    world = lives(
        Step("commit", OSAKA), Step("aws", OSAKA, "refused"), Step("up", OSAKA), Step("up", TOKYO), traits=WHOLE
    )
    assert outcomes(world) == ["refused", "refused"]
    assert settle(world) == OSAKA
    expect_nothing(world)


@pytest.mark.parametrize("at", range(10, 20))
@pytest.mark.parametrize("first", NAMES)
def test_a_failover_that_was_killed_and_taken_back_is_settled(lives: Lives, at: int, first: str) -> None:
    """`up tokyo` changed nothing and `up osaka` was refused with "run pulumi up on the stack of tokyo", for ever."""
    killed = Step("up", OSAKA, at=at, then=Step("kill"))
    world = lives(Step("commit", OSAKA), killed, Step("commit", TOKYO), Step("up", first))
    settle(world, TOKYO)
    expect_nothing(world)


@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("flip", [FLIP, (*LOST, *BACK)], ids=["planned", "unplanned"])
def test_an_old_checkout_after_both_states_were_lost_leads_no_route_to_nothing(
    lives: Lives, flip: tuple[Step, ...], first: str
) -> None:
    world = lives(*flip, Step("lose", TOKYO), Step("lose", OSAKA), Step("up", first, "oldest"))
    assert outcomes(world)[-1] == "refused"
    assert now(world).routes == {TOKYO: "peering", OSAKA: OWN}
    settle(world, TOKYO)
    expect_nothing(world)


def test_an_old_state_that_was_put_back_powers_off_nothing_that_a_later_flip_brought(lives: Lives) -> None:
    """Flipped to osaka and home again; before osaka stood down, tokyo's first state was put back."""
    home = (Step("commit", TOKYO, "planned"), Step("up", TOKYO), Step("restore", TOKYO))
    world = lives(Step("keep", TOKYO), *FLIP, *home, Step("commit", OSAKA), Step("up", TOKYO))
    assert outcomes(world)[-1] == "refused"
    assert names(world, TOKYO) == {"app-1", "db-1"}
    settle(world, TOKYO)
    expect_nothing(world)


def test_a_new_stack_closes_no_loop_while_the_other_has_not_finished_its_takeover(lives: Lives) -> None:
    """db-1 did not come, so osaka published nothing; tokyo's state was lost, and its first run led back to osaka."""
    world = lives(Step("untag", TOKYO, "db-1"), *FLIP[:2], Step("lose", TOKYO), Step("up", TOKYO), Step("up", TOKYO))
    assert outcomes(world) == ["refused", "create", "same"]
    assert now(world).routes == {TOKYO: OWN, OSAKA: "peering"}
    assert any("routes of tokyo to the workload are left as they are" in said for said in world.lab.said)
    settle(world, OSAKA)
    expect_nothing(world)
    assert now(world).routes == {TOKYO: "peering", OSAKA: OWN}


def test_an_old_state_that_is_put_back_leads_no_route_away_from_the_workload(lives: Lives) -> None:
    """After the failover osaka's first state was put back, and it stood by as if tokyo ran the workload."""
    world = lives(Step("keep", OSAKA), *FLIP, Step("restore", OSAKA), Step("commit", TOKYO), Step("up", OSAKA))
    assert now(world).routes == {TOKYO: "peering", OSAKA: OWN}
    settle(world, TOKYO)
    expect_nothing(world)


def test_an_old_state_closes_no_loop_while_the_other_has_not_finished_its_takeover(lives: Lives) -> None:
    """Tokyo has the workload back; its state from before that is put back, and osaka's next takeover is killed."""
    killed = Step("up", OSAKA, at=7, then=Step("kill"))
    home = (Step("commit", TOKYO, "planned"), Step("up", TOKYO), Step("up", OSAKA), Step("restore", TOKYO))
    world = lives(*FLIP, Step("keep", TOKYO), *home, Step("commit", OSAKA), killed, Step("up", TOKYO))
    assert outcomes(world)[-2:] == ["killed", "same"]
    assert now(world).routes == {TOKYO: OWN, OSAKA: "peering"}
    settle(world, OSAKA)
    expect_nothing(world)


def test_a_copy_is_kept_where_its_point_was_made_in_the_same_moment(lab: Laboratory, estate: Estate) -> None:
    """The last point of db-1 from Tokyo and its copy in Osaka have one time, so the point may be the older of them."""
    world = World(lab, estate, 1, {"task_clock": "immediate"})
    world.live([*FLIP, Step("forget", TOKYO, "db-1"), Step("cut", OSAKA, "link"), Step("commit", TOKYO, "unplanned")])
    world.live([Step("up", TOKYO, accepted=True), Step("back", OSAKA), Step("up", OSAKA), *LOST[:2]])
    assert world.do(Step("up", OSAKA)) == "refused"
    assert any(copy.name == "db-1" for copy in now(world).copies.values() if copy.site == OSAKA)


def test_pending_names_classes_and_the_others_are_in_the_seeds() -> None:
    assert set(PENDING) <= set(CLASSES)
    found = [extra(seed) for seed in range(400)]
    assert 0.25 < sum(bool(one.steps or one.traits != Traits()) for one in found) / len(found) < 0.42
    whole = [extra(seed, ()) for seed in range(2000)]
    assert {step.verb for one in whole for step in one.steps} >= {"untag", "describe", "target", "lose", "add"}
    assert any(one.traits.purged for one in whole)
