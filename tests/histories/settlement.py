"""The end of every history: all that was broken is mended, and the operator goes by what the refusals say."""

from __future__ import annotations

import re

from tests.histories.laboratory import NAMES
from tests.histories.stack import Checkout
from tests.histories.step import Step
from tests.histories.world import World

_ROUNDS = 6
_NUMBER = re.compile(r"set flipNumber: (\d+)")
_RISKS = re.compile(r"acceptedRisks: \{flip: (\d+)")
DONE = ("create", "same", "update")


class Unsettled(Exception):
    """The operator did all that was said, and it did not end."""


def settle(world: World) -> str:
    """Brings both stacks to rest; the site that is active in the end. Raises Unsettled."""
    _mend(world)
    said: list[str] = []
    wanted = _wanted(world)
    number: int | None = None
    accepting = 0
    for _ in range(_ROUNDS):
        ended = []
        for site in (wanted, _other(wanted)):
            outcome, text = world.up(site, Checkout(wanted, "planned", number, accepting))
            ended.append(outcome)
            if outcome in DONE:
                continue
            said.append(f"{site}: {text}")
            asked, risks = _NUMBER.search(text), _RISKS.search(text)
            number = int(asked[1]) if asked else number
            accepting = int(risks[1]) if risks else accepting
            if asked or risks:
                break
            if "has taken over with flip" in text:
                wanted = _other(site)
                break
            if "does not stand down before" in text or "has not taken over" in text:
                wanted = site
                break
        if ended == ["same", "same"]:
            strays = _strays(world, wanted)
            if not strays:
                world.log.add(wanted, "settled")
                return wanted
            said.append(f"{wanted}: {strays} of the workload run in {_other(wanted)}")
            wanted, number, accepting = _other(wanted), None, 0
    raise Unsettled("\n".join(said))


def _mend(world: World) -> None:
    """Nothing stands in the way any more, and what was under way has ended."""
    world.sites.faults.clear()
    for site in NAMES:
        world.stacks[site].gateway.faults.clear()
        world.do(Step("back", site))
        world.do(Step("light", site))
    for site in NAMES:
        world.do(Step("leave", site))
    world.do(Step("wait", seconds=7200.0))
    world.do(Step("wait", seconds=60.0))


def _wanted(world: World) -> str:
    """A flip that was begun is gone on with; else the newest word counts."""
    newest = {site: stack.record.generation for site, stack in world.stacks.items()}
    for site in NAMES:
        jobs = [event for event in world.log.events if event.kind == "job" and event.site == site]
        begun = max((int(event.subject.split("#")[1].split()[0]) for event in jobs), default=0)
        if begun > max(newest.values()):
            return site
    claims = [site for site, stack in world.stacks.items() if stack.record.active == site]
    return max(claims or NAMES, key=lambda site: newest[site])


def _strays(world: World, active: str) -> int:
    """How many VMs of the workload are not where they should be, as a refresh of the other stack warns."""
    return len([copy for copy in world.workload() if copy.site != active])


def _other(site: str) -> str:
    return next(name for name in NAMES if name != site)
