"""The command `failover`: nothing is flipped that was not agreed to."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from operations.cli import failover as commands
from operations.cli.failover import orchestration
from operations.run.project import Project


@dataclass
class Fake:
    """An orchestration that runs nothing."""

    left: dict[str, str] = field(default_factory=dict)
    fails: bool = False
    ran: bool = False

    def preview(self) -> None:
        if self.fails:
            raise RuntimeError("no recovery point")

    def run(self) -> dict[str, str]:
        self.ran = True
        return self.left

    def summary(self) -> str:
        return "summary"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    copy = Project.here().working_copy(tmp_path / "copy")
    monkeypatch.setattr(Project, "here", classmethod(lambda cls: copy))
    return copy


def run(monkeypatch: pytest.MonkeyPatch, fake: Fake, answer: str | None = None, **options: Any) -> int:
    given = {"site": "osaka", "mode": None, "yes": False, "directory": None, **options}
    monkeypatch.setattr(commands, "orchestration", lambda *_: fake)
    monkeypatch.setattr("sys.stdin.isatty", lambda: answer is not None, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    command: Callable[[argparse.Namespace], int] = commands._failover
    return command(argparse.Namespace(**given))


def test_agreed_to_it_runs_and_the_line_stays(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake()
    assert run(monkeypatch, fake, "osaka", mode="unplanned") == 0
    assert fake.ran
    configuration = project.configuration()
    assert (configuration["activeRegion"], configuration["failoverMode"]) == ("osaka", "unplanned")


@pytest.mark.parametrize("answer", ["", "yes", "tokyo"])
def test_anything_but_the_site_s_name_is_a_no(project: Project, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    before, fake = project.settings(), Fake()
    assert run(monkeypatch, fake, answer, mode="unplanned") == 1
    assert not fake.ran
    assert project.settings() == before


def test_where_nobody_can_be_asked_nothing_runs(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before, fake = project.settings(), Fake()
    with pytest.raises(ValueError, match="--yes"):
        run(monkeypatch, fake)
    assert (fake.ran, project.settings()) == (False, before)


def test_a_preview_that_fails_leaves_the_line_as_it_was(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = project.settings()
    with pytest.raises(RuntimeError, match="no recovery point"):
        run(monkeypatch, Fake(fails=True), yes=True)
    assert project.settings() == before


def test_what_is_left_is_the_exit_code(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, Fake(left={"tokyo": "gives no answer"}), yes=True) == 1


def test_each_stack_has_its_own_file_s_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRISM_API_KEY", "of the site that the shell was in")
    file = project.directory / ".env.osaka"
    file.write_text("PRISM_ENDPOINT=https://prism.osaka:9440\n")
    file.chmod(0o600)
    made = orchestration(project, "osaka", None, print, "again")
    assert list(made.stacks) == ["osaka", "tokyo"]
    assert made.stacks["tokyo"] is None
    osaka = made.stacks["osaka"]
    assert osaka is not None
    assert osaka.environment == {"PRISM_ENDPOINT": "https://prism.osaka:9440"}
    assert "PRISM_API_KEY" not in os.environ
