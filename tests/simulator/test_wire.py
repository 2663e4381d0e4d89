"""What the official Go client (Terraform's) needs of the bytes themselves; it panics, or sees nothing, without it."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from simulator import Running, World
from simulator.prism.http import Api, Connection
from tests.simulator.conftest import SITES
from tests.simulator.harness import (
    CATEGORIES,
    CLUSTERS,
    DOMAIN_MANAGERS,
    FLOATING_IPS,
    SUBNETS,
    TASKS,
    VMS,
    VPCS,
    Prism,
)

_TYPES = {
    VPCS: ("networking.v4.config.ListVpcsApiResponse", "networking.v4.config.Vpc"),
    SUBNETS: ("networking.v4.config.ListSubnetsApiResponse", "networking.v4.config.Subnet"),
    DOMAIN_MANAGERS: ("prism.v4.config.ListDomainManagerApiResponse", "prism.v4.config.DomainManager"),
    CLUSTERS: ("clustermgmt.v4.config.ListClustersApiResponse", "clustermgmt.v4.config.Cluster"),
}


class Recorder(asyncio.Transport):
    """A transport that keeps what is written to it, write by write."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self.writes.append(bytes(data))

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("path", "types"), _TYPES.items(), ids=[path.rsplit("/", 1)[-1] for path in _TYPES])
def test_lists_and_their_items_bear_the_exact_object_types(tokyo: Prism, path: str, types: tuple[str, str]) -> None:
    body = tokyo.request("GET", path).json()
    assert (body["$objectType"], body["data"][0]["$objectType"]) == types


def test_reserved_stands_at_the_top_and_in_the_data(tokyo: Prism) -> None:
    body = tokyo.request("GET", f"{VPCS}/{tokyo.named(VPCS, 'transit-vpc')['extId']}").json()
    assert isinstance(body["$reserved"], dict)
    assert isinstance(body["data"]["$reserved"], dict)


def test_task_reference_has_the_prefix_and_both_reserved(tokyo: Prism) -> None:
    body = tokyo.request("POST", VPCS, {"name": "x"}).json()
    assert body["$objectType"] == "networking.v4.config.TaskReferenceApiResponse"
    assert body["data"]["$objectType"] == "prism.v4.config.TaskReference"
    assert body["data"]["extId"].startswith("ZXJnb24=:")
    assert isinstance(body["$reserved"], dict)
    assert isinstance(body["data"]["$reserved"], dict)


@pytest.mark.parametrize("path", [VMS, FLOATING_IPS, CATEGORIES])
def test_empty_list_leaves_data_out(tokyo: Prism, path: str) -> None:
    body = tokyo.request("GET", path).json()
    assert "data" not in body
    assert {flag["name"]: flag["value"] for flag in body["metadata"]["flags"]}["hasError"] is False


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        pytest.param("GET", f"{VPCS}/00000000-0000-4000-8000-000000000000", None, {}, id="not found"),
        pytest.param("GET", "/api/networking/v4.0/config/nothing", None, {}, id="no such path"),
        pytest.param("GET", VPCS, None, {"Authorization": "Basic eDp5"}, id="not authenticated"),
        pytest.param("POST", VMS, {"name": "x"}, {"NTNX-Request-Id": ""}, id="schema"),
    ],
)
def test_error_reply_is_never_empty(tokyo: Prism, method: str, path: str, body: Any, headers: dict[str, str]) -> None:
    if "Authorization" in headers:
        tokyo.credentials.clear()
    reply = tokyo.request(method, path, body, headers=headers)
    error = reply.json()["data"]["error"]
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.json()["data"]["$objectType"].endswith(".v4.error.ErrorResponse")
    assert error if isinstance(error, list) else error["validationErrorMessages"]


def test_failed_task_has_an_error_message(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "task-failed", "method": "POST", "path": "*/vpcs", "message": "No."})
    task_id = tokyo.request("POST", VPCS, {"name": "x"}).json()["data"]["extId"]
    task = tokyo.get(f"{TASKS}/{task_id}")
    assert (task["status"], task["errorMessages"][0]["message"]) == ("FAILED", "No.")
    assert isinstance(task["progressPercentage"], int)


def test_floating_ip_is_found_by_the_filter_with_two_spaces(tokyo: Prism) -> None:
    tokyo.create(FLOATING_IPS, {"name": "one"})
    tokyo.create(FLOATING_IPS, {"name": "two"})
    (found,) = tokyo.list(FLOATING_IPS, filter="name eq  'two'")
    assert (found["name"], found["associationStatus"]) == ("two", "NOT_ASSOCIATED")


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "POST"])
def test_reply_goes_out_in_one_write(method: str) -> None:
    site = World(SITES).site("tokyo")
    recorder, connection = Recorder(), Connection(Api(site), set())
    connection.connection_made(recorder)
    key = site.world.api_key
    path = "/api/networking/unversioned/info" if method == "OPTIONS" else VPCS
    body = json.dumps({"name": "x"}) if method == "POST" else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nX-ntnx-api-key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.data_received((head + body).encode())
    (written,) = recorder.writes
    assert written.startswith(b"HTTP/1.1 20")
    assert written.endswith(b"}")


class Tls:
    """A TLS client that sees the records: how many of them a reply came in."""

    def __init__(self, running: Running):
        self._host, port = running.endpoints["tokyo"].removeprefix("https://").split(":")
        self._key = running.api_key
        self._socket = socket.create_connection((self._host, int(port)), timeout=5)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = ssl.create_default_context(cafile=running.ca_bundle)
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=self._host)
        self._exchange(self._tls.do_handshake)

    def close(self) -> None:
        self._socket.close()

    def ask(self, path: str) -> tuple[int, bytes]:
        """The number of records of the reply, and the reply."""
        self._tls.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nX-ntnx-api-key: {self._key}\r\n\r\n".encode())
        raw, reply = b"", b""
        while not _whole(reply):
            raw += self._exchange(lambda: None, receive=True)
            with suppress(ssl.SSLWantReadError):
                while True:
                    reply += self._tls.read(1 << 16)
        records, at = 0, 0
        while at < len(raw):
            at += 5 + int.from_bytes(raw[at + 3 : at + 5], "big")
            records += 1
        return records, reply

    def _exchange(self, step: Callable[[], None], *, receive: bool = False) -> bytes:
        received = b""
        while True:
            try:
                step()
            except ssl.SSLWantReadError:
                receive = True
            if self._out.pending:
                self._socket.sendall(self._out.read())
            if not receive:
                return received
            chunk = self._socket.recv(1 << 16)
            assert chunk, "the connection ended"
            self._in.write(chunk)
            received, receive = received + chunk, False


def _whole(reply: bytes) -> bool:
    head, found, body = reply.partition(b"\r\n\r\n")
    return bool(found) and f"Content-Length: {len(body)}".encode() in head


def test_reply_is_one_tls_record(served: Callable[..., Running]) -> None:
    client = Tls(served())
    # What comes with the first reply may hold the session tickets of TLS 1.3, which are records too.
    client.ask(DOMAIN_MANAGERS)
    records, reply = client.ask(DOMAIN_MANAGERS)
    client.close()
    assert reply.startswith(b"HTTP/1.1 200")
    assert records == 1
