"""The transitions of a recovery: what one run does at one site, as a named value that is decided before any act.

Failover and StoreRecovery each have one pure function ``decide`` that answers with one of these.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Baseline:
    """A stack without a state begins to record, from this flip. It recovers nothing and powers nothing off."""

    generation: int = 0


@dataclass(frozen=True)
class Count:
    """This site takes over and no recovery plan runs: the flip gets its number, and something else recovers the VMs."""

    generation: int


@dataclass(frozen=True)
class TakeOver:
    """This site becomes active: VMs are recovered from ``source``. ``newest`` is the last flip either stack knows."""

    source: str = ""
    newest: int = 0


@dataclass(frozen=True)
class StandDown:
    """This site leaves the workload to the other: those of its VMs that run are powered off.

    ``kept`` are ids of VMs that are left alone, as a later failed flip brought them and they may be the only copies.
    """

    generation: int = 0
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quiet:
    """Stale copies that run again at a site that has stood down are powered off. ``woken`` are their names."""

    woken: tuple[str, ...]
    generation: int = 0


@dataclass(frozen=True)
class Stay:
    """Nothing is done."""

    generation: int = 0


@dataclass(frozen=True)
class Refuse:
    """Nothing is done, and the run fails with ``why``.

    ``then`` is what will be done once the other site has taken over. A preview tells of it and does not fail: both
    previews are read before either stack is up.
    """

    why: str
    then: StandDown | None = None


Transition = Baseline | Count | TakeOver | StandDown | Quiet | Stay | Refuse
