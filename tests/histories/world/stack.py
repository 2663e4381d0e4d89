"""The stack of a site: the real providers, called as the engine calls them, around a model of what AWS holds.

What depends on what is as in the program: the failover, then the floating IPs and the route, of which neither waits for
the other, then the outputs. What fails stops what comes after it, and a run that failed publishes nothing. The route
leads where the failover has come, whatever the configuration wants (tests/components/test_order.py), or is left alone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pulumi
from pulumi.dynamic import ResourceProvider

from errors import OperatorError
from providers.failover import FailoverProvider
from providers.failover.turn import Word as Told
from providers.failover.turn import is_old_state
from providers.floating_ips import FloatingIpsProvider
from providers.vm_nic import VmNicProvider
from tests.histories.log.moment import OWN, PEERING, Word
from tests.histories.operators.checkout import ALL_RISKS, Checkout
from tests.histories.world import program
from tests.histories.world.checkpointed_engine import CheckpointedEngine
from tests.histories.world.registration import Registration
from tests.histories.world.routes_of_others import RoutesOfOthers
from tests.histories.world.transit_gateway import Refused, TransitGateway
from tests.providers._engine import CheckFailed, Engine
from tests.providers._sites import failover_inputs


@dataclass(frozen=True)
class Kept:
    """Everything that the state backend holds of a stack."""

    engines: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = field(default_factory=dict)
    published: Word | None = None
    taken_over: str = ""
    remembered: str = ""
    registered: frozenset[str] = frozenset()
    arrival: str = ""


@dataclass
class Stack:
    """``bastion`` is the VM whose NIC the stack holds, ``front`` the VMs with a floating IP and their addresses.

    A ``whole`` stack holds what protects the pair, too, and could delete it. ``taken_over`` is published with the word:
    which VMs the takeover has moved, by their ids. ``remembered`` is what this stack knows of the other's outputs from
    its last run, ``arrival`` whether its packets were seen to arrive.
    """

    site: str
    gateway: TransitGateway
    boundary: Callable[[str], None]
    bastion: dict[str, str]
    front: dict[str, str]
    whole: bool = False
    peer: Stack | None = None
    published: Word | None = None
    taken_over: str = ""
    remembered: str = ""
    arrival: str = ""
    targets: set[str] = field(default_factory=set)
    registration: Registration = field(init=False)
    failover: Engine = field(init=False)
    floating: Engine = field(init=False)
    nic: Engine = field(init=False)
    _memory: str = ""

    def __post_init__(self) -> None:
        self.registration = Registration(self.site)
        self.restore(Kept())

    @property
    def engines(self) -> dict[str, Engine]:
        """What the state holds, by name."""
        return {"nic": self.nic, "failover": self.failover, "floating": self.floating}

    @property
    def record(self) -> Word:
        """What the state says of the failover."""
        state = self.failover.state
        return Word(int(state.get("generation") or 0), str(state.get("active_site", "")))

    def inputs(self, checkout: Checkout) -> dict[str, Any]:
        """What the program declares of the failover, with what the other stack has published by now."""
        said = self.peer.published if self.peer else None
        more: dict[str, Any] = {"timeout_seconds": 1800, "flip_number": checkout.number}
        if said is not None:
            more["others"] = {"generation": said.generation, "active_site": said.active}
            if self.peer and self.peer.taken_over:
                more["others"]["taken_over"] = self.peer.taken_over
        if checkout.accepting:
            more["accepted_risks"] = {"flip": checkout.accepting, "risks": ALL_RISKS}
        return failover_inputs(self.site, checkout.active, checkout.mode, **more)

    def up(self, checkout: Checkout, tell: Callable[[], None]) -> str:
        """``pulumi up``: what became of the failover. ``tell`` is called when the state knows of it."""
        inputs, waits, routes = self.inputs(checkout), self._routes_wait(checkout), self._routes_of_others(checkout)
        self.boundary("after the other's outputs were read")
        names = self._registered(checkout)
        routes.refuse()
        self.nic.up(self.bastion)
        self.registration.register(names)
        outcome = self.failover.up(inputs)
        tell()
        errors = [str(error) for error in self._after_the_failover(checkout, waits)]
        if errors:
            raise Refused(" ".join(errors))
        self.registration.forget(names, self.boundary)
        self.boundary("before the outputs are published")
        self._publish()
        failed = self.floating.state.get("failed")
        left = f"Parts of what users come in by failed: {', '.join(sorted(failed))}." if failed else ""
        routes.expect_arrival(self._keep_arrival, left, led=not waits)
        return outcome

    def lead_only(self, checkout: Checkout) -> str:
        """``pulumi up --target`` with the route's URN: nothing else is done, and nothing is published."""
        others = self.peer.published if self.peer else None
        told = Told(others.generation, others.active) if others else None
        if checkout.active == self.site and is_old_state(
            Told(self.record.generation, self.record.active), self.site, told
        ):
            raise Refused(f"Routes, floating IPs and targets of {self.site} are left as they are.")
        waits, routes = self._routes_wait(checkout), self._routes_of_others(checkout)
        routes.refuse()
        self._lead(waits)
        routes.expect_arrival(self._keep_arrival, led=not waits)
        return "same"

    def preview(self, checkout: Checkout) -> str:
        """``pulumi preview``: whether the failover would change."""
        self._registered(checkout)
        self._routes_of_others(checkout).refuse()
        if not self.failover.id:
            self.failover.check(self.inputs(checkout))
            return "create"
        self.nic.diff(self.bastion)
        return "update" if self.failover.diff(self.inputs(checkout)).changes else "same"

    def refresh(self) -> str:
        """``pulumi refresh``."""
        for engine in self.engines.values():
            if engine.id:
                engine.refresh()
        return "same"

    def keep(self) -> Kept:
        """A backup of the state."""
        held = {name: (e.id, dict(e.state), dict(e.inputs)) for name, e in self.engines.items()}
        return Kept(
            copy.deepcopy(held),
            self.published,
            self.taken_over,
            self.remembered,
            frozenset(self.registration.held),
            self.arrival,
        )

    def restore(self, kept: Kept) -> None:
        """The state as in the backup; an empty one is a lost state."""
        self.failover, self.floating, self.nic = (
            self._engine(provider, name, kept)
            for provider, name in (
                (FailoverProvider, "failover"),
                (FloatingIpsProvider, "floating"),
                (VmNicProvider, "nic"),
            )
        )
        self.published = replace(kept.published) if kept.published else None
        self.taken_over, self.remembered, self.arrival = kept.taken_over, kept.remembered, kept.arrival
        self.registration.held = set(kept.registered)

    def _publish(self) -> None:
        self.published = Word(self.record.generation, self.record.active)
        self.remembered = self._memory
        self.taken_over = str(self.failover.state.get("taken_over") or "") if self.record.active == self.site else ""

    def _after_the_failover(self, checkout: Checkout, waits: str) -> Iterator[Exception]:
        """The floating IPs with the targets behind them, and the route: neither waits for the other."""
        try:
            self.floating.up(self._floating_ips(checkout))
            failed = set(self.floating.state.get("failed") or {})
            self.targets = set(self.front) - failed if checkout.active == self.site else set()
        except (OperatorError, CheckFailed) as error:
            yield error
        try:
            self._lead(waits)
        except Refused as error:
            yield error

    def begin(self) -> None:
        """A whole stack has been up, and knows the other."""
        if self.whole:
            self.registration.begin()
            self.remember()
            self.remembered = self._memory

    def remember(self, lost: str = "") -> None:
        """What the program knows of the other stack once this run has published. Raises Refused for an absence."""
        others = self.peer.published if self.peer else None
        self._memory = program.remembered(self.site, self.remembered, others, lost)

    def _registered(self, checkout: Checkout) -> tuple[str, ...]:
        """What this run registers beside the failover. Raises Refused where the program stops before that."""
        if not self.whole:
            return ()
        self.remember(checkout.lost)
        known = self.peer is not None and self.peer.published is not None
        return self.registration.wanted(published=known or bool(checkout.lost and self._memory))

    def _routes_wait(self, checkout: Checkout) -> str:
        """Why the route is left alone. The program reads what both stacks have published, not its own state."""
        others = self.peer.published if self.peer else None
        return program.routes_wait(self.site, checkout.active, self.published, others)

    def _routes_of_others(self, checkout: Checkout) -> RoutesOfOthers:
        """As the program sees them by what both stacks have published when it begins."""
        others = self.peer.published if self.peer else None
        gateways = [self.gateway, *([self.peer.gateway] if self.peer else [])]
        return RoutesOfOthers.of(gateways, checkout.active, self.published, others, self.arrival)

    def _keep_arrival(self, arrival: str) -> None:
        """One of the outputs."""
        self.arrival = arrival

    def _lead(self, waits: str) -> None:
        if waits:
            pulumi.log.warn(waits)
        else:
            self.gateway.lead(OWN if self.record.active == self.site else PEERING)

    def _engine(self, provider: type[ResourceProvider], name: str, kept: Kept) -> Engine:
        engine_id, state, inputs = copy.deepcopy(kept.engines.get(name, ("", {}, {})))
        owner = f"nc2-dr/{self.site}/{name}"
        return CheckpointedEngine(provider, owner, engine_id, state, inputs, boundary=self.boundary)

    def _floating_ips(self, checkout: Checkout) -> dict[str, Any]:
        here = checkout.active == self.site
        members = {vm: {"vm": vm, "private_ip": address} if here else {} for vm, address in self.front.items()}
        return {"members": members, "await_vms": True}
