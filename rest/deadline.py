"""The deadline of a call holds for each byte of its answer.

A timeout of a socket counts from byte to byte, so a server that sends one byte per second would never be given up.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.util.ssl_ import create_urllib3_context


class _Call(threading.local):
    """The deadline of this thread's call, by the monotonic clock."""

    deadline = float("inf")


_CALL = _Call()


@contextmanager
def until(deadline: float) -> Iterator[None]:
    """Within it, this thread's connections of ``BoundedAdapter`` raise TimeoutError after the deadline."""
    _CALL.deadline = deadline
    try:
        yield
    finally:
        _CALL.deadline = float("inf")


class _Socket(ssl.SSLSocket):
    """Waits for no byte longer than the call of its thread may take."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        left = _CALL.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time of the call is over")
        idle = self.gettimeout()
        if left == float("inf") or (idle is not None and idle <= left):
            return super().recv_into(*args, **kwargs)
        self.settimeout(left)
        try:
            return super().recv_into(*args, **kwargs)
        finally:
            self.settimeout(idle)


class BoundedAdapter(HTTPAdapter):
    """HTTPS connections that keep the deadline of ``until``. ``verify`` is whether certificates are checked."""

    def __init__(self, connections: int, *, verify: bool) -> None:
        self._context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED if verify else ssl.CERT_NONE)
        self._context.sslsocket_class = _Socket
        super().__init__(pool_maxsize=connections)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=self._context)
