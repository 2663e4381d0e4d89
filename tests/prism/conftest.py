"""A stub of Prism Central that answers what a test tells it to, over real HTTPS."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from prism import Credentials, PrismCentral, Timeouts
from simulator.prism.http import Certificates


@dataclass
class Answer:
    """What to answer: a body (JSON, or raw bytes), or an accident: "reset" or "hang"."""

    status: int = 200
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    accident: str = ""

    def payload(self) -> bytes:
        """The bytes of the body."""
        if self.raw is not None:
            return self.raw
        return b"" if self.data is None else json.dumps({"data": self.data, "metadata": {}}).encode()


@dataclass
class Seen:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Stub:
    """Scripted answers, one a request; the last one stays. ``OPTIONS`` is answered with ``version`` on its
    own."""

    endpoint: str = ""
    ca_bundle: str = ""
    version: Any = "v4.4"
    answers: list[Answer] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def script(self, *answers: Answer) -> None:
        """Sets what comes next."""
        self.answers = list(answers)

    def client(self, credentials: Credentials | None = None, **more: Any) -> PrismCentral:
        """A client of the stub. Its timeouts are long: on a busy machine, a short one ends a test that is right."""
        timeouts = more.pop("timeouts", Timeouts(connect=30, read=30, call=60, task=60))
        given = credentials or Credentials("admin", "hush-hush")
        options = {"ca_bundle": self.ca_bundle, "rate_limit": 10000, **more}
        return PrismCentral(self.endpoint, given, timeouts=timeouts, **options)

    def take(self) -> Answer:
        """The next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def calls(self) -> list[Seen]:
        """The requests seen, version negotiation left out."""
        return [request for request in self.seen if request.method != "OPTIONS"]


class _Handler(BaseHTTPRequestHandler):
    """Answers what the stub's script says."""

    stub: Stub

    protocol_version = "HTTP/1.1"
    # Headers and body in one packet: two would wait for each other's acknowledgement.
    wbufsize = 65536

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.stub.seen.append(Seen(self.command, self.path, dict(self.headers), body))
        if self.command == "OPTIONS" and self.stub.version is not None:
            self.reply(Answer(data=self.stub.version))
        else:
            self.reply(self.stub.take())

    def reply(self, answer: Answer) -> None:
        if answer.accident == "hang":
            self.stub.released.wait(5)
        if answer.accident:
            # With this option, close sends a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        payload = answer.payload()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = answer

    def log_message(self, format: str, *args: Any) -> None:
        return

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            return


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A CA and a certificate for 127.0.0.1."""
    return Certificates(Path(tmp_path_factory.mktemp("tls")))


@pytest.fixture
def stub(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    """A stub on a free port; retries and polls hardly pause."""
    retries, looks = ("rest.failure.FIRST_PAUSE", "rest.failure.LONGEST_PAUSE"), ("FIRST_PAUSE", "LONGEST_PAUSE")
    for name in (*retries, *(f"prism.waiting.{look}" for look in looks), "prism.contention.LONGEST_WAIT"):
        monkeypatch.setattr(name, 0.01)
    stub = Stub(ca_bundle=str(certificates.ca))
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"stub": stub}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.chain, certificates.key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    stub.endpoint = f"https://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield stub
    stub.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def one_try(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client gives up after its first try, without a short deadline that a busy machine would miss."""
    for name in ("rest.failure.FIRST_PAUSE", "rest.failure.LONGEST_PAUSE"):
        monkeypatch.setattr(name, 1000.0)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what these tests are about."""


TASK = "ZXJnb24=:11111111-1111-4111-8111-111111111111"


def task_reference() -> Answer:
    """The answer to a write that takes its time."""
    return Answer(202, {"$objectType": "prism.v4.config.TaskReference", "extId": TASK})


def task(status: str, **more: Any) -> Answer:
    """A look at that task."""
    return Answer(data={"$objectType": "prism.v4.config.Task", "extId": TASK, "status": status, **more})


def made(rel: str, ext_id: str = "new") -> Answer:
    """The task has ended well and made this."""
    return task("SUCCEEDED", entitiesAffected=[{"rel": rel, "extId": ext_id}])
