"""The server's life and the virtual environment that stands for it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]


@dataclass(frozen=True)
class WarmPython:
    """A virtual environment whose `python` is a fork of a process that has imported already."""

    environment: Path

    @property
    def command(self) -> Path:
        return self.environment / "bin" / "python"

    def lend(self, project: Path) -> None:
        """The working copy's `.venv` becomes this one."""
        link = project / ".venv"
        link.unlink(missing_ok=True)
        link.symlink_to(self.environment, target_is_directory=True)

    @classmethod
    @contextmanager
    def started(cls, directory: Path) -> Iterator[Self]:
        """Serves from a new directory until the end of the block, or of this process."""
        socket = directory / "socket"
        binaries = directory / "venv" / "bin"
        binaries.mkdir(parents=True)
        command = binaries / "python"
        command.write_text(f"#!{sys.executable} -ISE\n{(_HERE / 'client.py').read_text()}")
        command.chmod(0o755)
        (binaries / "python3").symlink_to("python")
        # It ends with its input, so that a killed test leaves no server.
        server = subprocess.Popen(
            [sys.executable, _HERE / "server.py", socket, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=directory,
        )
        with server:
            assert server.stdin is not None
            assert server.stdout is not None
            ready = server.stdout.readline()
            assert ready == b"ready\n", f"The server of the warm interpreter did not start: {ready!r}"
            yield cls(directory / "venv")
            server.stdin.close()
