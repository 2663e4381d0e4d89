"""HTTPS listeners on 127.0.0.1, all served by one event loop in a background thread."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from simulator.prism.http.certificates import Certificates
from simulator.prism.http.connection import Answering, Connection

_BACKLOG = 512


class Listener:
    """A thread that serves; `ca_bundle` is the PEM file that clients trust; `close()` ends it.

    tls_dir None = a temporary directory.
    """

    def __init__(self, name: str, tls_dir: str | Path | None):
        self._temporary = tempfile.TemporaryDirectory() if tls_dir is None else None
        certificates = Certificates(Path(self._temporary.name if self._temporary else str(tls_dir)))
        self.ca_bundle = str(certificates.ca)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificates.chain, certificates.key)
        self._connections: set[Connection] = set()
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def listen(self, api: Answering, port: int = 0) -> int:
        """Answer requests at a port; returns the port. port 0 = a free one. Raises OSError."""
        return asyncio.run_coroutine_threadsafe(self._listen(api, port), self._loop).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening and drop the connections."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if self._temporary:
            self._temporary.cleanup()

    async def _listen(self, api: Answering, port: int) -> int:
        server = await self._loop.create_server(
            lambda: Connection(api, self._connections), "127.0.0.1", port, ssl=self._context, backlog=_BACKLOG
        )
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for connection in list(self._connections):
            connection.drop()
        # The clean-up callbacks of the transports need turns of the event loop.
        for _ in range(3):
            await asyncio.sleep(0)
