"""Histories for the real engine, from a seed: fewer kinds of steps, as each run takes seconds. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.histories.lab.laboratory import NAMES
from tests.histories.script.step import Step

HOW_CUT = ("hang", "refuse", "reset")
LINES = 14
"""A run is killed, or something else happens, when it has printed so many lines."""
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "lost-response", "method": "POST", "path": "*-failover"},
    {"kind": "lost-response", "method": "POST"},
    {"kind": "status", "status": 503, "retryAfter": 1, "count": 3},
    {"kind": "status", "status": 412, "method": "PUT", "count": 2},
    {"kind": "status", "status": 429, "retryAfter": 1, "count": 3},
    {"kind": "reset", "count": 2, "skip": 2},
    {"kind": "task-failed", "method": "POST", "path": "*/$actions/*"},
)


def engine_history(seed: int, active: str) -> tuple[Step, ...]:
    """What happens; ``active`` is where the workload runs before. Neighbouring seeds are of different kinds."""
    chance = random.Random(seed)
    target = next(name for name in NAMES if name != active)
    return tuple(_KINDS[seed % len(_KINDS)](chance, active, target))


def _killed(chance: random.Random, source: str, target: str) -> list[Step]:
    """A planned flip, killed on the way, gone on with, and killed at the site that is left."""
    return [
        Step("commit", target, "planned"),
        _up(chance, target, Step("kill")),
        Step("up", target),
        _up(chance, source, Step("kill")),
        Step("up", source),
    ]


def _disaster(chance: random.Random, source: str, target: str) -> list[Step]:
    """The active site is lost, the other takes over, the lost one comes back with an old checkout."""
    stale = [Step("up", source, "stale")] if chance.random() < 0.5 else []
    early = [Step("up", source)] if chance.random() < 0.3 else []
    return [
        Step("cut", source, chance.choice(HOW_CUT)),
        Step("commit", target, "unplanned"),
        _up(chance, target, Step("kill")) if chance.random() < 0.5 else Step("preview", target),
        Step("up", target),
        *early,
        Step("back", source),
        *stale,
        Step("up", source),
    ]


def _two_operators(chance: random.Random, source: str, target: str) -> list[Step]:
    """Both press the button, one of them with the old checkout or at the other site."""
    second = Step("up", chance.choice(NAMES), chance.choice(["latest", "stale"]))
    return [
        Step("commit", target, "planned"),
        _up(chance, target, second),
        Step("up", source, "stale"),
        Step("up", source),
    ]


def _lost_on_the_way(chance: random.Random, source: str, target: str) -> list[Step]:
    """The source is lost in the middle of a planned flip, which then is given up for an unplanned one."""
    return [
        Step("commit", target, "planned"),
        _up(chance, target, Step("cut", source, chance.choice(HOW_CUT))),
        Step("commit", target, "unplanned"),
        Step("up", target),
        Step("back", source),
        Step("up", source),
    ]


def _faulty(chance: random.Random, source: str, target: str) -> list[Step]:
    """Prism Central answers badly, in front of a flip and in the middle of it."""
    return [
        Step("fault", target, fault=chance.choice(FAULTS)),
        Step("refresh", source),
        Step("commit", target, "planned"),
        _up(chance, target, Step("fault", chance.choice(NAMES), fault=chance.choice(FAULTS))),
        Step("up", target),
        Step("up", source),
    ]


def _taken_back(chance: random.Random, source: str, target: str) -> list[Step]:
    """A planned flip is killed near its end and taken back, first at the site that was active before."""
    return [
        Step("commit", target, "planned"),
        Step("up", target, at=chance.randint(LINES - 3, LINES + 3), then=Step("kill")),
        Step("commit", source, "planned"),
        Step("up", source),
        Step("up", target),
    ]


def _up(chance: random.Random, site: str, then: Step) -> Step:
    return Step("up", site, at=chance.randint(1, LINES), then=then)


_KINDS: tuple[Callable[[random.Random, str, str], list[Step]], ...] = (
    _killed,
    _disaster,
    _two_operators,
    _lost_on_the_way,
    _faulty,
    _taken_back,
)
