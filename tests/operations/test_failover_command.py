"""The command `failover`: Pulumi.yaml keeps nothing that was not agreed to."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from operations import OperationsError
from operations.cli import main
from operations.run import Project, stacks_of_files


@dataclass
class Fake:
    """An orchestration that runs nothing."""

    left: dict[str, str] = field(default_factory=dict)
    fails: bool = False
    ran: bool = False
    target: str = ""

    def preview(self) -> None:
        if self.fails:
            raise OperationsError("no recovery point")

    def run(self) -> dict[str, str]:
        self.ran = True
        return self.left

    def summary(self) -> str:
        return "summary"


@dataclass
class Command:
    """`python -m operations failover`, and what it printed to stderr."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    told: str = ""

    def __call__(self, fake: Fake, answer: str | None, *words: str) -> int:
        """`answer` is what the operator types; None where nobody is there."""

        def made(target: str, *_: object, **__: object) -> Fake:
            fake.target = target
            return fake

        self.monkeypatch.setattr("operations.run.failover.Orchestration", made)
        self.monkeypatch.setattr("sys.stdin.isatty", lambda: answer is not None, raising=False)
        self.monkeypatch.setattr("builtins.input", lambda _: answer)
        code = main(["failover", *words])
        self.told = self.capsys.readouterr().err
        return code


@pytest.fixture
def failover(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    copy = Project.here().working_copy(tmp_path / "copy")
    monkeypatch.setattr(Project, "here", classmethod(lambda cls: copy))
    return copy


def test_agreed_to_it_runs_and_the_line_stays(project: Project, failover: Command) -> None:
    fake = Fake()
    assert failover(fake, "osaka", "osaka", "--mode", "unplanned") == 0
    assert (fake.ran, fake.target) == (True, "osaka")
    configuration = project.configuration()
    assert (configuration["activeRegion"], configuration["failoverMode"]) == ("osaka", "unplanned")


@pytest.mark.parametrize("answer", ["", "yes", "tokyo"])
def test_anything_but_the_site_s_name_is_a_no(project: Project, failover: Command, answer: str) -> None:
    before, fake = project.settings(), Fake()
    assert failover(fake, answer, "osaka", "--mode", "unplanned") == 1
    assert not fake.ran
    assert project.settings() == before


def test_where_nobody_can_be_asked_nothing_runs(project: Project, failover: Command) -> None:
    before, fake = project.settings(), Fake()
    assert failover(fake, None, "osaka") == 1
    assert "Add --yes" in failover.told
    assert (fake.ran, project.settings()) == (False, before)


def test_a_preview_that_fails_leaves_the_line_as_it_was(project: Project, failover: Command) -> None:
    before = project.settings()
    assert failover(Fake(fails=True), None, "osaka", "--yes") == 1
    assert "error: no recovery point" in failover.told
    assert project.settings() == before


@pytest.mark.parametrize("site", ["kyoto", "osake", "Osaka"])
def test_a_site_that_is_not_there_is_refused_without_a_guess(project: Project, failover: Command, site: str) -> None:
    before, fake = project.settings(), Fake()
    assert failover(fake, None, site, "--yes") == 1
    assert f"There is no site '{site}'. The sites are tokyo and osaka." in failover.told
    assert "did you mean" not in failover.told
    assert (fake.ran, project.settings()) == (False, before)


def test_a_configuration_that_is_refused_leaves_the_line_as_it_was(project: Project, failover: Command) -> None:
    project.set("peering", "wormhole")
    before, fake = project.settings(), Fake()
    assert failover(fake, None, "osaka", "--yes") == 1
    assert "peering" in failover.told
    assert (fake.ran, project.settings()) == (False, before)


def test_what_is_left_is_the_exit_code(project: Project, failover: Command) -> None:
    assert failover(Fake(left={"tokyo": "gives no answer"}), None, "osaka", "--yes") == 1


def test_each_stack_has_its_own_file_s_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRISM_API_KEY", "of the site that the shell was in")
    file = project.directory / ".env.osaka"
    file.write_text("PRISM_ENDPOINT=https://prism.osaka:9440\n")
    file.chmod(0o600)
    made = stacks_of_files(project, "osaka")
    assert list(made) == ["osaka", "tokyo"]
    assert made["tokyo"] is None
    osaka = made["osaka"]
    assert osaka is not None
    assert osaka.environment == {"PRISM_ENDPOINT": "https://prism.osaka:9440"}
    assert "PRISM_API_KEY" not in os.environ
