"""Histories on the real engine, from seeds: kills, lost sites, two operators, faults; checked by the same invariants.

HISTORIES_ON_ENGINE=50 lives through so many; HISTORY_SEED=3 through that one, and prints it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from local_cloud.workload import machines
from tests.histories.checkout import Checkout
from tests.histories.engine_history import engine_history
from tests.histories.engine_watch import Watch
from tests.histories.engine_world import EngineWorld
from tests.histories.invariants import check
from tests.histories.leftovers import end_leftovers
from tests.histories.log import Log
from tests.histories.settlement import Unsettled, settle

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=9)]

_ONLY = os.environ.get("HISTORY_SEED")
_SEEDS = [int(_ONLY)] if _ONLY else list(range(int(os.environ.get("HISTORIES_ON_ENGINE", "5"))))


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


@pytest.fixture(scope="module")
def world(local: LocalProject) -> Iterator[EngineWorld]:
    """Both stacks up, the workload at home, and somebody who watches."""
    home, _ = local.sites()
    watch = Watch(local)
    watch.begin()
    yield EngineWorld(local, watch, [Checkout(home)])
    watch.end()
    end_leftovers(local.project.directory)


@pytest.mark.parametrize("number", _SEEDS)
def test_no_history_violates_anything(world: EngineWorld, number: int) -> None:
    steps = engine_history(number, world.commits[-1].active)
    world.said.clear()
    world.live(steps)
    unsettled = ""
    try:
        world.commits[:] = [Checkout(settle(world))]
    except Unsettled as error:
        unsettled = str(error)
    log = world.log
    violations = check(log.events)
    story = "\n".join(["", *map(str, steps), *world.said, str(log), *map(str, violations), unsettled])
    if _ONLY:
        print(story)
    if violations or unsettled:
        pytest.fail(story, pytrace=False)
    told = {(event.kind, event.details.get("outcome")) for event in log.events if event.kind == "run.ended"}
    assert ("run.ended", "update") in told, "something was done in this history"


def test_the_watch_saw_all_of_it(world: EngineWorld) -> None:
    log: Log = world.log
    kinds = {event.kind for event in log.events}
    assert kinds >= {
        *("vm.created", "vm.recovered", "vm.powered_on", "vm.powered_off", "job", "route", "record", "published"),
        *("run.began", "run.ended"),
    }
    names = {machine.vm for machine in machines(world.local.model(world.local.sites()[0]))}
    assert {event.details["name"] for event in log.events if event.kind == "vm.recovered"} == names
