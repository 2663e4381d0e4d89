"""The end of every history: all that was broken is mended, and the operator goes by what the refusals say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from tests.histories.checkout import Checkout
from tests.histories.laboratory import NAMES
from tests.histories.log import Log
from tests.histories.moment import Copy, Word
from tests.histories.words import ACCEPT, NUMBER

_ROUNDS = 6
DONE = ("create", "same", "update")


class Operated(Protocol):
    """Both sites and their stacks, as an operator sees them: simulated, or on the real engine."""

    @property
    def log(self) -> Log: ...

    def mend(self) -> None: ...

    def up(self, site: str, checkout: Checkout) -> tuple[str, str]: ...

    def records(self) -> Mapping[str, Word]: ...

    def workload(self) -> Sequence[Copy]: ...


class Unsettled(Exception):
    """The operator did all that was said, and it did not end."""


def settle(world: Operated) -> str:
    """Brings both stacks to rest; the site that is active in the end. Raises Unsettled."""
    world.mend()
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
            asked, risks = NUMBER.search(text), ACCEPT.search(text)
            number = int(asked[1]) if asked else number
            accepting = int(risks[1]) if risks else accepting
            if asked or risks:
                break
            if "took over in flip" in text and "would make two active sites" in text:
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


def _wanted(world: Operated) -> str:
    """A flip that was begun is gone on with; else the newest word counts."""
    records = world.records()
    newest = {site: record.generation for site, record in records.items()}
    for site in NAMES:
        jobs = [event for event in world.log.events if event.kind == "job" and event.site == site]
        begun = max((int(event.subject.split("#")[1].split()[0]) for event in jobs), default=0)
        if begun > max(newest.values()):
            return site
    claims = [site for site, record in records.items() if record.active == site]
    return max(claims or NAMES, key=lambda site: newest[site])


def _strays(world: Operated, active: str) -> int:
    """How many VMs of the workload are not where they should be, as a refresh of the other stack warns."""
    return len([copy for copy in world.workload() if copy.site != active])


def _other(site: str) -> str:
    return next(name for name in NAMES if name != site)
