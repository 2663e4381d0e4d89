"""Whose certificate is trusted is found out before the first request."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from prism import ConfigurationError, check_environment
from simulator import Running, SiteSpec, World, serve

CREDENTIALS = {"PRISM_USERNAME": "admin", "PRISM_PASSWORD": "hush-hush"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serve(World([SiteSpec("here", "eu-west-1")]), tmp_path_factory.mktemp("tls")) as running:
        yield running


def environment(running: Running, ca_bundle: str) -> dict[str, str]:
    return {**CREDENTIALS, "PRISM_ENDPOINT": running.endpoints["here"], "PRISM_CA_BUNDLE": ca_bundle}


def test_the_right_authority_is_trusted(running: Running) -> None:
    check_environment(environment(running, str(running.ca_bundle)))


def test_a_wrong_authority_is_told_by_name_and_with_the_way_out(running: Running, tmp_path: Path) -> None:
    with (
        serve(World([SiteSpec("elsewhere", "eu-west-1")]), tmp_path) as other,
        pytest.raises(ConfigurationError) as caught,
    ):
        check_environment(environment(running, str(other.ca_bundle)))
    assert str(other.ca_bundle) in str(caught.value)
    assert "Set PRISM_CA_BUNDLE" in str(caught.value)
    assert "hush-hush" not in str(caught.value)


def test_an_opt_out_asks_for_no_certificate(running: Running, tmp_path: Path) -> None:
    with serve(World([SiteSpec("elsewhere", "eu-west-1")]), tmp_path) as other:
        check_environment({**environment(running, str(other.ca_bundle)), "PRISM_TLS_VERIFY": "false"})


def test_one_that_does_not_answer_is_left_to_the_first_request(running: Running) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        endpoint = f"https://127.0.0.1:{closed.getsockname()[1]}"
        check_environment({**environment(running, str(running.ca_bundle)), "PRISM_ENDPOINT": endpoint})
