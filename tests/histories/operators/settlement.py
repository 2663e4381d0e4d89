"""The end of every history: all that was broken is mended, and the operator goes by what the refusals say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from tests.histories.lab.laboratory import NAMES
from tests.histories.log.log import Log
from tests.histories.log.moment import Copy, Word
from tests.histories.operators.checkout import Checkout
from tests.histories.operators.commands import Command, ways_out
from tests.histories.operators.words import ACCEPT, AWS, LOST

_ROUNDS = 6
_UPS = 24
_REFUSED = "Refused, nothing was changed"
DONE = ("create", "same", "update")


class Operated(Protocol):
    """Both sites and their stacks, as an operator sees them: simulated, or on the real engine."""

    @property
    def log(self) -> Log: ...

    def mend(self) -> None: ...

    def up(self, site: str, checkout: Checkout) -> tuple[str, str]: ...

    def aws(self, command: str) -> None: ...

    def records(self) -> Mapping[str, Word]: ...

    def workload(self) -> Sequence[Copy]: ...


class Unsettled(Exception):
    """The operator did all that was said, and it did not end."""


def settle(world: Operated, wanted: str = "") -> str:
    """Brings both stacks to rest; the site that is active in the end. Raises Unsettled.

    Without ``wanted`` a flip that was begun is gone on with.
    """
    world.mend()
    return _Operator(world, Checkout(wanted or _wanted(world))).settle()


@dataclass
class _Operator:
    """Does what the first way out of each refusal says."""

    world: Operated
    checkout: Checkout
    said: list[str] = field(default_factory=list)
    ups: int = 0

    def settle(self) -> str:
        for _ in range(_ROUNDS):
            wanted = self.checkout.active
            if not self._rests(wanted):
                continue
            strays = [copy for copy in self.world.workload() if copy.site != wanted]
            if not strays:
                self.world.log.add(wanted, "settled")
                return wanted
            # As a refresh of the other stack warns.
            self.said.append(f"{wanted}: {len(strays)} of the workload run in {_other(wanted)}")
            self.checkout = Checkout(_other(wanted), lost=self.checkout.lost)
        raise Unsettled("\n".join(self.said))

    def _rests(self, wanted: str) -> bool:
        """Whether neither stack has anything to do any more."""
        ended = []
        for site in (wanted, _other(wanted)):
            ended.append(self._up(site))
            if ended[-1] not in DONE:
                break
        return ended == ["same", "same"]

    def _up(self, site: str) -> str:
        self.ups += 1
        if self.ups > _UPS:
            raise Unsettled("\n".join(self.said))
        outcome, text = self.world.up(site, self.checkout)
        if outcome not in DONE:
            self.said.append(f"{site}: {text}")
            self._obey(text)
        return outcome

    def _obey(self, text: str) -> None:
        asked, lost = ACCEPT.search(text), LOST.search(text)
        if asked:
            self.checkout = replace(self.checkout, accepting=int(asked[1]))
        if lost:
            self.checkout = replace(self.checkout, lost=lost[1])
        for command_of_aws in AWS.findall(text):
            self.world.aws(command_of_aws)
        ways = ways_out(text[text.find(_REFUSED) :]) if _REFUSED in text else []
        for command in ways[0].commands if ways else ():
            if not self._carry_out(command):
                return

    def _carry_out(self, command: Command) -> bool:
        match command:
            case Command("up", site):
                return self._up(site) in DONE
            case Command("active", site):
                self.checkout = replace(self.checkout, active=site)
            case Command("mode", mode):
                self.checkout = replace(self.checkout, mode=mode)
            case Command("number", number):
                self.checkout = replace(self.checkout, number=int(number))
            case Command("accept", flip):
                self.checkout = replace(self.checkout, accepting=int(flip))
        return True


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


def _other(site: str) -> str:
    return next(name for name in NAMES if name != site)
