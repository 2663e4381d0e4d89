"""This host as far as it tells one process from every other: its boot, its PID namespace, its processes' start times.

Everything comes from Linux's /proc. Elsewhere nothing is known, and whoever asks has to assume the worst.
"""

import getpass
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
LISTED = _PROC / "thread-self/children"
"""Kernels that do not list a process's children make a look at all processes necessary."""
_PPID, _STARTED = 1, 19
"""Fields of /proc/PID/stat after the command: the parent's id, and the start in ticks since the boot."""


@dataclass(frozen=True)
class Process:
    """A process by its id and its start: an id alone belongs to another process after a while."""

    pid: int
    started: str
    parent: int = 0
    """The id of the process that has started it, as long as that one lived."""

    @property
    def lives(self) -> bool:
        return started(self.pid) == self.started

    def end(self) -> bool:
        """End it at once; False where it was gone already."""
        if not self.lives:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return True


@dataclass(frozen=True)
class Host:
    """Where this process runs. `boot` and `namespace` are empty where the system does not tell them.

    Process ids mean the same thing only to processes of one boot and of one PID namespace: containers of one host may
    have one host name, and hosts may share one, too.
    """

    user: str
    name: str
    boot: str
    namespace: str

    @classmethod
    def here(cls) -> "Host":
        boot = namespace = ""
        with suppress(OSError):
            boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
            namespace = os.readlink(_PROC / "self/ns/pid")
        return cls(_user(), socket.gethostname(), boot, namespace)

    @property
    def told(self) -> bool:
        """Whether a process can be recognised here."""
        return bool(self.boot and self.namespace)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user that no file names
        return str(os.getuid())


def started(pid: int) -> str | None:
    """The start of the process that has this id here; None where none has."""
    fields = _stat(pid)
    return fields[_STARTED] if fields and fields[0] not in "ZX" else None


def is_engine(pid: int) -> bool:
    """Whether a `pulumi` process has this id here, whoever has started it."""
    try:
        return b"pulumi" in (_PROC / str(pid) / "cmdline").read_bytes()
    except FileNotFoundError:
        return False
    except OSError:
        return True


def descendants(pid: int) -> Iterator[Process]:
    """The processes that this one has started, and those that they have started."""
    waiting = _children(pid)
    while waiting:
        child = waiting.pop()
        fields = _stat(child)
        if fields and fields[0] not in "ZX":
            yield Process(child, fields[_STARTED], int(fields[_PPID]))
            waiting += _children(child)


def now() -> float:
    """Seconds since the boot, which no correction of the clock changes."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _children(pid: int) -> list[int]:
    """Those whose parent this process is; one that begins or ends meanwhile may be missing."""
    if not LISTED.exists():
        parents = ((int(entry.name), _stat(int(entry.name))) for entry in _PROC.glob("[0-9]*"))
        return [child for child, fields in parents if fields and fields[_PPID] == str(pid)]
    found: list[int] = []
    with suppress(OSError):
        for task in (_PROC / str(pid) / "task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def _stat(pid: int) -> list[str]:
    try:
        # The second field is the command in brackets and may hold blanks and brackets itself.
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
