"""Runs another program with a deadline, and leaves neither it nor its children behind."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from tools.engine.errors import EngineError

_LINES_KEPT = 12


class ProcessFailed(EngineError):
    """A program could not be started, ended with an error, or did not end in time."""


def run(
    command: Sequence[str | Path],
    *,
    deadline: float,
    extra_env: Mapping[str, str] | None = None,
    directory: Path | None = None,
    on_line: Callable[[str], None] | None = None,
) -> str:
    """Run a program and return its standard output.

    `deadline` is in seconds. `on_line` is called with every line of standard error as it appears. Raises
    ProcessFailed with the end of standard error when the program fails, and ends its whole process group when the
    deadline passes.
    """
    name = Path(command[0]).name
    output: list[str] = []
    errors: list[str] = []
    with _started(command, extra_env, directory) as process:
        readers = [_reader(process.stdout, output, None), _reader(process.stderr, errors, on_line)]
        try:
            status = process.wait(timeout=deadline)
        except BaseException as interruption:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(interruption, subprocess.TimeoutExpired):
                raise ProcessFailed(f"{name} did not finish within {deadline:g} s") from None
            raise
        finally:
            for reader in readers:
                reader.join()
    if status != 0:
        raise ProcessFailed(f"{name} ended with status {status}: {_end(errors or output)}")
    return "".join(output)


def _end(lines: Sequence[str]) -> str:
    """The last lines that a program printed, on one line."""
    return " | ".join([line.strip() for line in lines if line.strip()][-_LINES_KEPT:]) or "it printed nothing"


def _started(
    command: Sequence[str | Path], extra_env: Mapping[str, str] | None, directory: Path | None
) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=directory,
            env={**os.environ, **(extra_env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise ProcessFailed(f"{Path(command[0]).name} cannot be started: {error.strerror or error}") from error


def _reader(stream: IO[str] | None, lines: list[str], on_line: Callable[[str], None] | None) -> threading.Thread:
    def read() -> None:
        for line in stream or ():
            lines.append(line)
            if on_line is not None:
                on_line(line.rstrip("\n"))

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    return thread
