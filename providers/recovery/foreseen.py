"""A coming recovery, foreseen: a value that is printed in a preview, tested, put into JSON and asked by readiness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from plain_text import shortened
from providers.recovery.acceptance import Acceptance, open_risks, told, verdict
from providers.recovery.risk import RecoverableVm, Risk
from providers.recovery.when import span, utc
from topology import RiskKind

SCHEMA = 1
_SHOWN = 30

Step = Literal["take-over", "adopt", "count", "stand-down"]


@dataclass(frozen=True)
class ForeseenVm:
    """One VM that will be recovered.

    ``stage`` says when it starts: a stage of the plan, a wave of a store; empty if there is one only. ``target`` is the
    cluster it goes to and ``tier`` its tier with that tier's RPO, where they are known.
    """

    name: str
    point_id: str
    newest: datetime | None
    addresses: tuple[str, ...] = ()
    memory_bytes: int = 0
    stage: str = ""
    target: str = ""
    tier: str = ""
    rpo_seconds: int | None = None

    @classmethod
    def of(cls, vm: RecoverableVm, stage: str = "") -> ForeseenVm:
        """The VM as its recovery point tells of it."""
        return cls(vm.name, vm.point_id, vm.newest, vm.addresses, vm.memory_bytes, stage)

    def line(self, width: int, now: datetime) -> str:
        """Its line in a table whose names are ``width`` wide."""
        point = f"recovery point {utc(self.newest)}, {_age(now - self.newest)}" if self.newest else "no recovery point"
        addresses = f"; {', '.join(self.addresses)}" if self.addresses else ""
        return f"{self.name:<{width}}  {point}{addresses}{f'; on {self.target}' if self.target else ''}"

    def age(self, now: datetime) -> float:
        """Seconds since its recovery point; infinity without one."""
        return float("inf") if self.newest is None else max(0.0, (now - self.newest).total_seconds())


def _age(length: timedelta) -> str:
    """``3 min old``; a point of the future says so, as the source's clock is ahead then."""
    return f"{span(length)} old" if length >= -timedelta(seconds=1) else f"{span(-length)} in the future"


@dataclass(frozen=True)
class Network:
    """A network of the source and the one that takes its place. ``there`` says whether the target has it."""

    source: str
    target: str
    there: bool = True


@dataclass(frozen=True)
class Room:
    """Whether the target has room: ``needed`` and ``free`` for people, empty and None where it is not known.

    ``missing_nodes`` are those to add beside the nodes that this run adds, and ``advice`` says so. ``advice_now`` says
    what would be missing without the nodes that this run adds; empty where nothing would.
    """

    needed: str
    free: str = ""
    enough: bool | None = None
    missing_nodes: int | None = None
    advice: str = ""
    advice_now: str = ""

    def __str__(self) -> str:
        return " ".join(
            part for part in (f"Room: {self.needed} needed; {self.free or 'not known'}.", self.advice) if part
        )


