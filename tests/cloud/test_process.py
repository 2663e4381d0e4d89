"""Processes that outlive their starter."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

from simulator.cloud import process
from simulator.cloud.process import Process

SLEEPER = "import time\ntime.sleep(600)\n"
STUBBORN = (
    "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\ntime.sleep(600)\n"
)


def start(directory: Path, source: str = SLEEPER) -> Process:
    (directory / "sleeper.py").write_text(source)
    return process.start("sleeper", "sleeper", [], directory / "sleeper.log", directory)


def test_a_process_runs_in_a_session_of_its_own_until_it_is_ended(tmp_path: Path) -> None:
    started = start(tmp_path)
    assert os.getsid(started.pid) == started.pid
    assert [started.alive, started.end(), started.alive, started.end()] == [True, True, False, False]


def test_a_stranger_with_the_same_id_is_neither_alive_nor_ended(tmp_path: Path) -> None:
    started = start(tmp_path)
    stranger = replace(started, started="another boot:1")
    assert not stranger.alive
    assert not stranger.end()
    assert started.alive
    started.end()


def test_a_killed_process_is_gone_even_while_nobody_has_waited_for_it(tmp_path: Path) -> None:
    started = start(tmp_path)
    os.kill(started.pid, signal.SIGKILL)
    while started.alive:
        time.sleep(0.01)
    assert process.start_time(started.pid) is None


def test_one_that_does_not_listen_is_ended_hard(tmp_path: Path) -> None:
    started = start(tmp_path, STUBBORN)
    while "deaf" not in Path(started.log).read_text():
        time.sleep(0.01)
    assert started.end(patience=0.1)
    assert not started.alive


def test_what_it_says_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    started = start(tmp_path, "import sys\nprint('out')\nprint('err', file=sys.stderr)\n")
    while started.alive:
        time.sleep(0.01)
    log = Path(started.log)
    assert sorted(log.read_text().split()) == ["err", "out"]
    assert log.stat().st_mode & 0o777 == 0o600
