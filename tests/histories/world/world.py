"""A history as it is lived through: its steps are carried out on two simulated sites, and what happens is logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from errors import OperatorError
from tests.histories.lab.laboratory import NAMES, SITES
from tests.histories.lab.wire import Killed, Trap
from tests.histories.operators.checkout import Checkout
from tests.histories.operators.words import ACCEPT, STRAYS, UNLOOKED, UNTOUCHED
from tests.histories.script.step import Step
from tests.histories.world import deeds
from tests.histories.world.scene import Scene
from tests.histories.world.stack import Stack
from tests.histories.world.transit_gateway import Refused
from tests.providers._engine import CheckFailed
from tests.providers._sites import WORKLOAD

RUNS = ("up", "target", "preview", "refresh")
_BACK = {"stale": 2, "oldest": 1_000}
"""How many checkouts an operator goes back."""


@dataclass
class World(Scene):
    """Both sites, both stacks, and an operator with a configuration that has a history of its own."""

    def live(self, steps: Sequence[Step]) -> None:
        """All of them, in order."""
        for step in steps:
            self.do(step)

    def do(self, step: Step) -> str:
        """One step; the outcome of a run."""
        self.lab.clock.sleep(1.0)
        if step.verb in RUNS:
            return self._run(step)
        deeds.act(self, step)
        self.settle()
        return ""

    def up(self, site: str, checkout: Checkout) -> tuple[str, str]:
        """An up with this configuration: its outcome, and what the operator reads of a failure."""
        return self._attempt(Step("up", site), checkout)

    def aws(self, command: str) -> None:
        """The operator runs a command of AWS's that a refusal has named."""
        site = next(one.name for one in SITES if f"--region {one.region} " in command)
        foreign = self.stacks[site].gateway.foreign
        prefix = command.partition("--destination-cidr-block ")[2].split(" ")[0]
        propagated = command.startswith("aws ec2 disable-transit-gateway-route-table-propagation ")
        gone = [one.prefix for one in foreign.values() if one.type == "propagated"] if propagated else [prefix]
        for one in gone:
            self.no_route_of_others(site, one)

    def mend(self) -> None:
        """Nothing stands in the way any more, and what was under way has ended. The configuration is right."""
        self.sites.faults.clear()
        for site in NAMES:
            self.stacks[site].gateway.faults.clear()
            self.stacks[site].front = {vm: WORKLOAD[vm] for vm in self.stacks[site].front}
            self.do(Step("unmute", site))
            self.do(Step("back", site))
            self.do(Step("light", site))
        for site in NAMES:
            self.do(Step("leave", site))
        self.do(Step("wait", seconds=7200.0))
        self.do(Step("wait", seconds=60.0))

    def _run(self, step: Step) -> str:
        checkout = self.commits[max(0, len(self.commits) - _BACK.get(step.how, 1))]
        outcome, text = self._attempt(step, checkout)
        asked = ACCEPT.search(text)
        if step.accepted and asked and outcome == "refused" and step.verb == "up":
            # The operator does as the refusal says, and in the same way as before.
            outcome, text = self._attempt(step, replace(checkout, accepting=int(asked[1])))
        return outcome

    def _attempt(self, step: Step, checkout: Checkout) -> tuple[str, str]:
        site = step.site
        if site in self.running:
            return "locked", ""
        wire, outer = self.lab.wire, (self.lab.site, self.lab.wire.trap, self.lab.wire.dead)
        self.running.append(site)
        self.lab.enter(site)
        heard = len(self.lab.said)
        wire.dead, wire.trap = False, Trap(step.at, self._spring(step.then)) if step.then else None
        told: dict[str, Any] = {"active": checkout.active, "mode": checkout.mode, "accepted": bool(checkout.accepting)}
        self.log.add(site, "run.began", verb=step.verb, **told)
        try:
            outcome, text = self._carried_out(step.verb, self.stacks[site], checkout)
        finally:
            self.running.remove(site)
            if outer[0]:
                self.lab.enter(outer[0])
            _, wire.trap, wire.dead = outer
        self.settle()
        self.tell(site)
        self.publish(site)
        more = self._told([*self.lab.said[heard:], text])
        self.log.add(site, "run.ended", text[:150], verb=step.verb, **told, outcome=outcome, **more)
        return outcome, text

    def _told(self, said: Sequence[str]) -> dict[str, Any]:
        """What a checker reads in what the operator was told; ``said`` ends with the error, if there was one."""
        more: dict[str, Any] = {}
        if any(words in said[-1] for words in UNTOUCHED):
            more["untouched"] = True
        names = sorted({event.details["name"] for event in self.log.events if event.kind == "vm.created"})
        warned = [text for text in said[:-1] if STRAYS in text]
        if any(words in text for text in said[:-1] for words in UNLOOKED):
            more["told_of_strays"] = True
        elif warned:
            more["told_of_strays"] = tuple(name for name in names if any(name in text for text in warned))
        named = tuple(name for name in names if any(name in text for text in said if "will be" not in text))
        if named:
            more["named"] = named
        prefixes = {event.subject for event in self.log.events if event.kind == "foreign"}
        if routes := tuple(sorted(one for one in prefixes if any(one in text for text in said))):
            more["routes_told"] = routes
        return more

    def _carried_out(self, verb: str, stack: Stack, checkout: Checkout) -> tuple[str, str]:
        try:
            if verb == "up":
                return stack.up(checkout, lambda: self.tell(stack.site)), ""
            if verb == "target":
                return stack.lead_only(checkout), ""
            return (stack.preview(checkout) if verb == "preview" else stack.refresh()), ""
        except Killed as killed:
            return "killed", str(killed)
        except (OperatorError, CheckFailed, Refused) as error:
            return "refused", str(error)

    def _spring(self, step: Step) -> Callable[[str], None]:
        if step.verb == "kill":
            return self.lab.wire.die
        return lambda what: self._interrupted(step)

    def _interrupted(self, step: Step) -> None:
        """Something else happens in the middle of a run, which then goes on."""
        self.do(step)
