"""Whose certificate is trusted is found out before the first request."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture
def handshakes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The outcome of each handshake that the check makes: "trusted" or the class of its error."""
    seen: list[str] = []
    honest = ssl.SSLContext.wrap_socket

    def noted(context: ssl.SSLContext, connection: socket.socket, **options: Any) -> ssl.SSLSocket:
        try:
            made = honest(context, connection, **options)
        except OSError as error:
            seen.append(type(error).__name__)
            raise
        seen.append("trusted")
        return made

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", noted)
    return seen


def test_the_right_authority_is_trusted(running: Running, handshakes: list[str]) -> None:
    check_environment(environment(running, str(running.ca_bundle)))
    assert handshakes == ["trusted"]


def test_a_wrong_authority_is_told_by_name_and_with_the_way_out(running: Running, tmp_path: Path) -> None:
    with (
        serve(World([SiteSpec("elsewhere", "eu-west-1")]), tmp_path) as other,
        pytest.raises(ConfigurationError) as caught,
    ):
        check_environment(environment(running, str(other.ca_bundle)))
    assert str(other.ca_bundle) in str(caught.value)
    assert "Set PRISM_CA_BUNDLE" in str(caught.value)
    assert "hush-hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (10, "has expired. Renew it. In a disaster, PRISM_TLS_VERIFY=false turns the check off."),
        (9, "is not valid yet. Check the clock of this machine."),
    ],
    ids=["expired", "not valid yet"],
)
def test_a_certificate_out_of_its_time_says_what_to_do(
    running: Running, monkeypatch: pytest.MonkeyPatch, code: int, says: str
) -> None:
    def refuse(context: ssl.SSLContext, connection: socket.socket, **options: Any) -> ssl.SSLSocket:
        error = ssl.SSLCertVerificationError("certificate verify failed")
        error.verify_code, error.verify_message = code, "told by OpenSSL"
        raise error

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refuse)
    with pytest.raises(ConfigurationError) as caught:
        check_environment(environment(running, str(running.ca_bundle)))
    assert str(caught.value) == f"The certificate of {running.endpoints['here']} {says}"


def test_an_opt_out_asks_for_no_certificate(running: Running, tmp_path: Path, handshakes: list[str]) -> None:
    with serve(World([SiteSpec("elsewhere", "eu-west-1")]), tmp_path) as other:
        check_environment({**environment(running, str(other.ca_bundle)), "PRISM_TLS_VERIFY": "false"})
    assert handshakes == []


def test_one_that_does_not_answer_is_left_to_the_first_request(running: Running, handshakes: list[str]) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        endpoint = f"https://127.0.0.1:{closed.getsockname()[1]}"
        check_environment({**environment(running, str(running.ca_bundle)), "PRISM_ENDPOINT": endpoint})
    assert handshakes == []
