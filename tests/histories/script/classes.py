"""Classes of faults that a history can have beside those of before, and how each is told and generated. Pure.

A class whose fault the product still has is PENDING: no seed has it, and its test by name fails as expected. Take it
from the list with the change that mends it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.histories.lab.laboratory import NAMES
from tests.histories.script.step import Step
from tests.histories.script.traits import Traits

PENDING: tuple[str, ...] = ()
"""By their names in CLASSES."""
FORBIDDEN: Mapping[str, Any] = {"kind": "status", "status": 403, "method": "PUT", "path": "*/vms/*", "count": -1}
"""A role that may power VMs off and may not write what they are."""


@dataclass(frozen=True)
class Extra:
    """What a class adds to a history: a world of its own, and steps that come in between, or ``first``."""

    traits: Traits = field(default_factory=Traits)
    steps: tuple[Step, ...] = ()
    first: bool = False


def _absence(chance: random.Random) -> Extra:
    """The state of a stack is missing for a while, and somebody runs the other."""
    site = chance.choice(NAMES)
    other = next(name for name in NAMES if name != site)
    lost = (Step("keep", site), Step("lose", site), Step("up", other), Step("restore", site))
    return Extra(Traits(whole=True), lost)


def _membership(chance: random.Random) -> Extra:
    """A VM leaves its category while a failover is under way."""
    return Extra(steps=(Step("untag", chance.choice(NAMES), chance.choice(["app-1", "db-1"])),))


def _refused_mark(chance: random.Random) -> Extra:
    """A description has no room for a mark, or may not be written."""
    site = chance.choice(NAMES)
    return Extra(steps=(chance.choice([Step("describe", site, "db-1"), Step("fault", site, fault=FORBIDDEN)]),))


def _paging(chance: random.Random) -> Extra:
    """Listings of many pages, of which others take VMs away."""
    return Extra(Traits(page=chance.choice([2, 3, 5]), crowd=chance.choice([5, 12]), purged=True))


def _one_name(chance: random.Random) -> Extra:
    """Two protected VMs have one name."""
    return Extra(steps=(Step("add", chance.choice(NAMES), chance.choice(["app-1", "db-1", "late-0"])),))


def _clocks(chance: random.Random) -> Extra:
    """The clock of one Prism Central is ahead."""
    return Extra(Traits(ahead={chance.choice(NAMES): chance.choice([20.0, 60.0, 7200.0])}))


def _announced(chance: random.Random) -> Extra:
    """A VM leaves its category before a planned failover.

    It comes first: where a flip has failed for this VM alone, it cannot be finished any more until the VM is back in
    its category, as a recovery plan without a VM does not validate.
    """
    left = (Step("untag", NAMES[0], "db-1"), Step("commit", NAMES[1]), Step("up", NAMES[1]))
    return Extra(steps=left, first=True)


def _one_of_many(chance: random.Random) -> Extra:
    """The address of one VM of the front is wrong in the configuration."""
    return Extra(Traits(misplaced=("db-1",)))


def _target(chance: random.Random) -> Extra:
    """Somebody runs nothing but the route."""
    return Extra(steps=(Step("target", chance.choice(NAMES)),))


def _failed_run(chance: random.Random) -> Extra:
    """A run fails at the route, and the other stack is run all the same."""
    site = chance.choice(NAMES)
    other = next(name for name in NAMES if name != site)
    run = (Step("commit", site), Step("aws", site, "refused"), Step("up", site), Step("up", other))
    return Extra(steps=run)


def _old_checkout(chance: random.Random) -> Extra:
    """After a failover both states are lost, and somebody has the oldest checkout.

    It comes first: of a disaster that is under way nobody could know anything any more. The home site knows by the
    recovery points that came over since.
    """
    flip = (Step("commit", NAMES[1]), *(Step("up", name) for name in reversed(NAMES)))
    lost = tuple(Step("lose", name) for name in NAMES)
    return Extra(
        steps=(*flip, Step("wait", seconds=60.0), *lost, Step("up", chance.choice(NAMES), "oldest")), first=True
    )


def _taken_back(chance: random.Random) -> Extra:
    """A failover is killed near its end and taken back."""
    kill = Step("kill")
    ups = (Step("up", NAMES[1], at=chance.randint(8, 16), then=kill), Step("commit", NAMES[0]))
    return Extra(steps=(Step("commit", NAMES[1]), *ups, *(Step("up", name) for name in NAMES)))


CLASSES: Mapping[str, Callable[[random.Random], Extra]] = {
    "absence": _absence,
    "membership": _membership,
    "refused mark": _refused_mark,
    "paging": _paging,
    "one name": _one_name,
    "clocks": _clocks,
    "announced": _announced,
    "one of many": _one_of_many,
    "target": _target,
    "failed run": _failed_run,
    "old checkout": _old_checkout,
    "taken back": _taken_back,
}


def extra(seed: int, pending: tuple[str, ...] = PENDING) -> Extra:
    """What this seed adds: nothing for two of three. A generator of its own, so the other steps stay as they are."""
    chance = random.Random(f"{seed} of a class")
    open_ = [name for name in CLASSES if name not in pending]
    if seed < 0 or not open_ or chance.random() < 2 / 3:
        return Extra()
    return CLASSES[chance.choice(open_)](chance)
