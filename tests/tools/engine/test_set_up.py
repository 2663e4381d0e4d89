"""Set-up remembers what it chose, notices what is gone, and reconsiders only when told to."""

from pathlib import Path

import pytest

from tools.engine import (
    Cache,
    NothingWorked,
    aws_plugin,
    cli,
    go_build,
    installation,
    official,
    set_up,
    terraform_provider,
)
from tools.engine.aws_plugin import AwsPlugin
from tools.engine.cli import Cli
from tools.engine.errors import EngineError
from tools.engine.sources import Source


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replaces the real sources by files; the list tells what was asked for."""
    asked: list[str] = []

    def a_cli() -> Cli:
        asked.append("cli")
        (tmp_path / "pulumi").touch()
        return Cli(tmp_path / "pulumi", "3.300.0", "PATH")

    def a_plugin() -> AwsPlugin:
        asked.append("plugin")
        (tmp_path / "plugin").touch()
        return AwsPlugin(tmp_path / "plugin", "7.0.0", "Pulumi", tmp_path)

    def nothing() -> Cli:
        raise EngineError("there is none")

    monkeypatch.setattr(cli, "sources", lambda cache: [Source("a", nothing, ""), Source("b", a_cli, "")])
    monkeypatch.setattr(aws_plugin, "sources", lambda cache, cli: [Source("c", a_plugin, "")])
    return asked


def quiet(line: str) -> None:
    """Takes what set-up tells and forgets it."""


def test_a_second_set_up_asks_no_source_again(cache: Cache, chosen: list[str]) -> None:
    first = set_up(cache, quiet)
    assert set_up(cache, quiet) == first
    assert chosen == ["cli", "plugin"]
    assert [refusal.reason for refusal in first.refusals] == ["there is none"]


def test_refresh_asks_the_sources_again(cache: Cache, chosen: list[str]) -> None:
    set_up(cache, quiet)
    set_up(cache, quiet, refresh=True)
    assert chosen == ["cli", "plugin"] * 2


def test_a_file_that_is_gone_makes_set_up_choose_again(cache: Cache, chosen: list[str], tmp_path: Path) -> None:
    set_up(cache, quiet)
    (tmp_path / "plugin").unlink()
    set_up(cache, quiet)
    assert chosen == ["cli", "plugin"] * 2


def test_a_record_that_cannot_be_read_counts_as_none(cache: Cache, chosen: list[str]) -> None:
    set_up(cache, quiet)
    for record in (cache.root / "installations").iterdir():
        record.write_text('{"cli": 1}')
    assert installation.load(cache) is None
    set_up(cache, quiet)
    assert installation.load(cache) is not None


def test_with_no_cli_no_network_no_go_and_no_provider_the_error_says_what_to_install(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(official, "network_problem", lambda: "Name or service not known")
    with pytest.raises(NothingWorked) as raised:
        set_up(cache, quiet)
    text = str(raised.value)
    assert "1. a pulumi command on PATH: there is none." in text
    assert "2. the official installer: https://get.pulumi.com cannot be reached (Name or service not known)." in text
    assert "3. a build from Go modules: there is no go command on PATH." in text
    for remedy in ("install Pulumi", official.REMEDY, go_build.REMEDY):
        assert remedy in text


def test_a_missing_terraform_provider_is_told_with_the_way_to_get_one(cache: Cache) -> None:
    with pytest.raises(EngineError, match=r"hold no provider hashicorp/aws 5\.x or 6\.x"):
        aws_plugin.from_terraform(cache, [])
    sources = aws_plugin.sources(cache, Cli(Path("pulumi"), "3.300.0", "PATH"))
    assert terraform_provider.REMEDY in sources[-1].remedy


def test_an_exported_home_that_set_up_made_is_not_taken_for_the_users(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    binary = Path("plugins", "resource-aws-v7.0.0", "pulumi-resource-aws")
    ours, theirs = cache.root / "home" / "x", tmp_path / "theirs"
    for home in (ours, theirs):
        (home / binary).parent.mkdir(parents=True)
        (home / binary).touch()
    monkeypatch.setattr(aws_plugin, "installed", lambda package: "7.0.0")
    monkeypatch.setattr(official, "network_problem", lambda: "closed")
    monkeypatch.setenv("HOME", str(tmp_path))
    pulumi = Cli(Path("pulumi"), "3.300.0", "PATH")
    monkeypatch.setenv("PULUMI_HOME", str(theirs))
    assert aws_plugin.from_pulumi(cache, pulumi).binary == theirs / binary
    monkeypatch.setenv("PULUMI_HOME", str(ours))
    with pytest.raises(EngineError, match="cannot be reached"):
        aws_plugin.from_pulumi(cache, pulumi)
