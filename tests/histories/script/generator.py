"""Histories from a seed: flips and disasters in any order, with something going wrong in the middle of most of them.

Pure: a seed gives the same steps, whatever comes of them. The chunks are what operators and disasters do; then steps
are left out, repeated and put in another order, and runs are interrupted at a boundary.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.histories.lab.laboratory import NAMES
from tests.histories.script.classes import extra
from tests.histories.script.others import others
from tests.histories.script.step import Step
from tests.histories.script.traits import Traits

HOW_CUT = ("hang", "refuse", "reset", "link")
_BOUNDARIES = 16
_ACTION = "*/$actions/*"
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "lost-response", "method": "POST"},
    {"kind": "lost-response", "method": "POST", "path": "*-failover"},
    {"kind": "lost-response", "method": "PUT"},
    {"kind": "lost-response", "method": "POST", "path": "*/nics"},
    {"kind": "lost-response", "method": "POST", "path": "*power*"},
    {"kind": "status", "status": 412, "method": "PUT", "count": 3},
    {"kind": "status", "status": 412, "method": "POST", "path": "*/nics", "count": 3},
    {"kind": "status", "status": 412, "method": "DELETE", "count": 3},
    {"kind": "status", "status": 429, "retryAfter": 2, "count": 6},
    {"kind": "status", "status": 429, "count": 6},
    {"kind": "status", "status": 503, "retryAfter": 1, "count": 8},
    {"kind": "status", "status": 503, "count": 8},
    {"kind": "status", "status": 503, "count": 60},
    {"kind": "status", "status": 500, "method": "POST"},
    {"kind": "status", "status": 401, "count": 1, "skip": 9},
    {"kind": "reset", "count": 3, "skip": 2},
    {"kind": "reset", "method": "POST", "path": "*-failover"},
    {"kind": "latency", "seconds": 9, "count": 5},
    {"kind": "hang", "count": 1, "skip": 4},
    {"kind": "task-stuck", "method": "POST", "seconds": 3600},
    {"kind": "task-stuck", "method": "POST", "seconds": 700},
    {"kind": "task-stuck", "method": "POST", "path": _ACTION, "seconds": 700},
    {"kind": "task-stuck", "method": "POST", "path": "*-failover", "seconds": 3600},
    {"kind": "task-stuck", "method": "POST", "path": "*/nics", "seconds": 700},
    {"kind": "task-stuck", "method": "PUT", "seconds": 700},
    {"kind": "task-failed", "method": "POST"},
    {"kind": "task-failed", "method": "POST", "path": _ACTION},
    {"kind": "task-failed", "method": "POST", "path": "*/nics"},
    {"kind": "task-failed", "method": "PUT"},
    {"kind": "task-partly-failed", "method": "POST"},
    {"kind": "task-partly-failed", "method": "POST", "path": "*-failover"},
    {"kind": "recovery-failed", "vm": "app-1", "step": "stop"},
    {"kind": "recovery-failed", "vm": "db-1", "step": "recover"},
    {"kind": "recovery-failed", "vm": "app-1", "step": "power-on"},
    {"kind": "recovery-failed", "vm": "*", "step": "recover", "count": 2},
)


@dataclass(frozen=True)
class History:
    """What happens, and what the world is like: ``settings`` are the simulators', ``numbered`` uses flipNumber."""

    seed: int
    steps: tuple[Step, ...]
    settings: dict[str, Any] = field(default_factory=dict)
    numbered: bool = False
    traits: Traits = field(default_factory=Traits)

    def __str__(self) -> str:
        head = f"history {self.seed}: {self.settings}{' with flip numbers' if self.numbered else ''}{self.traits}"
        return "\n".join([head, *(f"  {step}" for step in self.steps)])


def history(seed: int) -> History:
    """The history of a seed."""
    chance = random.Random(seed)
    settings = {
        "task_clock": chance.choice(["immediate", "seconds:1", "seconds:1", "seconds:3"]),
        "recover_seconds": chance.choice([0.0, 4.0, 15.0]),
        "stale_copies": chance.choice(["replace", "refuse"]),
        "session_seconds": chance.choice([None, None, 6.0]),
        "replication_lag": chance.choice([0.0, 0.0, 20.0]),
    }
    author = _Author(chance)
    steps: list[Step] = []
    for _ in range(chance.choice([1, 2, 2, 3])):
        steps += chance.choices(_CHUNKS, weights=_WEIGHTS)[0](author)
    told = _disordered(chance, steps)
    numbered = chance.random() < 0.2
    more = extra(seed)
    between = 0 if more.first else random.Random(f"{seed} where").randint(0, len(told))
    told[between:between] = more.steps
    theirs = others(seed)
    between = random.Random(f"{seed} where of others").randint(len(more.steps) if more.first else 0, len(told))
    told[between:between] = theirs.steps
    traits = replace(more.traits, led_by_hand=theirs.traits.led_by_hand)
    return History(seed, tuple(told), settings, numbered, traits)


