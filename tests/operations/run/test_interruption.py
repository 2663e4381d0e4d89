"""Ctrl-C at the command, in a process of its own that drives a stub of the engine: what it says and what is left."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from pulumi import automation
from pulumi.automation import EngineEvent

from operations import OperationsError
from operations.run import ROOT, Project, Stack
from tests import session

pytestmark = pytest.mark.slow

ENGINE = """#!/bin/sh
# `pulumi` that waits in its verb VERB, with a plugin in a session group of its own that holds its output.
for word in "$@"; do case "$word" in
  version) echo v3.272.0; exit 0 ;;
  select) echo selected; exit 0 ;;
  output) echo '{}'; exit 0 ;;
  VERB)
    TRAP
    env setsid -w sh -c 'sleep 600' &
    echo $$ > "$STUB/engine"
    while :; do sleep 0.1; done ;;
esac; done
"""
PROGRAM = """
import sys
from pathlib import Path
from operations.cli import reported
from operations.run import Failover, Orchestration, Project, Result, Stack, interruption

interruption.PATIENCE = (1.0, 0.3)
project, verb = Project(Path(sys.argv[1])), sys.argv[2]
if verb == "up":
    Stack.preview = lambda *_, **__: Result({}, 0.0, "")
both = len(sys.argv) > 3
if both:
    whole = Stack.preview
    Stack.preview = lambda self, **how: Result({}, 0.0, "") if self.site == "osaka" else whole(self, **how)
    Orchestration._why_not = lambda *_: ""

def stacks(project, target):
    made = {site: Stack(site, project, {"PULUMI_BACKEND_URL": "file:///nowhere"}) for site in ("osaka", "tokyo")}
    return made if both else made | {"tokyo": None}

failover = Failover(project, "osaka", "unplanned", ask=False)
sys.exit(reported(lambda: failover.run(stacks, "python -m operations failover")))
"""
BOUND = 10.0
ENDING = "Ending the engine; this takes a few seconds.\n"


@dataclass
class Command:
    """The command in a session of its own, so that whatever it leaves is found."""

    project: Project
    place: Path
    process: "subprocess.Popen[str] | None" = None

    def start(self, verb: str, *more: str, stubborn: bool = False) -> None:
        environment = self.prepare(verb, stubborn=stubborn)
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.project.directory), verb, *more],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def prepare(self, verb: str, *, stubborn: bool = False) -> dict[str, str]:
        """Lay the stub down; answers the environment to run the command in."""
        engine = self.place / "pulumi"
        trap = "trap '' INT" if stubborn else "trap 'exit 1' INT"
        engine.write_text(ENGINE.replace("VERB", verb).replace("TRAP", trap))
        engine.chmod(0o755)
        return {
            **os.environ,
            "PATH": f"{self.place}:{os.environ['PATH']}",
            "STUB": str(self.place),
            "XDG_STATE_HOME": str(self.place),
        }

    def wait(self) -> None:
        """Until the engine works."""
        deadline = time.monotonic() + 30
        while not (self.place / "engine").exists():
            assert self.process is None or self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        time.sleep(0.3)  # the plugin has begun

    def interrupted(self, number: signal.Signals, *, group: bool = False) -> tuple[int, str, str]:
        """Its exit code, and what it printed, after a signal that comes while the engine works."""
        assert self.process is not None
        self.wait()
        (os.killpg if group else os.kill)(self.process.pid, number)
        said, told = self.process.communicate(timeout=BOUND)
        return self.process.returncode, said, told

    @property
    def left(self) -> list[int]:
        assert self.process is not None
        return session.members(self.process.pid)


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    made = Command(Project.here().working_copy(tmp_path / "copy"), tmp_path)
    yield made
    if made.process is not None:
        session.end(made.process.pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_in_the_preview_nothing_was_run_and_the_file_is_as_it_was(command: Command, number: signal.Signals) -> None:
    before = command.project.settings()
    command.start("preview")
    code, said, told = command.interrupted(number)
    assert code == 130, (said, told)
    assert said.endswith("Nothing was run; Pulumi.yaml is as it was.\n")
    assert told == ENDING
    assert command.project.settings() == before
    assert command.left == []


def test_in_the_preview_of_the_second_stack_it_is_the_same(command: Command) -> None:
    before = command.project.settings()
    command.start("preview", "both")
    code, said, told = command.interrupted(signal.SIGINT)
    assert code == 130, (said, told)
    assert "Preview of tokyo, which follows osaka" in said
    assert said.endswith("Nothing was run; Pulumi.yaml is as it was.\n")
    assert "Traceback" not in told
    assert command.project.settings() == before
    assert command.left == []


@pytest.mark.parametrize(
    ("stubborn", "group"),
    [
        pytest.param(False, False, id="the command alone is told"),
        pytest.param(False, True, id="the terminal tells the engine too"),
        pytest.param(True, True, id="an engine that does not end by itself"),
    ],
)
def test_in_the_run_it_says_what_goes_on_and_leaves_no_process(command: Command, stubborn: bool, group: bool) -> None:
    command.start("up", stubborn=stubborn)
    code, said, told = command.interrupted(signal.SIGINT, group=group)
    assert code == 130, (said, told)
    assert said.endswith(
        "Interrupted. A job of the recovery plan that has begun goes on in Prism Central. Run the same command again; "
        "it goes on where this run stopped:\n  python -m operations failover osaka --yes\n"
    )
    assert told in ("", ENDING), "no traceback, and no word where the engine was faster"
    assert command.project.configuration()["activeRegion"] == "osaka", "it was agreed to"
    assert command.left == []


def test_what_an_engine_says_while_it_is_ended_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real one tells the line of the program at which Python was interrupted: a traceback."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    event = {"sequence": 1, "timestamp": 1, "diagnosticEvent": {"message": "x", "color": "never", "severity": "info"}}
    said: list[EngineEvent] = []

    class Engine:
        def preview(self, on_event: Callable[[EngineEvent], None], **_: object) -> None:
            on_event(EngineEvent.from_json(event))
            time.sleep(0.4)
            on_event(EngineEvent.from_json(event))

    stack = Stack("osaka", Project.here(), {}, cast(automation.Stack, Engine()))
    with pytest.raises(OperationsError, match="There was no end within 0 s"):
        stack.preview(on_event=said.append, seconds=0.2)
    assert len(said) == 1


def test_ctrl_c_at_a_terminal_gives_the_terminal_back(command: Command) -> None:
    environment = command.prepare("preview")
    words = [sys.executable, "-c", PROGRAM, str(command.project.directory), "preview"]
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(words[0], words, environment)
    try:
        command.wait()
        os.write(terminal, b"\x03")
        said = read_to_the_end(terminal)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130
        assert said.endswith("Nothing was run; Pulumi.yaml is as it was.\r\n")
        assert "Traceback" not in said
        assert session.members(child) == []
    finally:
        session.end(child)
        os.close(terminal)


def read_to_the_end(terminal: int) -> str:
    """All that was printed, once no process holds the terminal any more."""
    found, deadline = b"", time.monotonic() + BOUND
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            found += os.read(terminal, 65536)
        except OSError:  # nobody has it open
            return found.decode()
    raise AssertionError(f"something holds the terminal: {found.decode()}")
