"""What a killed engine leaves: the process of its dynamic providers, which nobody ends."""

import contextlib
import os
import signal
from pathlib import Path

_PROCESSES = Path("/proc")


def end_leftovers(project: Path) -> list[int]:
    """Ends those of one project; their ids. On a system that does not show its processes as files there are none."""
    found = []
    for folder in _PROCESSES.glob("[0-9]*") if _PROCESSES.is_dir() else ():
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes().split(b"\0")
            if b"pulumi.dynamic" in command and any(word.startswith(os.fsencode(project)) for word in command):
                os.kill(int(folder.name), signal.SIGTERM)
                found.append(int(folder.name))
    return found
