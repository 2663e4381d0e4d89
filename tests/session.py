"""Processes of a session: what a killed command leaves.

Pulumi gives its plugins process groups of their own, so a signal to the group of a `pulumi` misses them, and a dynamic
provider whose engine is gone waits for ever. All of them stay in the session of the process that began it.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

_SESSION = 3
"""Field of /proc/PID/stat after the command."""


def members(leader: int) -> list[int]:
    """The ids of the processes of the session that the process `leader` began (`start_new_session`)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            if int(fields[_SESSION]) == leader and fields[0] not in "ZX":
                found.append(int(entry.name))
    return found


def end(leader: int) -> None:
    """SIGKILL all of them. The number of a session is not given to another process while one of them lives."""
    while left := members(leader):
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
