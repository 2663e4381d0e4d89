"""The environment puts this interpreter and the chosen CLI first and says nothing of state or credentials."""

import os
import shlex
import sys
from pathlib import Path

import pytest

from tools.engine import Cache, EngineError, Installation, environment, installation
from tools.engine.__main__ import main
from tools.engine.aws_plugin import AwsPlugin
from tools.engine.cli import Cli
from tools.engine.doctor import examine


def an_installation(tmp_path: Path, origin: str) -> Installation:
    (tmp_path / "bin").mkdir(exist_ok=True)
    pulumi, plugin = tmp_path / "bin" / "pulumi", tmp_path / "plugin"
    pulumi.write_text("#!/bin/sh\necho v3.300.0\n")
    pulumi.chmod(0o755)
    plugin.touch()
    return Installation(Cli(pulumi, "3.300.0", origin), AwsPlugin(plugin, "7.0.0", "Pulumi", tmp_path / "home"))


def test_the_interpreters_directory_leads_path_and_the_cli_follows(cache: Cache, tmp_path: Path) -> None:
    installation.save(cache, an_installation(tmp_path, "built"))
    path = environment(cache, {"PATH": f"/usr/bin:{tmp_path / 'bin'}:/bin"})["PATH"]
    assert path.split(os.pathsep) == [f"{sys.prefix}/bin", str(tmp_path / "bin"), "/usr/bin", "/bin"]


@pytest.mark.parametrize(("origin", "ignored"), [("PATH", False), ("built with go1.26", True)])
def test_plugins_on_path_are_ignored_only_for_a_cli_of_our_own(
    cache: Cache, tmp_path: Path, origin: str, ignored: bool
) -> None:
    installation.save(cache, an_installation(tmp_path, origin))
    variables = environment(cache, {"PATH": "/bin"})
    assert ("PULUMI_IGNORE_AMBIENT_PLUGINS" in variables) is ignored


def test_only_the_engines_variables_are_set(cache: Cache, tmp_path: Path) -> None:
    installation.save(cache, an_installation(tmp_path, "built"))
    assert set(environment(cache, {})) == {
        "PATH",
        "PULUMI_HOME",
        "PULUMI_IGNORE_AMBIENT_PLUGINS",
        "PULUMI_SKIP_UPDATE_CHECK",
    }


def test_without_a_set_up_the_error_names_the_command(cache: Cache) -> None:
    with pytest.raises(EngineError, match=r"python -m tools\.engine setup"):
        environment(cache)


def test_a_lost_binary_is_named(cache: Cache, tmp_path: Path) -> None:
    installation.save(cache, an_installation(tmp_path, "built"))
    (tmp_path / "plugin").unlink()
    with pytest.raises(EngineError, match=f"is missing: {tmp_path / 'plugin'}"):
        environment(cache)


def test_env_prints_lines_that_a_shell_reads_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / "a directory's name"
    odd.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    installation.save(Cache.of_user(), an_installation(odd, "built"))
    assert main(["env"]) == 0
    words = shlex.split(capsys.readouterr().out)
    assert f"PULUMI_HOME={odd / 'home'}" in words


def test_doctor_shows_what_is_used_and_finds_nothing_wrong(cache: Cache, tmp_path: Path) -> None:
    installation.save(cache, an_installation(tmp_path, "built with go1.26"))
    report = examine(cache)
    assert report.problems == ()
    rows = dict(report.rows)
    assert rows["Pulumi CLI"] == f"3.300.0, {tmp_path / 'bin' / 'pulumi'}, built with go1.26"
    assert rows["Python"].endswith(sys.executable)


def test_doctor_says_what_to_do_when_nothing_is_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert main(["doctor"]) == 1
    assert "Problem: The engine is not set up for this checkout and these SDKs. Run: python -m tools.engine setup" in (
        capsys.readouterr().out
    )


def test_doctor_notices_a_cli_that_has_become_too_old(cache: Cache, tmp_path: Path) -> None:
    known = an_installation(tmp_path, "PATH")
    installation.save(cache, known)
    known.cli.command.write_text("#!/bin/sh\necho v3.1.0\n")
    (problem,) = examine(cache).problems
    assert "is now version 3.1.0" in problem
    assert "--refresh" in problem
