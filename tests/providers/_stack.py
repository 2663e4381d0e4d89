"""A stack of the real engine whose program declares whatever a test says, against a simulated Prism Central."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pulumi import automation

PROJECT, STACK = "nouns", "tokyo"
_PROGRAM = """
import importlib
import json
from pathlib import Path

for name, (noun, kind, inputs) in json.loads(Path("declared.json").read_text()).items():
    getattr(importlib.import_module(f"providers.{noun}"), kind)(name, **inputs)
"""


@dataclass
class Run:
    """What one verb did with each resource (``{"vpc": ["create"]}``), and everything that was printed."""

    steps: dict[str, list[str]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    """What became of those that did not stay as they were: at refresh, what was seen."""
    text: str = ""

    def note(self, event: automation.EngineEvent) -> None:
        """Keeps the step and the message of an event."""
        if event.resource_pre_event is not None:
            step = event.resource_pre_event.metadata
            if "dynamic/prism:" in step.urn:
                self.steps.setdefault(_name(step.urn), []).append(str(step.op.value))
        if event.res_outputs_event is not None:
            done = event.res_outputs_event.metadata
            if "dynamic/prism:" in done.urn and done.op.value not in ("same", "refresh"):
                self.outcomes[_name(done.urn)] = str(done.op.value)

    def fields(self, name: str) -> set[str]:
        """The fields that a preview shows as changed."""
        blocks = re.findall(
            rf"\[urn=[^\]]*::{name}\]\n(.*?)(?=\[urn=|^Resources:|\Z)", self.text, re.DOTALL | re.MULTILINE
        )
        return {found for block in blocks for found in re.findall(r"^ {6}[~+-] (\w+) *:", block, re.MULTILINE)}

    def changed(self) -> dict[str, list[str]]:
        """The steps that do something."""
        kept = {name: [step for step in steps if step not in ("same", "refresh")] for name, steps in self.steps.items()}
        return {name: steps for name, steps in kept.items() if steps}


@dataclass
class EngineStack:
    """The stack in ``directory``; ``environment`` is the engine's and the site's."""

    directory: Path
    environment: Mapping[str, str]
    declared: dict[str, tuple[str, str, dict[str, Any]]] = field(default_factory=dict)
    _stack: automation.Stack | None = None

    def preview(self, **options: Any) -> Run:
        """``pulumi preview --diff``."""
        return self._run("preview", diff=True, **options)

    def up(self, **options: Any) -> Run:
        """``pulumi up``."""
        return self._run("up", suppress_outputs=True, **options)

    def refresh(self, **options: Any) -> Run:
        """``pulumi refresh``."""
        return self._run("refresh", **options)

    def destroy(self, **options: Any) -> Run:
        """``pulumi destroy``."""
        return self._run("destroy", **options)

    def cancel(self) -> None:
        """``pulumi cancel``: takes off the lock of a run that was killed."""
        self._selected().cancel()

    def state(self) -> dict[str, Any]:
        """What the state backend holds."""
        return dict(self._selected().export_stack().deployment or {})

    def ids(self) -> dict[str, str]:
        """The id of each of our resources that the state holds."""
        found = self.state().get("resources", [])
        return {_name(one["urn"]): one["id"] for one in found if "dynamic/prism:" in one["type"]}

    def killed_up(self, until: Callable[[], bool]) -> None:
        """``pulumi up``, and SIGKILL to it and to all that it started as soon as ``until`` says so."""
        self._write()
        self._selected()
        command = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--stack", STACK]
        environment = {**os.environ, **self.environment}
        with subprocess.Popen(
            command, cwd=self.directory, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as up:
            try:
                while not until():
                    assert up.poll() is None, f"ended before it was killed: {up.stdout and up.stdout.read()}"
                    time.sleep(0.02)
            finally:
                for process in self._processes():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)

    def _processes(self) -> list[int]:
        """Those that work for this stack: nobody else has its backend in the environment."""
        mark, found = self.environment["PULUMI_BACKEND_URL"].encode(), []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if int(process.name) != os.getpid() and mark in (process / "environ").read_bytes():
                    found.append(int(process.name))
        return found

    def _run(self, verb: str, **options: Any) -> Run:
        self._write()
        run = Run()
        act = getattr(self._selected(), verb)
        try:
            result = act(color="never", on_event=run.note, **options)
            run.text = result.stdout + result.stderr
        except automation.CommandError as error:
            run.text = str(error)
            raise Failed(run) from None
        return run

    def _write(self) -> None:
        (self.directory / "declared.json").write_text(json.dumps(self.declared))

    def _selected(self) -> automation.Stack:
        if self._stack is None:
            (self.directory / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
            (self.directory / "__main__.py").write_text(_PROGRAM)
            options = automation.LocalWorkspaceOptions(env_vars=dict(self.environment))
            self._stack = automation.create_or_select_stack(STACK, work_dir=str(self.directory), opts=options)
        return self._stack


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


class Failed(Exception):
    """A verb that failed, with all that it printed."""

    def __init__(self, run: Run) -> None:
        super().__init__(run.text)
        self.run = run


def plain(text: str) -> str:
    """The text with its line breaks and indents made single spaces, as the engine breaks lines where it likes."""
    return re.sub(r"\s+", " ", text)
