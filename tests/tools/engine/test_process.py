"""A program is bounded in time and leaves neither children nor doubt about what went wrong."""

import os
import time
from pathlib import Path

import pytest

from tools.engine.process import ProcessFailed, run


def test_standard_output_is_returned_and_standard_error_is_passed_on() -> None:
    lines: list[str] = []
    assert run(["sh", "-c", "echo out; echo err >&2"], deadline=10, on_line=lines.append) == "out\n"
    assert lines == ["err"]


def test_a_failure_tells_the_status_and_the_last_words() -> None:
    with pytest.raises(ProcessFailed, match=r"sh ended with status 3: no space left"):
        run(["sh", "-c", "echo no space left >&2; exit 3"], deadline=10)


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(ProcessFailed, match="nonesuch cannot be started: No such file"):
        run(["/nonesuch"], deadline=10)


def test_past_the_deadline_the_program_and_its_children_are_ended(tmp_path: Path) -> None:
    note = tmp_path / "child"
    script = f"sleep 60 & echo $! > {note}; wait"
    with pytest.raises(ProcessFailed, match=r"sh did not finish within 0\.3 s"):
        run(["sh", "-c", script], deadline=0.3)
    child = int(note.read_text())
    for _ in range(100):
        if not _alive(child):
            return
        time.sleep(0.02)
    pytest.fail(f"process {child} is still alive")


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # A process that ended stays visible until somebody collects it.
    return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True
