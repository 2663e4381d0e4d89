"""Whose lock a stack has, and whether it may be removed. Pure, except for a look at the processes of this host."""

import getpass
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_LOCK = re.compile(r"created by (?P<user>\S+)@(?P<host>\S+) \(pid (?P<pid>\d+)\) at (?P<time>\S+)")
_LOCKED = "currently locked by"


class Verdict(Enum):
    """`FREE`: left by a dead process of this user. `BUSY`: that process still runs. `STRANGER`: somebody else's."""

    FREE = "free"
    BUSY = "busy"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Lock:
    """Who took a lock, where, and when (the engine's words)."""

    user: str
    host: str
    pid: int
    time: str

    def __str__(self) -> str:
        return f"{self.user}@{self.host}, process {self.pid}, at {self.time}"


def is_lock(text: str) -> bool:
    """Whether the engine refuses because of a lock."""
    return _LOCKED in text


def locks(text: str) -> list[Lock]:
    """The locks that the engine's refusal names."""
    found = _LOCK.finditer(text)
    return [Lock(one["user"], one["host"], int(one["pid"]), one["time"]) for one in found]


def judge(held: list[Lock], me: str, here: str, lives: Callable[[int], bool]) -> Verdict:
    """A lock may be removed only where all locks are this user's, of this host, and their processes are gone.

    Whether a process on another host runs cannot be known here: a person decides then.
    """
    if not held or any((lock.user, lock.host) != (me, here) for lock in held):
        return Verdict.STRANGER
    return Verdict.BUSY if any(lives(lock.pid) for lock in held) else Verdict.FREE


def verdict(held: list[Lock]) -> Verdict:
    """The verdict for this user on this host."""
    return judge(held, getpass.getuser(), socket.gethostname(), lives)


def lives(pid: int) -> bool:
    """Whether a `pulumi` process of this number runs here; taken for running where that cannot be known."""
    proc = Path("/proc")
    if not (proc / "self").exists():
        return True
    try:
        return b"pulumi" in (proc / str(pid) / "cmdline").read_bytes()
    except FileNotFoundError:
        return False
    except OSError:
        return True


def sentence(site: str, held: list[Lock]) -> str:
    """What to do about a lock that this command must not remove."""
    who = "; ".join(map(str, held)) or "somebody"
    return (
        f"Stack {site} is locked by {who}. If that run is still working, wait for its end: two runs at once undo each "
        f"other. If that run is certainly dead, remove its lock with `pulumi cancel --stack {site}`, then run again."
    )
