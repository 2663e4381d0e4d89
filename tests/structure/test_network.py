"""The network is off: whatever goes beyond this machine fails."""

from __future__ import annotations

import socket
import urllib.request
from pathlib import Path

import pytest

from tests.network import NetworkForbidden, is_local, take_forbidden


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", "", None, b"127.0.0.1"])
def test_this_machine_is_local(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.com", "localhost.example.com", b"example.com"])
def test_another_machine_is_not(host: object) -> None:
    assert not is_local(host)


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as connection, pytest.raises(NetworkForbidden, match=r"connect to 192\.0\.2\.1:443"):
        connection.connect(("192.0.2.1", 443))
    with socket.socket() as connection, pytest.raises(NetworkForbidden, match=r"connect to 192\.0\.2\.1:443"):
        connection.connect_ex(("192.0.2.1", 443))
    assert len(take_forbidden()) == 2


def test_a_look_up_is_refused_even_where_the_code_would_swallow_it() -> None:
    with pytest.raises(NetworkForbidden, match=r"look up example\.com"):
        urllib.request.urlopen("http://example.com", timeout=1)
    with pytest.raises(NetworkForbidden, match=r"look up example\.com"):
        socket.gethostbyname("example.com")
    assert take_forbidden() == ["look up example.com", "look up example.com"]


def test_a_name_under_invalid_is_unknown_without_a_look_up() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("prism.invalid", 9440)
    assert take_forbidden() == []


def test_this_machine_and_unix_sockets_are_reached(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]) as there:
        assert there.getpeername() == server.getsockname()
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)
        assert client.getpeername() == path
