"""Histories on the real engine, from even seeds: kills, lost sites, two operators, faults.

`history.py` says how to choose them.
"""

from collections.abc import Iterator

import pytest

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from local_cloud.workload import machines
from tests.histories.engine.world import EngineWorld
from tests.histories.log.log import Log
from tests.stacks.histories.history import live_through, seeds, watched

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


@pytest.fixture(scope="module")
def world(local: LocalProject) -> Iterator[EngineWorld]:
    yield from watched(local)


@pytest.mark.parametrize("number", seeds(0))
def test_no_history_violates_anything(world: EngineWorld, number: int) -> None:
    live_through(world, number)


def test_the_watch_saw_all_of_it(world: EngineWorld) -> None:
    log: Log = world.log
    kinds = {event.kind for event in log.events}
    assert kinds >= {
        *("vm.created", "vm.recovered", "vm.powered_on", "vm.powered_off", "job", "route", "record", "published"),
        *("run.began", "run.ended"),
    }
    names = {machine.vm for machine in machines(world.local.model(world.local.sites()[0]))}
    assert {event.details["name"] for event in log.events if event.kind == "vm.recovered"} == names
