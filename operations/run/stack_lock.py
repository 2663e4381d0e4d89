"""Whose lock it is that a stack is held by, and what may be done about it. Pure but for a look at this machine."""

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
    """`FREE`: a process of ours that is dead has left it. `BUSY`: it works still. `STRANGER`: somebody else's."""

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
    """A lock may be taken away only where all were this user's, on this machine, by processes that are gone.

    Of a process elsewhere nobody here can say whether it lives: the verdict is then left to a person.
    """
    if not held or any((lock.user, lock.host) != (me, here) for lock in held):
        return Verdict.STRANGER
    return Verdict.BUSY if any(lives(lock.pid) for lock in held) else Verdict.FREE


def verdict(held: list[Lock]) -> Verdict:
    """The same, asked of this machine."""
    return judge(held, getpass.getuser(), socket.gethostname(), lives)


def lives(pid: int) -> bool:
    """Whether a `pulumi` of this number runs here; where that cannot be told, it does."""
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
    """For a lock that is not ours to take away."""
    who = "; ".join(map(str, held)) or "somebody"
    return (
        f"The stack {site} is locked by {who}. If that run still goes on, wait for it: two at once would undo each "
        f"other. If it is certain that it is dead, `pulumi cancel --stack {site}` takes the lock away; then run again."
    )
