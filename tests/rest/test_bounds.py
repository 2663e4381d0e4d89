"""What a server sends is read within bounds of size, nesting and time, by both clients."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from requests.auth import HTTPBasicAuth

from nc2_console import Console, ConsoleError, Settings, Timeouts
from prism import Credentials, PrismCentral, PrismError
from prism import Timeouts as PrismTimeouts
from prism.vmm import Vms
from rest import Asked, RestSession
from rest.body import LARGEST
from simulator.prism.http import Certificates
from tests.rest.hostile import Behaviour, answer, hostile


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(Path(tmp_path_factory.mktemp("tls")))


def prism(endpoint: str, certificates: Certificates, call: float = 30) -> str:
    """What Prism Central's client says of the server."""
    timeouts = PrismTimeouts(connect=10, read=30, call=call)
    client = PrismCentral(
        endpoint, Credentials("admin", "hush-hush"), ca_bundle=str(certificates.ca), timeouts=timeouts, rate_limit=10000
    )
    with pytest.raises(PrismError) as caught:
        list(Vms(client).list())
    return str(caught.value)


def console(endpoint: str, certificates: Certificates, call: float = 30) -> str:
    """What the NC2 console's client says of the server."""
    settings = Settings(endpoint, "id", "issuer", None, None, str(certificates.ca), "hush-hush")
    with pytest.raises(ConsoleError) as caught:
        Console(settings, Timeouts(connect=10, read=30, call=call)).clusters.list()
    return str(caught.value)


BOTH = pytest.mark.parametrize("said", [prism, console], ids=["Prism Central", "NC2 console"])
Said = Callable[..., str]


def sends(*parts: bytes) -> Behaviour:
    """Sends this at every request."""

    def send(connection: ssl.SSLSocket, head: str) -> None:
        for part in parts:
            connection.sendall(part)

    return send


@BOTH
def test_an_answer_larger_than_any_is_given_up_before_it_fills_the_memory(
    certificates: Certificates, said: Said
) -> None:
    chunks = (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"100000\r\n" + b" " * 2**20 + b"\r\n"] * 64)
    with hostile(certificates, sends(*chunks)) as endpoint:
        assert "sent an answer of more than 16 MiB, tried once" in said(endpoint, certificates)


@pytest.mark.slow
@BOTH
def test_an_answer_that_inflates_beyond_bounds_is_given_up(certificates: Certificates, said: Said) -> None:
    bomb = gzip.compress(b" " * 2**27)
    with hostile(certificates, sends(answer(bomb, "Content-Encoding: gzip"))) as endpoint:
        tracemalloc.start()
        text = said(endpoint, certificates)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert "sent an answer of more than 16 MiB, tried once" in text
    assert most < 4 * LARGEST


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "gzip"])
def test_an_encoding_that_nobody_asked_for_or_that_is_none_ends_with_a_sentence(
    certificates: Certificates, encoding: str
) -> None:
    with hostile(certificates, sends(answer(b"{}", f"Content-Encoding: {encoding}"))) as endpoint:
        assert "sent an answer " in prism(endpoint, certificates)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_an_encoded_answer_is_read(certificates: Certificates, encoding: str) -> None:
    plain = b'{"a": 1}'
    body = gzip.compress(plain) if encoding == "gzip" else zlib.compress(plain)
    with hostile(certificates, sends(answer(body, f"Content-Encoding: {encoding}"))) as endpoint:
        session = RestSession(endpoint, Timeouts(), HTTPBasicAuth("a", "b"), str(certificates.ca))
        outcome, tries = session.exchange(Asked("GET", "/"))
    assert isinstance(outcome, requests.Response)
    assert (outcome.json(), tries) == ({"a": 1}, 1)


@BOTH
@pytest.mark.parametrize("deep", [900, 200_000])
def test_json_that_is_nested_too_deep_ends_with_a_sentence(certificates: Certificates, said: Said, deep: int) -> None:
    body = b'{"data": [{"extId": "v", "id": "v", "region": "r", "name": ' + b"[" * deep + b"]" * deep + b"}]}"
    with hostile(certificates, sends(answer(body))) as endpoint:
        assert said(endpoint, certificates).startswith("Could not ")


@pytest.mark.slow
@BOTH
def test_a_body_that_drips_ends_with_the_call_s_deadline(certificates: Certificates, said: Said) -> None:
    def drip(connection: ssl.SSLSocket, head: str) -> None:
        connection.sendall(answer(b"{", length=1000))
        for _ in range(100):
            time.sleep(0.05)
            connection.sendall(b" ")

    began = time.monotonic()
    with hostile(certificates, drip) as endpoint:
        assert "began an answer and did not end it in time" in said(endpoint, certificates, 1)
    assert time.monotonic() - began < 4


@pytest.mark.slow
@BOTH
def test_a_head_that_drips_ends_with_the_call_s_deadline(certificates: Certificates, said: Said) -> None:
    def drip(connection: ssl.SSLSocket, head: str) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 90:
            time.sleep(0.05)
            connection.sendall(bytes([byte]))

    began = time.monotonic()
    with hostile(certificates, drip) as endpoint:
        assert "sent no answer within" in said(endpoint, certificates, 1)
    assert time.monotonic() - began < 4


@BOTH
def test_a_server_of_old_tls_is_told_as_such(certificates: Certificates, said: Said) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_refuse_the_version, args=(listener,), daemon=True)
        thread.start()
        text = said(f"https://127.0.0.1:{listener.getsockname()[1]}", certificates)
        thread.join(5)
    assert "offers only TLS 1.0 or 1.1, which is refused, tried once. Enable TLS 1.2 or 1.3" in text


def _refuse_the_version(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(4096)
        # A record of TLS 1.0: fatal alert 70, protocol_version.
        connection.sendall(bytes([21, 3, 1, 0, 2, 2, 70]))
        connection.recv(4096)


@BOTH
def test_neither_cookie_nor_credential_is_shown_where_the_server_repeats_the_request(
    certificates: Certificates, said: Said
) -> None:
    def repeat(connection: ssl.SSLSocket, head: str) -> None:
        if head.startswith("OPTIONS"):
            connection.sendall(answer(b'{"data": "v4.4"}', "Set-Cookie: NTNX_IGW_SESSION=sweet-secret; Path=/; Secure"))
            return
        said = head.replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", " | ")
        faults = f'[{{"message": "{said}", "detail": "{said}"}}]'
        body = f'{{"data": {{"error": {faults}}}, "errors": {faults}}}'
        connection.sendall(answer(body.encode(), "Set-Cookie: other=sour-secret", status="400 Bad Request"))

    with hostile(certificates, repeat) as endpoint:
        text = said(endpoint, certificates)
    assert "GET /api" in text
    for secret in ("sweet-secret", "sour-secret", "hush-hush", "YWRtaW46aHVzaC1odXNo", "eyJ"):
        assert secret not in text
