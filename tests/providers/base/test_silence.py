"""A Prism Central that does not answer is told in one line for a run, and is waited for once."""

from __future__ import annotations

import time

import pytest

from prism import ConfigurationError, UnreachableError
from prism.networking import Vpcs
from providers.base import PREVIEW, central, forget_clients, tell_silence


@pytest.fixture(autouse=True)
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"PRISM_ENDPOINT": "https://127.0.0.1:9", "PRISM_USERNAME": "admin", "PRISM_PASSWORD": "hush"}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    forget_clients()


def test_it_is_told_once_with_what_is_missing(said: list[str]) -> None:
    for what in ("list VPC", "list VM", "list plan"):
        tell_silence(UnreachableError(f"Could not {what}: https://127.0.0.1:9 refused the connection."))
    (line,) = said
    assert line.startswith("Could not list VPC: https://127.0.0.1:9 refused the connection. What this run would only")
    assert "stale copies that run" in line


def test_another_site_and_another_run_are_told_again(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    tell_silence(UnreachableError("first"))
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:10")
    tell_silence(UnreachableError("second"))
    forget_clients()
    tell_silence(UnreachableError("third"))
    assert [line.partition(" ")[0] for line in said] == ["first", "second", "third"]


def test_other_errors_are_told_as_they_are(said: list[str]) -> None:
    for _ in range(2):
        tell_silence(ConfigurationError("PRISM_ENDPOINT is wrong."))
    assert said == ["PRISM_ENDPOINT is wrong."] * 2


@pytest.mark.slow
def test_one_look_finds_out_and_the_next_ones_do_not_wait() -> None:
    with pytest.raises(UnreachableError):
        list(Vpcs(central(PREVIEW)).list())
    started = time.monotonic()
    for _ in range(5):
        with pytest.raises(UnreachableError, match="refused the connection"):
            list(Vpcs(central(PREVIEW)).list())
    assert time.monotonic() - started < 1
