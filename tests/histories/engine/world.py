"""A history on the real engine: its steps are carried out on a local cloud, and what happens is watched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from local_cloud.project import LocalProject
from operations.run import ROOT
from tests.histories.engine.watch import Watch
from tests.histories.lab.laboratory import NAMES
from tests.histories.log.log import Log
from tests.histories.log.moment import Copy, Word, moments
from tests.histories.operators.checkout import ALL_RISKS, Checkout
from tests.histories.operators.words import STRAYS, UNLOOKED, UNTOUCHED
from tests.histories.script.step import Step
from tests.stacks.settings import write

_BEGAN, _ENDED = 0, 6


@dataclass
class EngineWorld:
    """Both sites, both stacks, and an operator with a configuration that has a history of its own."""

    local: LocalProject
    watch: Watch
    commits: list[Checkout]
    killed: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    @property
    def log(self) -> Log:
        """All that happened until now."""
        return self.watch.log()

    def live(self, steps: Sequence[Step]) -> None:
        """All of them, in order."""
        for step in steps:
            self.do(step)

    def do(self, step: Step) -> None:
        """One step."""
        if step.verb in ("up", "preview", "refresh"):
            old = self.commits[max(0, len(self.commits) - 2)]
            self._run(step, old if step.how == "stale" else self.commits[-1])
            return
        _WORLD[step.verb](self, step)

    def up(self, site: str, checkout: Checkout) -> tuple[str, str]:
        """An up with this configuration: its outcome, and what the operator reads of a failure."""
        return self._run(Step("up", site), checkout)

    def aws(self, command: str) -> None:
        """No history on the engine has routes of others yet."""
        raise AssertionError(f"No refusal of these histories should name {command}")

    def records(self) -> dict[str, Word]:
        """What the state of each stack says."""
        return self.watch.records()

    def workload(self) -> list[Copy]:
        """The VMs of the workload that run, at either site."""
        last = list(moments(self.log.events))[-1]
        return [copy for site in NAMES for copy in last.running(site)]

    def mend(self) -> None:
        """Nothing stands in the way any more."""
        self.watch.tell("DELETE", "faults")
        for site in NAMES:
            self.do(Step("back", site))

    def _run(self, step: Step, checkout: Checkout) -> tuple[str, str]:
        """In a process of its own. A lock that a killed one has left is taken away first, as the runbook has it."""
        site = step.site
        self._configure(checkout)
        if site in self.killed:
            self._put_back(site)
            self.local.stack(site).cancel()
            self.killed.discard(site)
        told: dict[str, Any] = {"active": checkout.active, "mode": checkout.mode, "accepted": bool(checkout.accepting)}
        told["verb"] = step.verb
        self.watch.note(site, "run.began", rank=_BEGAN, **told)
        lines, code = self._carried_out(step, checkout)
        text = "\n".join(lines)
        self.said.append(f"{step}: exit {code}\n{text}")
        outcome = {0: "same" if lines and lines[-1] == "same" else "update", 1: "refused"}.get(code, "killed")
        more: dict[str, Any] = {"told_of_strays": True} if any(words in text for words in (STRAYS, *UNLOOKED)) else {}
        more |= {"untouched": True} if outcome == "refused" and any(words in text for words in UNTOUCHED) else {}
        self.watch.look()
        self.watch.note(site, "run.ended", rank=_ENDED, **told, outcome=outcome, **more)
        return outcome, text

    def _put_back(self, site: str) -> None:
        """A run that is killed while it writes its state file leaves it cut off; the engine keeps the one before it."""
        stacks = self.local.cloud.directory / "state" / ".pulumi" / "stacks" / "nc2-dr"
        state, before = stacks / f"{site}.json", stacks / f"{site}.json.bak"
        try:
            json.loads(state.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            shutil.copyfile(before, state)

    def _carried_out(self, step: Step, checkout: Checkout) -> tuple[list[str], int]:
        places = [str(self.local.project.directory), str(self.local.cloud.directory)]
        command = [sys.executable, "-m", "tests.histories.engine.run", *places, step.site, step.verb]
        lines: list[str] = []
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        ) as run:
            assert run.stdout is not None
            for line in run.stdout:
                lines.append(line.rstrip("\n"))
                if step.then and len(lines) == step.at:
                    self._spring(step, run, checkout)
        return lines, run.returncode

    def _spring(self, step: Step, run: subprocess.Popen[str], checkout: Checkout) -> None:
        assert step.then is not None
        if step.then.verb == "kill":
            os.killpg(run.pid, signal.SIGKILL)
            self.killed.add(step.site)
            return
        self.do(step.then)
        self._configure(checkout)

    def _configure(self, checkout: Checkout) -> None:
        """Writes the checkout into the settings, which a run reads when it begins."""
        accepted = {"flip": checkout.accepting, "risks": ALL_RISKS} if checkout.accepting else None
        write(
            self.local.project,
            activeRegion=checkout.active,
            failoverMode=str(checkout.mode),
            flipNumber=checkout.number,
            acceptedRisks=accepted,
        )

    def _commit(self, step: Step) -> None:
        self.commits.append(Checkout(step.site, step.how))

    def _cut(self, step: Step) -> None:
        self.watch.note(step.site, "cut", how=step.how)
        self.local.cloud.fault(step.site, step.how)

    def _back(self, step: Step) -> None:
        self.local.cloud.fault(step.site, "serve")
        self.watch.note(step.site, "back")

    def _fault(self, step: Step) -> None:
        self.watch.tell("POST", "faults", {**step.fault, "site": step.site})


_WORLD: dict[str, Callable[[EngineWorld, Step], None]] = {
    "commit": EngineWorld._commit,
    "cut": EngineWorld._cut,
    "back": EngineWorld._back,
    "fault": EngineWorld._fault,
}
