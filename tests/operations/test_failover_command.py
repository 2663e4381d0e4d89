"""The command `failover`: Pulumi.yaml keeps nothing that was not agreed to."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from operations import OperationsError
from operations.cli import main
from operations.exit_code import ExitCode
from operations.run import Project, stacks_of_files


@dataclass
class Fake:
    """An orchestration that runs nothing."""

    left: dict[str, str] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    fails: bool = False
    ready: bool = True
    ran: bool = False
    target: str = ""
    seen: str = ""
    """What Pulumi.yaml said at the preview."""

    def expect_ready(self) -> None:
        if not self.ready:
            raise OperationsError("no such stack")

    def preview(self) -> None:
        self.seen = Project.here().settings_file.read_text()
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
    said: str = ""
    """What it printed to stdout."""

    def __call__(self, fake: Fake, answer: str | type[BaseException] | None, *words: str) -> int:
        """`answer` is what the operator types, Ctrl-C and Ctrl-D included; None where nobody is there."""

        def made(target: str, *_: object, **__: object) -> Fake:
            fake.target = target
            return fake

        def typed(_: str) -> str:
            if not isinstance(answer, str):
                raise answer or KeyboardInterrupt
            return answer

        self.monkeypatch.setattr("operations.run.failover.Orchestration", made)
        self.monkeypatch.setattr("sys.stdin.isatty", lambda: answer is not None, raising=False)
        self.monkeypatch.setattr("builtins.input", typed)
        code = main(["failover", *words])
        self.said, self.told = self.capsys.readouterr()
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


def test_the_whole_change_is_shown_before_the_preview(project: Project, failover: Command) -> None:
    fake = Fake()
    assert failover(fake, "no", "osaka", "--mode", "unplanned") == 1
    changed = [line for line in failover.said.splitlines() if line.startswith(("-  ", "+  "))]
    assert changed == [
        "-  activeRegion: tokyo",
        "+  activeRegion: osaka",
        "-    default: planned",
        "+    default: unplanned",
    ]
    assert "activeRegion: osaka" in fake.seen, "the preview is of the change that was shown"
    assert failover.said.endswith("Nothing was run; Pulumi.yaml is as it was.\n")


def test_what_somebody_else_writes_meanwhile_stays_and_is_told(project: Project, failover: Command) -> None:
    fake = Fake()

    def edit() -> None:
        project.set("peering", "none")

    fake.preview = edit  # type: ignore[method-assign]
    assert failover(fake, "no", "osaka") == 1
    assert project.configuration()["peering"] == "none"
    assert "Pulumi.yaml was changed by somebody else meanwhile: look at its activeRegion." in failover.said


@pytest.fixture
def read_only(project: Project) -> Iterator[None]:
    """Whoever writes Pulumi.yaml before everything is looked at fails here."""
    written: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("operations.run.settings_change.SettingsChange.write", lambda change: written.append(change.diff))
        yield
    assert written == [], "written before everything was looked at"


def _no_file(_: Project) -> None:
    return


def _for_all_to_read(project: Project) -> None:
    file = project.directory / ".env.osaka"
    file.write_text("PRISM_ENDPOINT=https://prism.osaka:9440\n")
    file.chmod(0o644)


def _of_the_other_for_all_to_read(project: Project) -> None:
    file = project.directory / ".env.osaka"
    file.write_text("PRISM_ENDPOINT=https://prism.osaka:9440\n")
    file.chmod(0o600)
    other = project.directory / ".env.tokyo"
    other.write_text("PRISM_ENDPOINT=https://prism.tokyo:9440\n")
    other.chmod(0o604)


@pytest.mark.usefixtures("read_only")
@pytest.mark.parametrize(
    ("site", "arrange", "told"),
    [
        pytest.param("kyoto", _no_file, "There is no site 'kyoto'.", id="no such site"),
        pytest.param("osaka", _no_file, "the credentials of osaka into .env.osaka", id="no environment"),
        pytest.param("osaka", _for_all_to_read, "Run: chmod 600", id="mode 644"),
        pytest.param("osaka", _of_the_other_for_all_to_read, ".env.tokyo holds credentials", id="the other's mode"),
    ],
)
def test_what_is_wrong_before_is_told_before_the_file_is_touched(
    site: str,
    arrange: Callable[[Project], None],
    told: str,
    project: Project,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = project.settings()
    arrange(project)
    assert main(["failover", site, "--mode", "unplanned", "--yes"]) == 1
    said, error = capsys.readouterr()
    assert told in error
    assert said == "Nothing was run; Pulumi.yaml is as it was.\n"
    assert project.settings() == before


@pytest.mark.usefixtures("read_only")
def test_a_stack_that_is_not_there_is_told_before_the_file_is_touched(project: Project, failover: Command) -> None:
    assert failover(Fake(ready=False), None, "osaka", "--yes") == 1
    assert "no such stack" in failover.told
    assert failover.said == "Nothing was run; Pulumi.yaml is as it was.\n"


def test_a_mode_that_is_none_is_a_wrong_option(project: Project) -> None:
    before = project.settings()
    with pytest.raises(SystemExit) as ended:
        main(["failover", "osaka", "--mode", "test"])
    assert ended.value.code == ExitCode.FAILED
    assert project.settings() == before


@pytest.mark.parametrize("at", ["preview", "question"])
def test_ctrl_c_before_anything_ran_leaves_the_file_as_it_was(at: str, project: Project, failover: Command) -> None:
    before, fake = project.settings(), Fake()

    def interrupt() -> None:
        raise KeyboardInterrupt

    if at == "preview":
        fake.preview = interrupt  # type: ignore[method-assign]
    assert failover(fake, KeyboardInterrupt, "osaka") == 130
    assert failover.said.endswith("Nothing was run; Pulumi.yaml is as it was.\n")
    assert (failover.told, fake.ran, project.settings()) == ("", False, before)


def test_ctrl_d_is_a_no(project: Project, failover: Command) -> None:
    before, fake = project.settings(), Fake()
    assert failover(fake, EOFError, "osaka") == 1
    assert failover.said.endswith("Nothing was run; Pulumi.yaml is as it was.\n")
    assert (failover.told, fake.ran, project.settings()) == ("", False, before)


def test_a_file_that_cannot_be_written_is_told_without_a_traceback(
    project: Project, failover: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "Pulumi.yaml")

    before, fake = project.settings(), Fake()
    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    assert failover(fake, "osaka", "osaka") == 1
    assert "Pulumi.yaml: No space left on device." in failover.told
    assert failover.said.endswith("Nothing was run; Pulumi.yaml is as it was.\n")
    assert (fake.ran, project.settings()) == (False, before)


def test_a_file_that_is_no_text_is_told_without_a_traceback(project: Project, failover: Command) -> None:
    file = project.settings_file
    file.unlink()
    file.write_bytes(b"name: nc2-dr\xff\n")
    assert failover(Fake(), "osaka", "osaka") == 1
    assert "Pulumi.yaml is not UTF-8 at byte 12." in failover.told
    assert file.read_bytes() == b"name: nc2-dr\xff\n"


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


def test_what_waits_is_told_apart_from_what_failed(project: Project, failover: Command) -> None:
    assert failover(Fake(left={"tokyo": "gives no answer"}), None, "osaka", "--yes") == ExitCode.WAITS
    failed = Fake(left={"tokyo": "its run failed"}, failed={"tokyo"})
    assert failover(failed, None, "osaka", "--yes") == ExitCode.FAILED


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
