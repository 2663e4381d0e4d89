"""A CLI on PATH is used only when it is new enough and can run Python programs."""

from pathlib import Path

import pytest

from tools.engine import Cache, cli
from tools.engine.errors import EngineError
from tools.engine.versions import CLI_MODULE, MINIMUM_CLI, ordering, required_by_go_mod


def command(directory: Path, name: str, says: str = "") -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / name
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)
    return path


def with_hosts(directory: Path) -> None:
    command(directory, "pulumi-language-python")
    command(directory, "pulumi-resource-pulumi-python")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only directory on PATH that may hold a pulumi."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}:/bin")
    return tmp_path / "path"


def test_a_new_enough_cli_with_its_hosts_is_used(path: Path, cache: Cache) -> None:
    pulumi = command(path, "pulumi", "v3.300.1")
    with_hosts(path)
    assert cli.on_path(cache) == cli.Cli(pulumi, "3.300.1", "PATH")


def test_no_cli_is_told(path: Path, cache: Cache) -> None:
    with pytest.raises(EngineError, match="there is none"):
        cli.on_path(cache)


def test_an_old_cli_is_refused_with_both_versions(path: Path, cache: Cache) -> None:
    command(path, "pulumi", "v3.99.0")
    with_hosts(path)
    with pytest.raises(EngineError, match=rf"is version 3\.99\.0, and {MINIMUM_CLI} or later is needed"):
        cli.on_path(cache)


def test_a_cli_without_a_python_language_host_is_refused(path: Path, cache: Cache) -> None:
    command(path, "pulumi", "v3.300.1")
    with pytest.raises(EngineError, match="has no pulumi-language-python beside it or on PATH"):
        cli.on_path(cache)


def test_the_cli_that_set_up_itself_put_on_path_is_not_taken_for_the_users(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = cache.root / "built" / "cli"
    command(ours, "pulumi", "v3.300.1")
    with_hosts(ours)
    monkeypatch.setenv("PATH", f"{ours}:/bin")
    with pytest.raises(EngineError, match="there is none"):
        cli.on_path(cache)


def test_the_sources_are_asked_from_the_users_own_to_a_build(cache: Cache) -> None:
    names = [source.name for source in cli.sources(cache)]
    assert names == ["a pulumi command on PATH", "the official installer", "a build from Go modules"]


def test_the_cli_that_would_be_built_satisfies_the_minimum() -> None:
    assert ordering(required_by_go_mod(CLI_MODULE)) >= ordering(MINIMUM_CLI)


@pytest.mark.parametrize(
    ("older", "newer"), [("3.9.0", "3.220.0"), ("v3.219.9", "3.220"), ("5.100.0-rc1", "5.100.1"), ("3", "3.0.1")]
)
def test_versions_are_ordered_by_number(older: str, newer: str) -> None:
    assert ordering(older) < ordering(newer)
