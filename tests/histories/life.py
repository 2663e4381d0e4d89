"""A history, lived through to its end and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.histories.invariants import Violation, check
from tests.histories.lab.laboratory import Laboratory
from tests.histories.log.log import Log
from tests.histories.operators.settlement import Unsettled, settle
from tests.histories.script.generator import History
from tests.histories.world.estate import Estate
from tests.histories.world.world import World


@dataclass(frozen=True)
class Life:
    """The log of a history, and what it violates."""

    history: History
    log: Log
    violations: list[Violation]

    def __str__(self) -> str:
        found = "\n".join(map(str, self.violations)) or "nothing is violated"
        return f"{self.history}\n{self.log}\n{found}"


def live(lab: Laboratory, estate: Estate, told: History, prepare: Callable[[World], None] = lambda world: None) -> Life:
    """The whole history. ``prepare`` is given the world before it begins."""
    world = World(lab, estate, told.seed, dict(told.settings), told.numbered, told.traits)
    prepare(world)
    world.live(told.steps)
    try:
        settle(world)
        extra = []
    except Unsettled as error:
        extra = [Violation("the_operator_can_settle_it", len(world.log.events), str(error))]
    return Life(told, world.log, [*check(world.log.events), *extra])
