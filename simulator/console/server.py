"""The socket: one HTTPS listener on 127.0.0.1, its event loop in a background thread."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from simulator.console.api import ConsoleApi
from simulator.console.estate import Estate
from simulator.prism.http import Certificates, Connection


def serve(estate: Estate, tls_dir: str | Path | None = None, port: int = 0) -> Running:
    """Start serving; the result is a context manager. tls_dir None = a temporary directory."""
    return Running(estate, tls_dir, port)


class Running:
    """An estate being served: `endpoint`, `ca_bundle`, `api_key`, `key_id`; `close()` ends it."""

    def __init__(self, estate: Estate, tls_dir: str | Path | None, port: int) -> None:
        self.estate, self.api_key, self.key_id = estate, estate.api_key, estate.key_id
        self._temporary = tempfile.TemporaryDirectory() if tls_dir is None else None
        certificates = Certificates(Path(self._temporary.name if self._temporary else str(tls_dir)))
        self.ca_bundle = str(certificates.ca)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificates.chain, certificates.key)
        self._connections: set[Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="nc2-console", daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(port), self._loop).result()
        self.endpoint = f"https://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def environment(self) -> dict[str, str]:
        """What to set to work against it."""
        return {
            "NC2_CONSOLE_ENDPOINT": self.endpoint,
            "NC2_API_KEY": self.api_key,
            "NC2_KEY_ID": self.key_id,
            "NC2_CA_BUNDLE": self.ca_bundle,
        }

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

    async def _listen(self, port: int) -> asyncio.Server:
        # A Connection needs of an Api only that it handles requests.
        api = ConsoleApi(self.estate)
        return await self._loop.create_server(
            lambda: Connection(api, self._connections),
            "127.0.0.1",
            port,
            ssl=self._context,
        )

    async def _stop(self) -> None:
        self._server.close()
        for connection in list(self._connections):
            connection.drop()
        # A turn of the loop each for the transports' own clean-up callbacks.
        for _ in range(3):
            await asyncio.sleep(0)
