"""One laboratory and one estate for all histories of a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.histories.invariants import check
from tests.histories.lab.laboratory import Laboratory, laboratory
from tests.histories.script.step import Step
from tests.histories.script.traits import Traits
from tests.histories.world.estate import Estate
from tests.histories.world.world import World

Lives = Callable[..., World]


@pytest.fixture(scope="module")
def lab() -> Iterator[Laboratory]:
    """The client, the providers and the simulators in this process."""
    with laboratory() as made:
        yield made


@pytest.fixture(scope="module")
def estate(lab: Laboratory) -> Estate:
    """What stands before each history begins."""
    return Estate.make(lab)


@pytest.fixture
def lives(lab: Laboratory, estate: Estate) -> Lives:
    """Lives through steps; no invariant is violated."""

    def live(*steps: Step, traits: Traits | None = None) -> World:
        settings = {"task_clock": "seconds:1", "recover_seconds": 4.0}
        world = World(lab, estate, 1, settings, traits=traits or Traits())
        world.live(steps)
        expect_nothing(world)
        return world

    return live


def expect_nothing(world: World) -> None:
    """Fails with the log where it violates something."""
    found = check(world.log.events)
    assert not found, "\n".join([str(world.log), *map(str, found)])
