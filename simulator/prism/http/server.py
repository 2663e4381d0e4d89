"""The sockets: one HTTPS listener a site on 127.0.0.1, one event loop in a background thread for all of them."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from simulator.prism.http.api import Api
from simulator.prism.http.certificates import Certificates
from simulator.prism.http.connection import Connection
from simulator.prism.world import World


def serve(world: World, tls_dir: str | Path | None = None, ports: Mapping[str, int] | None = None) -> Running:
    """Start serving the world; the result is a context manager.

    tls_dir None = a temporary directory; ports are by site, 0 or absent = a free one.
    """
    return Running(world, tls_dir, ports or {})


class Running:
    """A world being served: `endpoints` by site, `ca_bundle`, `username`, `password`, `api_key`; `close()` ends it."""

    def __init__(self, world: World, tls_dir: str | Path | None, ports: Mapping[str, int]):
        self.world = world
        self.username, self.password, self.api_key = world.username, world.password, world.api_key
        self._temporary = tempfile.TemporaryDirectory() if tls_dir is None else None
        certificates = Certificates(Path(self._temporary.name if self._temporary else str(tls_dir)))
        self.ca_bundle = str(certificates.ca)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificates.chain, certificates.key)
        self._connections: set[Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="prism-simulator", daemon=True)
        self._thread.start()
        self._servers: list[asyncio.Server] = []
        self.endpoints: dict[str, str] = {}
        try:
            asyncio.run_coroutine_threadsafe(self._listen(ports), self._loop).result()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening, drop the connections, write what is left to disk."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self.world.close()
        if self._temporary:
            self._temporary.cleanup()

    async def _listen(self, ports: Mapping[str, int]) -> None:
        for name, site in self.world.sites.items():
            api = Api(site)
            server = await self._loop.create_server(
                lambda api=api: Connection(api, self._connections),  # type: ignore[misc]
                "127.0.0.1",
                ports.get(name, 0),
                ssl=self._context,
                backlog=512,
            )
            self._servers.append(server)
            site.port = server.sockets[0].getsockname()[1]
            self.endpoints[name] = f"https://127.0.0.1:{site.port}"

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for connection in list(self._connections):
            connection.drop()
        # A turn of the loop each for the transports' own clean-up callbacks.
        for _ in range(3):
            await asyncio.sleep(0)
