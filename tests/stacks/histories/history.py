"""A history on the real engine, and the seeds that one file of the tests lives through.

HISTORIES_ON_ENGINE=50 lives through so many in all; HISTORY_SEED=3 through that one, and prints it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from local_cloud.project import LocalProject
from tests.histories.engine.history import engine_history
from tests.histories.engine.leftovers import end_leftovers
from tests.histories.engine.watch import Watch
from tests.histories.engine.world import EngineWorld
from tests.histories.invariants import check
from tests.histories.operators.checkout import Checkout
from tests.histories.operators.settlement import Unsettled, settle

_ONLY = os.environ.get("HISTORY_SEED")
_COUNT = int(os.environ.get("HISTORIES_ON_ENGINE", "5"))
FILES = 2
"""Histories go on where the one before ended, those of a file; the files run at the same time."""


def seeds(file: int) -> list[int]:
    """The seeds of a file, from 0."""
    return [int(_ONLY)] if _ONLY and int(_ONLY) % FILES == file else [] if _ONLY else list(range(file, _COUNT, FILES))


def watched(local: LocalProject) -> Iterator[EngineWorld]:
    """Both stacks up, the workload at home, and somebody who watches."""
    home, _ = local.sites()
    watch = Watch(local)
    watch.begin()
    yield EngineWorld(local, watch, [Checkout(home)])
    watch.end()
    end_leftovers(local.project.directory)


def live_through(world: EngineWorld, number: int) -> None:
    """Live through the history of a seed; fail with all of it where it violates anything."""
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
