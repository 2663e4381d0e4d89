"""`python -m local_cloud`: the operator's commands run in a site's own environment, and say so."""

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local_cloud import LocalProject, commands
from operations.run import Failover, Project

SITE = {"PRISM_ENDPOINT": "https://127.0.0.1:1", "AWS_ENDPOINT_URL": "http://127.0.0.1:2"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """The words that the operator's commands were called with, and the environment then."""
    calls: list[tuple[list[str], dict[str, str]]] = []
    for name in (*SITE, "AWS_PROFILE", "PRISM_API_KEY"):
        monkeypatch.setenv(name, "of the shell")
    monkeypatch.setattr(LocalProject, "environment", lambda self, site: {**SITE, "SITE": site})

    def main(words: list[str]) -> int:
        calls.append((words, dict(os.environ)))
        return 7

    monkeypatch.setattr("operations.cli.main", main)
    monkeypatch.setenv("SITE", "")
    return calls


@pytest.mark.parametrize(
    ("words", "called"),
    [
        (
            ["readiness", "osaka", "--json", "--every", "300"],
            ["readiness", "--site", "osaka", "--json", "--every", "300"],
        ),
        (["drill", "osaka", "--clean-up"], ["drill", "--site", "osaka", "--clean-up"]),
        (["report", "osaka"], ["report", "--site", "osaka"]),
        (["capture", "tokyo", "--via", "api"], ["capture", "tokyo", "--via", "api"]),
    ],
)
def test_an_operator_s_command_runs_in_the_site_s_environment_and_says_where(
    words: list[str],
    called: list[str],
    asked: list[tuple[list[str], dict[str, str]]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert commands.main([words[0], "--directory", str(tmp_path), *words[1:]]) == 7
    ((said, environment),) = asked
    assert said == called
    assert SITE.items() <= environment.items()
    assert environment["SITE"] == words[1]
    assert not {"AWS_PROFILE", "PRISM_API_KEY"} & environment.keys(), "nothing of the shell's own may lead elsewhere"
    assert capsys.readouterr().err == f"(local cloud in {tmp_path})\n"


def test_an_option_that_no_command_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.parse(["up", "--jsno"])
    assert "--jsno" in capsys.readouterr().err


@pytest.mark.parametrize("yes", [False, True])
def test_a_failover_takes_its_stacks_from_the_local_cloud(
    yes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def run(failover: Failover, stacks_of: Callable[..., Any], command: str) -> int:
        seen.update(failover=failover, stacks=stacks_of(Project.here(), "osaka"), command=command)
        return 0

    monkeypatch.setattr(Failover, "run", run)
    monkeypatch.setattr(LocalProject, "stack", lambda self, site: f"stack of {site}")
    words = ["failover", "--directory", str(tmp_path), "osaka", "--mode", "unplanned", *(["--yes"] if yes else [])]
    assert commands.main(words) == 0
    failover = seen["failover"]
    assert (failover.site, failover.mode, failover.ask) == ("osaka", "unplanned", not yes)
    assert seen["stacks"] == {"osaka": "stack of osaka", "tokyo": "stack of tokyo"}
    assert seen["command"] == f"python -m local_cloud failover --directory {tmp_path}"


def test_a_cloud_that_is_not_there_is_told_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.engine.environment", dict)
    assert commands.main(["env", "--directory", str(tmp_path / "none"), "tokyo"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("error: There is no local cloud in ")
    assert "Traceback" not in told


def test_a_failover_without_a_cloud_leaves_the_file_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Project.here().working_copy(tmp_path / "copy")
    monkeypatch.setattr(Project, "here", classmethod(lambda cls: copy))
    monkeypatch.setattr("tools.engine.environment", lambda: {"PATH": os.environ["PATH"]})
    before = copy.settings()
    words = ["failover", "--directory", str(tmp_path / "none"), "osaka", "--mode", "unplanned"]
    assert commands.main(words) == 1
    said, told = capsys.readouterr()
    assert said == "Nothing was run; Pulumi.yaml is as it was.\n"
    assert "error: There is no local cloud in " in told
    assert copy.settings() == before


def test_the_stacks_state_is_written_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is a child of this process and takes its umask."""
    monkeypatch.setattr("tools.engine.environment", lambda: {"PATH": os.environ["PATH"]})
    monkeypatch.setattr(LocalProject, "environment", lambda self, site: SITE)
    before = os.umask(0o022)
    try:
        LocalProject.at(Project.here(), tmp_path).stack("tokyo")
        subprocess.run(["touch", str(tmp_path / "state.json")], check=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600
