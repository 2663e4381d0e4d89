"""The stack of a site: the real providers, called as the engine calls them, around a model of what AWS holds.

What depends on what is as in the program: the failover, then the floating IPs, then the route, then the outputs. What
fails stops what comes after it, and a run that failed publishes nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from pulumi.dynamic import ResourceProvider, UpdateResult

from providers.failover import FailoverProvider
from providers.floating_ips import FloatingIpsProvider
from providers.vm_nic import VmNicProvider
from tests.histories.checkout import ALL_RISKS, Checkout
from tests.histories.moment import OWN, PEERING, Word
from tests.histories.transit_gateway import TransitGateway
from tests.providers._engine import Engine
from tests.providers._sites import failover_inputs


@dataclass
class CheckpointedEngine(Engine):
    """Passes a boundary between the end of a verb and the moment when the state knows of it."""

    boundary: Callable[[str], None] = lambda what: None

    def make(self) -> ResourceProvider:
        """The provider, whose results can get lost."""
        made = super().make()
        for verb in ("create", "update"):
            setattr(made, verb, self._checkpointed(getattr(made, verb), verb))
        return made

    def _checkpointed(self, act: Callable[..., Any], verb: str) -> Callable[..., Any]:
        def acting(*args: Any) -> UpdateResult:
            result = act(*args)
            self.boundary(f"before the state knows of {verb} {self.owner.rpartition('/')[2]}")
            return result  # type: ignore[no-any-return]

        return acting


@dataclass(frozen=True)
class Kept:
    """Everything that the state backend holds of a stack."""

    engines: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = field(default_factory=dict)
    published: Word | None = None


@dataclass
class Stack:
    """``bastion`` is the VM whose NIC the stack holds, ``front`` the VM with a floating IP and its address."""

    site: str
    gateway: TransitGateway
    boundary: Callable[[str], None]
    bastion: dict[str, str]
    front: tuple[str, str]
    peer: Stack | None = None
    published: Word | None = None
    failover: Engine = field(init=False)
    floating: Engine = field(init=False)
    nic: Engine = field(init=False)

    def __post_init__(self) -> None:
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
            more["others"] = {"generation": said.generation, "active_site": said.active, "taken_over": said.pairs}
        if checkout.accepting:
            more["accepted_risks"] = {"flip": checkout.accepting, "risks": ALL_RISKS}
        return failover_inputs(self.site, checkout.active, checkout.mode, **more)

    def up(self, checkout: Checkout, tell: Callable[[], None]) -> str:
        """``pulumi up``: what became of the failover. ``tell`` is called when the state knows of it."""
        inputs = self.inputs(checkout)
        self.boundary("after the other's outputs were read")
        self.nic.up(self.bastion)
        outcome = self.failover.up(inputs)
        tell()
        self.floating.up(self._floating_ips(checkout))
        self.gateway.lead(OWN if checkout.active == self.site else PEERING)
        self.boundary("before the outputs are published")
        pairs = self.failover.state["taken_over"] if self.record.active == self.site else ""
        self.published = Word(self.record.generation, self.record.active, pairs)
        return outcome

    def preview(self, checkout: Checkout) -> str:
        """``pulumi preview``: whether the failover would change."""
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
        return Kept(copy.deepcopy(held), self.published)

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

    def _engine(self, provider: type[ResourceProvider], name: str, kept: Kept) -> Engine:
        engine_id, state, inputs = copy.deepcopy(kept.engines.get(name, ("", {}, {})))
        owner = f"nc2-dr/{self.site}/{name}"
        return CheckpointedEngine(provider, owner, engine_id, state, inputs, boundary=self.boundary)

    def _floating_ips(self, checkout: Checkout) -> dict[str, Any]:
        vm, address = self.front
        member = {"vm": vm, "private_ip": address} if checkout.active == self.site else {}
        return {"members": {vm: member}, "await_vms": True}
