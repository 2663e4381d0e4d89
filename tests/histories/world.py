"""A history as it is lived through: its steps are carried out on two simulated sites, and what happens is logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from errors import OperatorError
from prism.networking import Subnets
from prism.prism import Categories
from prism.vmm import Vms
from simulator import World as Sites
from simulator.prism.model import Record, Site
from simulator.prism.vms import power
from tests.histories.checkout import Checkout
from tests.histories.estate import BASTION, FRONT, HOME, Estate, joined, leads_to
from tests.histories.invariants import WORLD
from tests.histories.laboratory import NAMES, Laboratory
from tests.histories.log import Log
from tests.histories.moment import Copy, Word, moments
from tests.histories.observer import Observer
from tests.histories.stack import Kept, Stack
from tests.histories.step import Step
from tests.histories.transit_gateway import Refused, TransitGateway
from tests.histories.wire import Killed, Trap
from tests.histories.words import ACCEPT, STRAYS, UNTOUCHED
from tests.providers._engine import CheckFailed
from tests.providers._sites import SUBNET, WORKLOAD, add_vm


@dataclass
class World:
    """Both sites, both stacks, and an operator with a configuration that has a history of its own."""

    lab: Laboratory
    estate: Estate
    seed: int
    settings: dict[str, Any] = field(default_factory=dict)
    numbered: bool = False
    log: Log = field(default_factory=Log)
    sites: Sites = field(init=False)
    stacks: dict[str, Stack] = field(init=False)
    commits: list[Checkout] = field(default_factory=lambda: [Checkout(HOME)])
    kept: dict[str, Kept] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)
    dark: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lag = self.settings.pop("replication_lag", 0.0)
        self.sites = self.estate.copied(self.lab, self.seed, **self.settings)
        self.sites.replication_lag = lag
        self.observer = Observer(self.sites, self.log)
        wire = self.lab.wire
        wire.before, wire.seen = self._writing, lambda site: self.observer.look()
        self.stacks = joined({site: self._stack(site) for site in NAMES})
        for site, stack in self.stacks.items():
            self.log.add(site, "route", leads_to=stack.gateway.leads_to, by=WORLD)
            self._tell(site)
            self._publish(site)
        self.observer.begin()

    def live(self, steps: Sequence[Step]) -> None:
        """All of them, in order."""
        for step in steps:
            self.do(step)

    def do(self, step: Step) -> str:
        """One step; the outcome of a run."""
        self.lab.clock.sleep(1.0)
        if step.verb in ("up", "preview", "refresh"):
            return self._run(step)
        _WORLD[step.verb](self, step)
        self._settle()
        return ""

    def up(self, site: str, checkout: Checkout) -> tuple[str, str]:
        """An up with this configuration: its outcome, and what the operator reads of a failure."""
        return self._attempt(Step("up", site), checkout)

    def _run(self, step: Step) -> str:
        checkout = self.commits[-1] if step.how != "stale" else self.commits[max(0, len(self.commits) - 2)]
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
        self._settle()
        self._tell(site)
        self._publish(site)
        strays = {"told_of_strays": True} if self._said(STRAYS, heard) else {}
        untouched = {"untouched": True} if any(words in text for words in UNTOUCHED) else {}
        self.log.add(site, "run.ended", text[:150], verb=step.verb, **told, outcome=outcome, **untouched, **strays)
        return outcome, text

    def _said(self, words: Sequence[str], since: int) -> bool:
        """Whether the operator was told that."""
        return any(word in text for text in self.lab.said[since:] for word in words)

    def _carried_out(self, verb: str, stack: Stack, checkout: Checkout) -> tuple[str, str]:
        try:
            if verb == "up":
                return stack.up(checkout, lambda: self._tell(stack.site)), ""
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

    def _settle(self) -> None:
        self.sites.advance()
        self.observer.look()

    def _writing(self, site: str, what: str) -> None:
        by = {"by": self.observer.by} if self.observer.by else {}
        self.log.add(self.lab.site or site, "write", what, **by)

    def _tell(self, site: str, **more: Any) -> None:
        """Logs what the state says now, if it says something new."""
        record = self.stacks[site].record
        if self._last(site, "record") != (record.generation, record.active):
            self.log.add(site, "record", generation=record.generation, active=record.active, **more)

    def _publish(self, site: str, **more: Any) -> None:
        word = self.stacks[site].published
        now = (word.generation, word.active) if word else (0, "")
        if self._last(site, "published") != now:
            self.log.add(site, "published", generation=now[0], active=now[1], **more)

    def _last(self, site: str, kind: str) -> tuple[int, str] | None:
        for event in reversed(self.log.events):
            if event.site == site and event.kind == kind:
                return event.details["generation"], event.details["active"]
        return None

    def _stack(self, site: str) -> Stack:
        boundary = self.lab.wire.boundary

        def moved(at: str, target: str) -> None:
            self.observer.look()
            self.log.add(at, "route", leads_to=target)

        gateway = TransitGateway(site, moved, boundary, leads_to(site))
        stack = Stack(site, gateway, boundary, {**self.estate.bastions[site], "ip_address": BASTION[0]}, FRONT)
        stack.restore(self.estate.stacks[site])
        return stack

    def _as_the_world(self, act: Callable[[], object]) -> None:
        """What no run of ours does."""
        self._settle()
        outer, self.observer.by = self.observer.by, WORLD
        site, self.lab.site = self.lab.site, ""
        trap, self.lab.wire.trap = self.lab.wire.trap, None
        try:
            act()
            self.observer.look()
        except OperatorError:
            self.observer.look()
        finally:
            self.observer.by, self.lab.site, self.lab.wire.trap = outer, site, trap

    def _commit(self, step: Step) -> None:
        newest = max(stack.record.generation for stack in self.stacks.values())
        number = newest + 1 if self.numbered else None
        self.commits.append(Checkout(step.site, step.how or "planned", number))

    def _cut(self, step: Step) -> None:
        if step.how != "link":
            self.lab.wire.modes[f"{step.site}.test"] = step.how
        self.sites.set_links({step.site: "down"})
        self.log.add(step.site, "cut", how=step.how)

    def _back(self, step: Step) -> None:
        self.lab.wire.modes.pop(f"{step.site}.test", None)
        self.log.add(step.site, "back")
        self.sites.set_links({step.site: "up"})

    def _darken(self, step: Step) -> None:
        site = self.sites.site(step.site)
        on = [vm for vm in site.store.all("vm") if power.is_on(vm)]
        self.dark[step.site] = [vm.ext_id for vm in on]
        self._as_the_world(lambda: _switch(site, on, to=False))

    def _lighten(self, step: Step) -> None:
        site, ids = self.sites.site(step.site), self.dark.pop(step.site, [])
        off = [vm for vm in site.store.all("vm") if vm.ext_id in ids and not power.is_on(vm)]
        self._as_the_world(lambda: _switch(site, off, to=True))

    def _wait(self, step: Step) -> None:
        self.lab.clock.sleep(step.seconds)

    def _fault(self, step: Step) -> None:
        self.sites.faults.order({**step.fault, "site": step.site})

    def _aws(self, step: Step) -> None:
        self.stacks[step.site].gateway.faults.append(step.how)

    def _squat(self, step: Step) -> None:
        client, name = self.lab.client(step.site), f"squatter-{step.site}"

        def squat() -> None:
            category = Categories(client).find("Role", f"Bastion-{step.site}")
            subnet = Subnets(client).find_by_name(SUBNET)
            if Vms(client).find_by_name(name) is None and category and subnet:
                add_vm(client, name, WORKLOAD["db-1"], subnet.id, category.id)

        self._as_the_world(squat)

    def _leave(self, step: Step) -> None:
        client = self.lab.client(step.site)

        def leave() -> None:
            for vm in Vms(client).list():
                if vm.label == f"squatter-{step.site}":
                    Vms(client).delete(vm.id)

        self._as_the_world(leave)

    def _add(self, step: Step) -> None:
        client = self.lab.client(step.site)
        number = sum(1 for event in self.log.events if event.kind == "vm.created" and "late-" in event.details["name"])

        def add() -> None:
            category = Categories(client).find("DisasterRecovery", "Protected")
            subnet = Subnets(client).find_by_name(SUBNET)
            if category and subnet and any(copy.site == step.site for copy in self.workload()):
                add_vm(client, f"late-{number}", f"172.30.1.{60 + number}", subnet.id, category.id)

        self._as_the_world(add)

    def records(self) -> dict[str, Word]:
        """What the state of each stack says."""
        return {site: stack.record for site, stack in self.stacks.items()}

    def mend(self) -> None:
        """Nothing stands in the way any more, and what was under way has ended."""
        self.sites.faults.clear()
        for site in NAMES:
            self.stacks[site].gateway.faults.clear()
            self.do(Step("back", site))
            self.do(Step("light", site))
        for site in NAMES:
            self.do(Step("leave", site))
        self.do(Step("wait", seconds=7200.0))
        self.do(Step("wait", seconds=60.0))

    def workload(self) -> list[Copy]:
        """The VMs of the workload that run, at either site."""
        last = list(moments(self.log.events))[-1]
        return [copy for site in NAMES for copy in last.running(site)]

    def _readdress(self, step: Step) -> None:
        bastion = self.stacks[step.site].bastion
        bastion["ip_address"] = BASTION[1] if bastion["ip_address"] == BASTION[0] else BASTION[0]

    def _lose(self, step: Step) -> None:
        self._restore_to(step.site, Kept())

    def _keep(self, step: Step) -> None:
        self.kept[step.site] = self.stacks[step.site].keep()

    def _restore(self, step: Step) -> None:
        if step.site in self.kept:
            self._restore_to(step.site, self.kept[step.site])

    def _restore_to(self, site: str, kept: Kept) -> None:
        if site not in self.running:
            self.stacks[site].restore(kept)
            self._tell(site, lost=True)
            self._publish(site, lost=True)


def _switch(site: Site, machines: list[Record], *, to: bool) -> None:
    for vm in machines:
        power.switch(site, vm, on=to)


_WORLD: dict[str, Callable[[World, Step], None]] = {
    "commit": World._commit,
    "cut": World._cut,
    "back": World._back,
    "dark": World._darken,
    "light": World._lighten,
    "wait": World._wait,
    "fault": World._fault,
    "aws": World._aws,
    "squat": World._squat,
    "leave": World._leave,
    "add": World._add,
    "readdress": World._readdress,
    "lose": World._lose,
    "keep": World._keep,
    "restore": World._restore,
}
