"""No test speaks to another machine: connections to 127.0.0.1, ::1 and Unix sockets alone, and no look-up of a name.

A forbidden call raises `NetworkForbidden`. The test fails even if the code under test catches that error. Names under
`.invalid` are answered as unknown, as RFC 2606 promises, so that a test may use one. Processes that a test starts are
not guarded.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any

import pytest

LOCAL_NAMES = ("", "localhost", "0.0.0.0", "::")
_forbidden: list[str] = []


class NetworkForbidden(Exception):
    """A test tried to reach another machine, or to look up its name."""


def is_local(host: object) -> bool:
    """Whether the host is this machine and needs no look-up."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in LOCAL_NAMES:
        return True
    try:
        return ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _refuse(what: str) -> NetworkForbidden:
    _forbidden.append(what)
    return NetworkForbidden(f"{what}: tests may reach 127.0.0.1, ::1 and Unix sockets only.")


def _connecting(honest: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(connection: socket.socket, address: Any) -> Any:
        if connection.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            raise _refuse(f"connect to {address[0]}:{address[1]}")
        return honest(connection, address)

    return guarded


def _looking_up(honest: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *more: Any, **options: Any) -> Any:
        if str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not is_local(host) and not _is_address(host):
            raise _refuse(f"look up {host}")
        return honest(host, *more, **options)

    return guarded


def _is_address(host: Any) -> bool:
    try:
        return bool(ip_address(host.decode() if isinstance(host, bytes) else host))
    except ValueError:
        return False


def pytest_configure() -> None:
    """Guards the sockets of this process, workers of xdist included, before a test module is imported."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _connecting(getattr(socket.socket, name)))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _looking_up(getattr(socket, name)))


@pytest.fixture(autouse=True)
def _network_is_off() -> Iterator[None]:
    """Fails the test that tried to reach another machine, whatever became of the error."""
    _forbidden.clear()
    yield
    assert not _forbidden, f"the network is off in tests: {', '.join(_forbidden)}"


def take_forbidden() -> list[str]:
    """What was refused in this test so far, and is excused by asking."""
    found = list(_forbidden)
    _forbidden.clear()
    return found
