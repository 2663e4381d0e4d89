"""The sockets: one HTTPS listener a site on 127.0.0.1, one event loop in a background thread for all of them."""

from __future__ import annotations

import asyncio
import json
import ssl
import tempfile
import threading
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self

import httptools

from simulator._api import Api, Reply, Request
from simulator._certificates import Certificates
from simulator._world import World


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
        self._connections: set[_Connection] = set()
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
        self.world.journal.write(self.world)
        self.world.journal.close()
        if self._temporary:
            self._temporary.cleanup()

    async def _listen(self, ports: Mapping[str, int]) -> None:
        for name, site in self.world.sites.items():
            api = Api(site)
            server = await self._loop.create_server(
                lambda api=api: _Connection(api, self._connections),  # type: ignore[misc]
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


class _Connection(asyncio.Protocol):
    """One client connection; requests are answered one after the other, each reply in one write."""

    def __init__(self, api: Api, connections: set[_Connection]):
        self._api = api
        self._connections = connections
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpRequestParser(self)
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._url = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        self._transport = None

    def drop(self) -> None:
        """End the connection at once (a TCP reset, no TLS goodbye)."""
        if self._transport:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.drop()

    def on_message_begin(self) -> None:
        self._headers, self._body, self._url = {}, bytearray(), b""

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        path, _, query = self._url.decode("latin-1").partition("?")
        method = self._parser.get_method().decode()
        request = Request(method, path, query, self._headers, bytes(self._body))
        try:
            reply = self._api.handle(request)
        except BaseException:
            self.drop()  # a client must not wait for an answer that a defect here has lost
            raise
        self._deliver(reply, self._parser.should_keep_alive())

    def _deliver(self, reply: Reply, keep_alive: bool) -> None:
        kind = reply.fault.kind if reply.fault else ""
        if kind in {"reset", "lost-response"}:
            self.drop()
        elif kind == "latency" and reply.fault and reply.fault.seconds:
            asyncio.get_running_loop().call_later(reply.fault.seconds, self._write, reply, keep_alive)
        elif kind != "hang":
            self._write(reply, keep_alive)

    def _write(self, reply: Reply, keep_alive: bool) -> None:
        if self._transport is None:
            return
        self._transport.write(_encoded(reply, keep_alive))
        if not keep_alive:
            self._transport.close()


def _encoded(reply: Reply, keep_alive: bool) -> bytes:
    body = b"" if reply.body is None else json.dumps(reply.body, separators=(",", ":")).encode()
    lines = [f"HTTP/1.1 {reply.status} {_phrase(reply.status)}"]
    if reply.body is not None:
        lines.append("Content-Type: application/json")
    if reply.status != 204:
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    lines.append("Connection: keep-alive" if keep_alive else "Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