@dataclass(frozen=True)
class Foreseen:
    """What a recovery will do.

    ``subject`` is the recovery plan, or the recovery point store. ``summary`` is one sentence. ``flip`` is the number
    of the flip (0: not known yet), ``job`` the name of the plan's job. ``recovered`` are the VMs that will be
    recovered, ``here`` the names of those that run at the target already. ``stale`` are stale copies that will be
    removed, ``powered_off`` VMs that will be powered off. ``floating_ips`` are (VM, address), the address empty for
    any. ``routes`` are (what, from, to). ``refusal`` is why nothing will be done; risks that are open belong to it.
    ``notes`` tell what could not be checked.
    """

    step: Step
    subject: str
    mode: str
    source: str
    target: str
    now: datetime
    summary: str
    flip: int = 0
    job: str = ""
    rpo_seconds: int | None = None
    reference_time: datetime | None = None
    recovered: tuple[ForeseenVm, ...] = ()
    here: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    powered_off: tuple[str, ...] = ()
    networks: tuple[Network, ...] | None = None
    held_addresses: int = 0
    floating_ips: tuple[tuple[str, str], ...] = ()
    floating_free: int | None = None
    routes: tuple[tuple[str, str, str], ...] = ()
    room: Room | None = None
    risks: tuple[Risk, ...] = ()
    accepted: Acceptance | None = None
    notes: tuple[str, ...] = ()

    @property
    def open_risks(self) -> tuple[Risk, ...]:
        """The risks that nobody has accepted for this flip."""
        return open_risks(self.risks, self.accepted, self.flip)

    @property
    def refusal(self) -> str:
        """Why nothing will be done; empty where nothing stands against it."""
        return verdict(self.risks, self.accepted, self.flip) or ""

    @property
    def lost(self) -> tuple[str, ...]:
        """One sentence per VM that loses something: itself, or what was written after its recovery point."""
        gone = [f"{vm.name}: no recovery point, it will not be recovered" for vm in self.recovered if not vm.newest]
        if self.mode == "planned":
            return tuple(gone)
        wanted = self.reference_time or self.now
        kept = [(vm, vm.newest) for vm in self.recovered if vm.newest]
        return (*gone, *(f"{vm.name}: what was written in the last {span(wanted - newest)}" for vm, newest in kept))

    def risks_of(self, *kinds: RiskKind) -> tuple[Risk, ...]:
        """The risks of these kinds, accepted or not."""
        return tuple(risk for risk in self.risks if risk.kind in kinds)

    def lines(self) -> Iterator[str]:
        """What a preview prints: one line per VM, in the future tense."""
        yield self.summary
        yield from (f"  {line}" for line in (*self.table(), *self._details()))

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON. ``schema`` grows when a key changes its meaning."""
        return {
            "schema": SCHEMA,
            "step": self.step,
            "subject": self.subject,
            "mode": self.mode,
            "source": self.source,
            "target": self.target,
            "flip": self.flip,
            "job": self.job,
            "at": self.now.isoformat(),
            "rpoSeconds": self.rpo_seconds,
            "referenceTime": self.reference_time.isoformat() if self.reference_time else None,
            "recovered": [self._vm(vm) for vm in self.recovered],
            "lost": list(self.lost),
            "alreadyHere": list(self.here),
            "staleCopiesRemoved": list(self.stale),
            "poweredOff": list(self.powered_off),
            "networks": None if self.networks is None else [vars(network) for network in self.networks],
            "floatingIps": [{"vm": vm, "address": address or None} for vm, address in self.floating_ips],
            "routes": [{"what": what, "from": old, "to": new} for what, old, new in self.routes],
            "room": None if self.room is None else self._room(self.room),
            "risks": [self._risk(risk) for risk in self.risks],
            "refusal": self.refusal or None,
            "notes": list(self.notes),
        }

    def table(self) -> Iterator[str]:
        """The VMs with their recovery points, by stage: one line per VM."""
        if self.step == "stand-down":
            yield from self.powered_off
        width = max((len(vm.name) for vm in self.recovered), default=0)
        stage = ""
        for vm in self.recovered:
            if vm.stage != stage:
                stage = vm.stage
                yield f"{stage}:"
            yield vm.line(width, self.now)

    def _details(self) -> Iterator[str]:
        yield from self._oldest()
        if self.reference_time:
            yield f"Recovery points as of {utc(self.reference_time)}."
        if self.here:
            yield f"Already running in {self.target}: {', '.join(self.here)}."
        if self.networks:
            yield f"Networks: {', '.join(f'{one.source} to {one.target}' for one in self.networks)}."
        if self.powered_off and self.step == "take-over":
            names = shortened(self.powered_off, ", ", _SHOWN)
            yield f"Stale copies that run again and will be powered off first: {names}."
        if self.stale:
            yield f"Stale copies that will be removed first: {shortened(self.stale, ', ', _SHOWN)}."
        if self.floating_ips:
            yield f"Floating IPs: {', '.join(f'{vm} {address}'.strip() for vm, address in self.floating_ips)}."
        for what, old, new in self.routes:
            yield f"Route {what}: from {old} to {new}."
        if self.room:
            yield str(self.room)
        if self.job:
            yield f"Job: '{self.job}'. Routes will follow once the VMs are here."
        if self.risks and not self.refusal:
            yield f"Accepted for flip {self.flip}:"
            yield from told(self.risks).splitlines()
        yield from self.notes

    def _oldest(self) -> Iterator[str]:
        """The oldest recovery point, by name, beside the RPO."""
        dated = [(vm.newest, vm.name) for vm in self.recovered if vm.newest]
        if dated:
            newest, name = min(dated)
            yield f"Oldest recovery point: {name}, {_age(self.now - newest)}."
        if self.recovered and self.rpo_seconds is not None:
            yield f"RPO: {span(timedelta(seconds=self.rpo_seconds)) if self.rpo_seconds else '0'}."

    def _vm(self, vm: ForeseenVm) -> dict[str, Any]:
        made = vm.newest
        return {
            "name": vm.name,
            "recoveryPoint": vm.point_id or None,
            "recoveryPointTime": made.isoformat() if made else None,
            "ageSeconds": round(vm.age(self.now)) if made else None,
            "addresses": list(vm.addresses),
            "memoryBytes": vm.memory_bytes or None,
            "stage": vm.stage or None,
            "target": vm.target or None,
            "tier": vm.tier or None,
            "rpoSeconds": vm.rpo_seconds,
        }

    def _room(self, room: Room) -> dict[str, Any]:
        return {
            "needed": room.needed,
            "free": room.free or None,
            "enough": room.enough,
            "missingNodes": room.missing_nodes,
            "advice": room.advice or None,
        }

    def _risk(self, risk: Risk) -> dict[str, Any]:
        return {
            "kind": risk.kind.value,
            "vm": risk.vm or None,
            "sentence": risk.sentence,
            "accepted": risk not in self.open_risks,
        }
