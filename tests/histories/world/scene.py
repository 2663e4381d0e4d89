"""Where a history happens: both sites, both stacks, the log, and what an operator's checkouts are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simulator import World as Sites
from tests.histories.invariants import WORLD
from tests.histories.lab.laboratory import HOME, NAMES, Laboratory
from tests.histories.log.foreign import Foreign
from tests.histories.log.log import Log
from tests.histories.log.moment import Copy, Word, moments
from tests.histories.operators.checkout import Checkout
from tests.histories.script.traits import Traits
from tests.histories.world import crowd
from tests.histories.world.estate import BASTION, Estate, front, joined, leads_to
from tests.histories.world.observer import Observer
from tests.histories.world.stack import Kept, Stack
from tests.histories.world.transit_gateway import TransitGateway


@dataclass
class Scene:
    """``settings`` are the simulators' and the world's; ``running`` are the sites whose stacks have a run under way."""

    lab: Laboratory
    estate: Estate
    seed: int
    settings: dict[str, Any] = field(default_factory=dict)
    numbered: bool = False
    traits: Traits = field(default_factory=Traits)
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
        crowd.arrive(self.sites, self.traits)
        for site in NAMES:
            self.sites.site(site).clock_ahead = self.traits.ahead.get(site, 0.0)
        self.observer = Observer(self.sites, self.log)
        wire = self.lab.wire
        wire.before, wire.seen = self._writing, lambda site: self.observer.look()
        wire.turned = self._turned
        self.lab.page(self.traits.page)
        self.stacks = joined({site: self._stack(site) for site in NAMES})
        for stack in self.stacks.values():
            stack.begin()
        for site, stack in self.stacks.items():
            for prefix in self.traits.led_by_hand:
                self.route_of_others(site, Foreign(prefix, leads_to(site)))
            self.log.add(site, "route", leads_to=stack.gateway.leads_to, by=WORLD)
            self.tell(site)
            self.publish(site)
        self.observer.begin()

    def settle(self) -> None:
        """What is due happens, and is looked at."""
        self.sites.advance()
        self.observer.look()

    def records(self) -> dict[str, Word]:
        """What the state of each stack says."""
        return {site: stack.record for site, stack in self.stacks.items()}

    def workload(self) -> list[Copy]:
        """The VMs of the workload that run, at either site, without those that were taken out of it."""
        last = list(moments(self.log.events))[-1]
        return [copy for site in NAMES for copy in last.running(site) if copy.tagged]

    def route_of_others(self, site: str, route: Foreign) -> None:
        """Another team has made a route; AWS takes a prefix once for each type."""
        self.stacks[site].gateway.foreign[route.prefix] = route
        told = {"leads_to": route.leads_to, "type": route.type}
        self.log.add(site, "foreign", route.prefix, **told, by=WORLD)

    def no_route_of_others(self, site: str, prefix: str) -> None:
        """It is gone, if it was there."""
        if self.stacks[site].gateway.foreign.pop(prefix, None):
            self.log.add(site, "foreign", prefix, leads_to="", type="", by=WORLD)

    def restore_to(self, site: str, kept: Kept) -> None:
        """The stack's state is as in the backup, if no run of it is under way."""
        if site not in self.running:
            self.stacks[site].restore(kept)
            self.tell(site, lost=True)
            self.publish(site, lost=True)

    def tell(self, site: str, **more: Any) -> None:
        """Logs what the state says now, if it says something new."""
        record = self.stacks[site].record
        if self._last(site, "record") != (record.generation, record.active):
            self.log.add(site, "record", generation=record.generation, active=record.active, **more)

    def publish(self, site: str, **more: Any) -> None:
        """Logs what the stack has published, if it is something new."""
        word = self.stacks[site].published
        now = (word.generation, word.active) if word else (0, "")
        if self._last(site, "published") != now:
            self.log.add(site, "published", generation=now[0], active=now[1], **more)

    def _last(self, site: str, kind: str) -> tuple[int, str] | None:
        for event in reversed(self.log.events):
            if event.site == site and event.kind == kind:
                return event.details["generation"], event.details["active"]
        return None

    def _writing(self, site: str, what: str) -> None:
        by = {"by": self.observer.by} if self.observer.by else {}
        self.log.add(self.lab.site or site, "write", what, **by)

    def _stack(self, site: str) -> Stack:
        boundary = self.lab.wire.boundary

        def moved(at: str, target: str) -> None:
            self.observer.look()
            self.log.add(at, "route", leads_to=target)

        gateway = TransitGateway(site, moved, boundary, leads_to(site))
        bastion = {**self.estate.bastions[site], "ip_address": BASTION[0]}
        stack = Stack(site, gateway, boundary, bastion, front(self.traits), self.traits.whole)
        stack.registration.gone = self._gone
        stack.restore(self.estate.stacks[site])
        return stack

    def _gone(self, site: str, what: str) -> None:
        self.observer.look()
        self.log.add(site, "thing.deleted", what)

    def _turned(self, site: str) -> None:
        """A page of VMs has been turned."""
        if self.traits.purged and site in self.sites.sites:
            crowd.one_leaves(self.sites.site(site))
