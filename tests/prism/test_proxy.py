"""Proxies are taken from the environment, as requests takes them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest

from prism import UnreachableError
from prism.networking import Vpcs
from tests.prism.conftest import Answer, Stub

FOUND = Answer(data={"extId": "v", "name": "workload"})


@dataclass
class Proxy:
    """A proxy on a free port; ``lets_through`` False answers 403."""

    port: int = 0
    lets_through: bool = True
    asked: list[str] = field(default_factory=list)
    authorized: list[bool] = field(default_factory=list)


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy, and an environment that names none yet."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    noted = Proxy()

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            head = [line.strip().decode() for line in iter(self.rfile.readline, b"\r\n")]
            noted.asked.append(" ".join(head[0].split()[:2]))
            noted.authorized.append(any(line.lower().startswith("proxy-authorization:") for line in head))
            if not noted.lets_through:
                self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                return
            host, _, port = head[0].split()[1].rpartition(":")
            with socket.create_connection((host, int(port))) as upstream:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                back = threading.Thread(target=_pipe, args=(upstream, self.connection))
                back.start()
                _pipe(self.connection, upstream)
                back.join()

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        noted.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield noted
        server.shutdown()
        thread.join()


def _pipe(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def test_a_proxy_of_the_environment_is_used(stub: Stub, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:proxy-secret@127.0.0.1:{proxy.port}")
    stub.script(FOUND)
    client = stub.client()
    assert Vpcs(client).get("v").name == "workload"
    client.close()
    assert proxy.asked == [f"CONNECT {stub.endpoint.removeprefix('https://')}"]
    assert proxy.authorized == [True]


def test_what_no_proxy_names_is_reached_directly(stub: Stub, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    stub.script(FOUND)
    assert Vpcs(stub.client()).get("v").name == "workload"
    assert proxy.asked == []


@pytest.mark.usefixtures("one_try")
def test_a_proxy_that_refuses_is_named_as_the_cause(stub: Stub, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:proxy-secret@127.0.0.1:{proxy.port}")
    proxy.lets_through = False
    with pytest.raises(UnreachableError, match=r"behind a proxy that refused the connection.*HTTPS_PROXY") as caught:
        Vpcs(stub.client()).get("v")
    assert "proxy-secret" not in str(caught.value)
