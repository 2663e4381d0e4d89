"""A run's note, kept by real processes: killed ones, and living ones that another PID namespace looks at."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from operations.run import ROOT
from operations.run.host import Host, descendants, now
from operations.run.run_note import RunNote, RunNotes
from operations.run.stack_lock import Judgement, Lock, Onlooker, Verdict, judge

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/ns/pid").exists(), reason="processes are known on Linux only"),
]

_PATIENCE_SECONDS = 60.0
# An engine that starts a provider, and a command that drives it: as the Automation API does, without Pulumi.
RUN = """
import subprocess, sys
from pathlib import Path
from operations.run.run_note import RunNotes
with RunNotes(Path(sys.argv[1])).kept():
    subprocess.run(["bash", "-c", "exec -a pulumi bash -c 'sleep 1000 & wait'"])
"""
# What `operations failover` would decide where this program runs.
LOOK = """
import sys
from pathlib import Path
from operations.run.host import Host, descendants, now
from operations.run.run_note import RunNotes
from operations.run.stack_lock import Lock, Onlooker, judge
directory, user, host, pid, time, later = sys.argv[1:]
found = judge([Lock(user, host, int(pid), time)], RunNotes(Path(directory)).all(),
              Onlooker(Host.here(), now() + float(later)))
print(found.verdict.value, found.why)
"""


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@dataclass
class Run:
    """The command, its engine, and the lock that the engine would have taken."""

    command: subprocess.Popen[bytes]
    notes: RunNotes
    note: RunNote
    lock: Lock

    def judged(self) -> Judgement:
        return judge([self.lock], self.notes.all(), Onlooker(Host.here(), now()))

    def kill(self, *pids: int) -> None:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    notes = RunNotes(tmp_path / "runs")
    command = subprocess.Popen([sys.executable, "-c", RUN, str(notes.directory)], cwd=ROOT)
    until(lambda: any(len(note.processes) == 2 for note in notes.all()))
    (note,) = notes.all()
    engine = next(process for process in note.processes if process.parent == command.pid)
    here, at = Host.here(), datetime.now(UTC).isoformat(timespec="seconds")
    yield Run(command, notes, note, Lock(here.user, here.name, engine.pid, at))
    for process in note.processes:
        process.end()
    command.kill()
    command.wait()


def test_a_run_that_works_keeps_its_lock(run: Run) -> None:
    assert run.judged().verdict is Verdict.BUSY


def test_a_run_whose_command_alone_was_killed_keeps_its_lock(run: Run) -> None:
    run.kill(run.command.pid)
    run.command.wait()
    assert run.judged().verdict is Verdict.BUSY, "the engine works on without it"


def test_the_lock_of_a_killed_run_is_free_and_what_it_has_left_is_ended_with_it(run: Run) -> None:
    run.kill(run.command.pid, run.lock.pid)
    run.command.wait()
    until(lambda: run.judged().verdict is Verdict.FREE)
    (left,) = run.judged().left
    assert left.end()
    until(lambda: not left.lives)
    assert run.judged().left == ()


def test_a_good_end_leaves_no_note_and_a_killed_engine_leaves_one_that_has_ended(run: Run, tmp_path: Path) -> None:
    other = RunNotes(tmp_path / "other")
    with other.kept():
        until(lambda: len(other.all()) == 1)
    assert other.all() == []
    with pytest.raises(KeyError), other.kept():
        raise KeyError
    (note,) = other.all()
    assert note.ended


def test_a_run_that_a_lock_has_refused_leaves_no_note(tmp_path: Path) -> None:
    notes = RunNotes(tmp_path / "runs")
    with pytest.raises(KeyError), notes.kept(unlocked=lambda error: isinstance(error, KeyError)):
        raise KeyError
    assert not notes.directory.exists()


def test_descendants_are_found_where_the_kernel_does_not_list_children(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("operations.run.host.LISTED", Path("/nowhere"))
    assert {one.pid for one in descendants(run.command.pid)} >= {one.pid for one in run.note.processes}


def test_a_living_run_of_another_pid_namespace_keeps_its_lock(run: Run) -> None:
    """`unshare -pf --mount-proc`, as a container with the same host name: the number of the process is free there."""
    inside = ["unshare", "--pid", "--fork", "--mount-proc"]
    if shutil.which("unshare") is None or subprocess.run([*inside, "true"], check=False).returncode:
        pytest.skip("this user may make no PID namespace")

    def look(later: float) -> str:
        lock = (run.lock.user, run.lock.host, str(run.lock.pid), run.lock.time, str(later))
        command = [*inside, sys.executable, "-c", LOOK, str(run.notes.directory), *lock]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    assert look(0) == "busy it works in another container"
    assert look(3600).startswith("ask that run is of another container"), "a heartbeat that stops proves nothing"


def test_notes_are_for_their_user_alone(run: Run) -> None:
    assert stat.S_IMODE(run.notes.directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in run.notes.directory.glob("*.json")} == {0o600}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"host": {}}'])
def test_a_broken_note_is_no_note(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    assert RunNotes(tmp_path).all() == []


def test_a_run_goes_on_where_no_note_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = []
    with RunNotes(tmp_path / "file" / "runs").kept():
        ran.append(True)
    assert ran == [True]


def test_stacks_and_backends_have_notes_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    places = {
        RunNotes.of({"PULUMI_BACKEND_URL": backend}, "nc2-dr", stack).directory
        for backend in ("s3://a", "s3://b")
        for stack in ("tokyo", "osaka")
    }
    assert len(places) == 4
    assert {place.parent for place in places} == {tmp_path / "nc2-dr" / "runs"}
