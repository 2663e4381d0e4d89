"""Whose lock a stack has, and whether it may be removed: only where a run of ours is known to be dead. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from operations.run.host import Host, Process, is_engine
from operations.run.run_note import RunNote

_LOCK = re.compile(r"created by (?P<user>\S+)@(?P<host>\S+) \(pid (?P<pid>\d+)\) at (?P<time>\S+)")
_LOCKED = "currently locked by"
_SLACK_SECONDS = 5.0
"""The lock's time has whole seconds."""
LEASE_SECONDS = 30.0
"""A run whose heartbeat is younger than this works, wherever it is."""


class Verdict(Enum):
    """`FREE`: left by a run of ours that is dead. `BUSY`: that run still works. `ASK`: nobody here can know."""

    FREE = "free"
    BUSY = "busy"
    ASK = "ask"


@dataclass(frozen=True)
class Lock:
    """Who took a lock, where, and when (the engine's words)."""

    user: str
    host: str
    pid: int
    time: str

    def __str__(self) -> str:
        return f"{self.user}@{self.host}, process {self.pid}, at {self.time}"


@dataclass(frozen=True)
class Judgement:
    """The verdict on a stack's locks and why it is that one; for free locks the notes of their runs, and what is left
    of these: what an engine has started outlives it, and may still be at work.
    """

    verdict: Verdict
    why: str = ""
    notes: tuple[RunNote, ...] = ()
    left: tuple[Process, ...] = ()


@dataclass(frozen=True)
class Onlooker:
    """Who judges: where, when (in seconds since the boot), and what runs there."""

    host: Host
    now: float
    lives: Callable[[Process], bool] = lambda process: process.lives
    is_engine: Callable[[int], bool] = is_engine


def is_lock(text: str) -> bool:
    """Whether the engine refuses because of a lock."""
    return _LOCKED in text


def locks(text: str) -> list[Lock]:
    """The locks that the engine's refusal names."""
    found = _LOCK.finditer(text)
    return [Lock(one["user"], one["host"], int(one["pid"]), one["time"]) for one in found]


def judge(held: Sequence[Lock], notes: Sequence[RunNote], me: Onlooker) -> Judgement:
    """The worst of the verdicts on each lock: one that is not known to be free keeps all of them."""
    if not held:
        return Judgement(Verdict.ASK, "the engine does not say who has taken the lock")
    each = [_judge(lock, notes, me) for lock in held]
    worst = next((one for verdict in (Verdict.ASK, Verdict.BUSY) for one in each if one.verdict is verdict), None)
    notes_of_free = tuple(note for one in each for note in one.notes)
    return worst or Judgement(Verdict.FREE, "", notes_of_free, tuple(process for one in each for process in one.left))


def _judge(lock: Lock, notes: Sequence[RunNote], me: Onlooker) -> Judgement:
    if (lock.user, lock.host) != (me.host.user, me.host.name):
        return Judgement(Verdict.ASK, f"this is {me.host.user}@{me.host.name}")
    if not me.host.told:
        return Judgement(Verdict.ASK, "this system does not tell which process is which")
    note = next((note for note in notes if _took(note, lock)), None)
    if note is None:
        why = "no command of this project has noted that run here: it may be of `pulumi` itself, of a container or of "
        return Judgement(Verdict.ASK, f"{why}another host of this name")
    if note.host.boot != me.host.boot:
        return Judgement(Verdict.ASK, "this host was started again since, or another host has its name")
    if note.host.namespace != me.host.namespace:
        if abs(me.now - note.beat) < LEASE_SECONDS and not note.ended:
            return Judgement(Verdict.BUSY, "it works in another container")
        return Judgement(Verdict.ASK, "that run is of another container, whose processes cannot be seen from here")
    engine, *started = sorted(note.of_engine(lock.pid), key=lambda process: process.pid != lock.pid)
    if me.lives(engine) or me.is_engine(lock.pid) or (me.lives(note.command) and not note.ended):
        return Judgement(Verdict.BUSY, "its process works here")
    return Judgement(Verdict.FREE, "its process is gone", (note,), tuple(one for one in started if me.lives(one)))


def _took(note: RunNote, lock: Lock) -> bool:
    """Whether the noted run took the lock: its process has the number, and it was at work then."""
    if (note.host.user, note.host.name) != (lock.user, lock.host):
        return False
    at = _seconds(lock.time)
    within = at is not None and note.began - _SLACK_SECONDS <= at <= note.seen + _SLACK_SECONDS
    return within and any(process.pid == lock.pid for process in note.processes)


def _seconds(time: str) -> float | None:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def sentence(site: str, held: Sequence[Lock], why: str) -> str:
    """What to do about a lock that this command must not remove."""
    who = "; ".join(map(str, held)) or "somebody"
    return (
        f"Stack {site} is locked by {who}, and whether that run still works cannot be known here: {why}. If it is "
        "still working, wait for its end: two runs at once undo each other. Once you are certain that it is dead, "
        f"remove its lock with `pulumi cancel --stack {site}`, then run again."
    )
