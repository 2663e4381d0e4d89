"""As little HTTPS as the tests need: `requests` would take more time than the simulator does."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Reply:
    """A reply; header names have no case."""

    status_code: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Connection:
    """A kept-alive connection to one site; begun again after it was lost. Raises ConnectionError and TimeoutError."""

    def __init__(self, endpoint: str, ca_bundle: str):
        self._host = endpoint.removeprefix("https://")
        self._context = _context(ca_bundle)
        self._connection: http.client.HTTPSConnection | None = None

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def request(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str], timeout: float
    ) -> Reply:
        if self._connection is None:
            self._connection = http.client.HTTPSConnection(self._host, context=self._context, timeout=timeout)
        elif self._connection.sock:
            self._connection.sock.settimeout(timeout)
        try:
            self._connection.request(method, path, content, dict(headers))
            reply = self._connection.getresponse()
            return Reply(reply.status, reply.headers, reply.read())
        except BaseException:
            self.close()
            raise


@cache
def _context(ca_bundle: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_bundle)
