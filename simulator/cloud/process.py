"""Processes that outlive their starter, and are ended only while they are certainly the ones started.

A process is known by its id and its start time together: an id alone may belong to a stranger after a while.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Process:
    """One process of the cloud. `started` identifies its start and is compared, never interpreted."""

    name: str
    pid: int
    started: str
    log: str

    @property
    def alive(self) -> bool:
        """Whether the very process that was started still runs."""
        return start_time(self.pid) == self.started

    def end(self, patience: float = 5.0) -> bool:
        """Ends it, hard if it does not listen within `patience` seconds. False when it was gone already."""
        if not self.alive:
            return False
        for request in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, request)
            except ProcessLookupError:
                return True
            if self._gone_within(patience):
                return True
        return True

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.alive:
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True


def start(name: str, module: str, arguments: Sequence[str], log: Path, root: Path) -> Process:
    """Starts `python -m module arguments` in a session of its own, its output in `log`.

    `root` is the directory the module is imported from.
    """
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"}
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    # posix_spawn and not Popen: nobody here waits for the process, and Popen insists that somebody does.
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-P", "-m", module, *arguments],  # -P: not from the current directory
        environment,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), flags, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    return Process(name, pid, start_time(pid) or "gone", str(log))


def start_time(pid: int) -> str | None:
    """What tells this process from every other that ever had its id; None when it does not run."""
    _reap(pid)
    stat = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self/stat").exists():
        return _start_time_by_ps(pid)
    try:
        # The second field is the command in brackets and may hold blanks and brackets itself.
        fields = stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, ticks_since_boot = fields[0], fields[19]
    return None if state in "ZX" else f"{_BOOT_ID.read_text().strip()}:{ticks_since_boot}"


def _start_time_by_ps(pid: int) -> str | None:
    """Where there is no /proc."""
    command = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split(maxsplit=1)
    return shown[1].strip() if len(shown) == 2 and not shown[0].startswith("Z") else None


def _reap(pid: int) -> None:
    """Takes leave of an ended process if it was ours, which would stay as a zombie otherwise."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
