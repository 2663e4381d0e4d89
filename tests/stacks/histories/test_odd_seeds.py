"""Histories on the real engine, from odd seeds: kills, lost sites, two operators, faults.

`history.py` says how to choose them.
"""

from collections.abc import Iterator

import pytest

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from tests.histories.engine.world import EngineWorld
from tests.stacks.histories.history import live_through, seeds, watched

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


@pytest.fixture(scope="module")
def world(local: LocalProject) -> Iterator[EngineWorld]:
    yield from watched(local)


@pytest.mark.parametrize("number", seeds(1))
def test_no_history_violates_anything(world: EngineWorld, number: int) -> None:
    live_through(world, number)