@dataclass
class _Author:
    """Writes chunks of a history. ``active`` is what the configuration says so far."""

    chance: random.Random
    active: str = NAMES[0]

    def flip(self) -> list[Step]:
        """A planned one, there or back."""
        source, target = self._turn()
        ups = [self._up(target), self._up(target), self._up(source)]
        before = [Step("preview", target)] if self.chance.random() < 0.2 else []
        return [*self._noise(), Step("commit", target, "planned"), *before, *ups]

    def disaster(self) -> list[Step]:
        """The active site is lost, the other one takes over, the lost one comes back."""
        source, target = self._turn()
        how, dark = self.chance.choice(HOW_CUT), self.chance.random() < 0.4
        lost = [Step("cut", source, how)]
        lost += [Step("dark", source)] if dark else []
        late = [Step("wait", seconds=self.chance.choice([60.0, 5400.0, 20000.0]))]
        late = late if self.chance.random() < 0.5 else []
        accepted = bool(late) or self.chance.random() < 0.3
        ups = [self._up(target, accepted=accepted), self._up(target, accepted=accepted)]
        during = [self._up(source)] if self.chance.random() < 0.3 else []
        back = [Step("back", source), *([Step("light", source)] if dark else [])]
        stale = [self._up(source, how="stale")] if self.chance.random() < 0.4 else []
        return [
            *self._noise(),
            *lost,
            *late,
            Step("commit", target, "unplanned"),
            *ups,
            *during,
            *back,
            *stale,
            self._up(source),
        ]

    def gives_up(self) -> list[Step]:
        """A flip that fails half-way and is taken back."""
        source, target = self._turn()
        self.active = source
        fault = Step("fault", target, fault={"kind": "recovery-failed", "vm": "db-1", "step": "recover"})
        return [
            fault,
            Step("commit", target, "planned"),
            self._up(target),
            Step("commit", source, "planned"),
            self._up(target),
            self._up(source),
        ]

    def two_operators(self) -> list[Step]:
        """One of them has the old checkout, at the same time."""
        source, target = self._turn()
        other = Step("up", self.chance.choice(NAMES), self.chance.choice(["latest", "stale"]))
        first = replace(self._up(target), at=self.chance.randint(1, _BOUNDARIES), then=other)
        return [Step("commit", target, "planned"), first, self._up(target), self._up(source, how="stale")]

    def reckless(self) -> list[Step]:
        """An unplanned flip from a site that answers, with all risks accepted."""
        source, target = self._turn()
        return [
            Step("commit", target, "unplanned"),
            self._up(target, accepted=True),
            self._up(source, how=self.chance.choice(["latest", "stale"])),
            self._up(source),
        ]

    def state_is_lost(self) -> list[Step]:
        """Of one of the stacks: it is gone, or an old one is put back."""
        site = self.chance.choice(NAMES)
        if self.chance.random() < 0.5:
            return [Step("lose", site), *self.flip()]
        return [Step("keep", site), *self.flip(), Step("restore", site), *self.flip()]

    def readdressed(self) -> list[Step]:
        """The bastion's NIC is replaced, with something in the way."""
        site = self.chance.choice(NAMES)
        return [*self._noise(), Step("readdress", site), self._up(site), self._up(site)]

    def _turn(self) -> tuple[str, str]:
        source = self.active
        self.active = next(name for name in NAMES if name != source)
        return source, self.active

    def _up(self, site: str, how: str = "latest", accepted: bool = False) -> Step:
        """Interrupted, more often than not."""
        chance = self.chance
        if chance.random() < 0.45:
            return Step("up", site, how, accepted)
        kinds: tuple[Step, ...] = (
            Step("kill"),
            Step("kill"),
            Step("kill"),
            Step("up", chance.choice(NAMES), chance.choice(["latest", "stale"])),
            Step("cut", chance.choice(NAMES), chance.choice(HOW_CUT)),
            Step("back", chance.choice(NAMES)),
            Step("squat", site),
            Step("fault", chance.choice(NAMES), fault=chance.choice(FAULTS)),
            Step("wait", seconds=chance.choice([30.0, 900.0])),
        )
        return Step("up", site, how, accepted, at=chance.randint(1, _BOUNDARIES), then=chance.choice(kinds))

    def _noise(self) -> list[Step]:
        chance, site = self.chance, self.chance.choice(NAMES)
        steps = (
            Step("refresh", site),
            Step("preview", site),
            Step("fault", site, fault=chance.choice(FAULTS)),
            Step("fault", site, fault=chance.choice(FAULTS)),
            Step("aws", site, chance.choice(["refused", "lost"])),
            Step("squat", site),
            Step("add", site),
            Step("wait", seconds=chance.choice([30.0, 4000.0])),
            Step("readdress", site),
            Step("commit", site, chance.choice(["planned", "unplanned"])),
            Step("cut", site, chance.choice(HOW_CUT)),
        )
        return chance.sample(steps, chance.choice([0, 1, 1, 2]))


_CHUNKS: tuple[Callable[[_Author], list[Step]], ...] = (
    _Author.flip,
    _Author.disaster,
    _Author.gives_up,
    _Author.two_operators,
    _Author.reckless,
    _Author.state_is_lost,
    _Author.readdressed,
)
_WEIGHTS = (6, 8, 1, 3, 1, 1, 2)


def _disordered(chance: random.Random, steps: list[Step]) -> list[Step]:
    """Some steps are forgotten, repeated, or done too early."""
    found: list[Step] = []
    for step in steps:
        luck = chance.random()
        if luck < 0.05:
            continue
        found.append(step)
        if luck > 0.93 and step.verb in ("up", "commit"):
            found.append(replace(step, at=0, then=None))
        elif luck > 0.88 and len(found) > 1:
            found[-2:] = [found[-1], found[-2]]
    return found
