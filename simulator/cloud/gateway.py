"""The way to one service of one site: a TCP pass-through that can be made to fail.

    serve    passes everything through
    hang     accepts connections, then nothing moves, as behind a dead route
    refuse   nobody listens; the port stays ours
    reset    accepts, then resets the connection

Connections that exist when the mode changes are affected as well. TLS passes through untouched.
"""

import asyncio
import contextlib
import socket
import struct
from enum import StrEnum

_CHUNK = 65536
_LINGER_ZERO = struct.pack("ii", 1, 0)


class Mode(StrEnum):
    """How a gateway treats connections."""

    SERVE = "serve"
    HANG = "hang"
    REFUSE = "refuse"
    RESET = "reset"


class Gateway:
    """One listening port before one upstream port, both on `host`."""

    def __init__(self, upstream_port: int, host: str = "127.0.0.1") -> None:
        self._host = host
        self._upstream_port = upstream_port
        self._mode = Mode.REFUSE
        self._moving = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._socket = self._bind(0)
        self.port: int = self._socket.getsockname()[1]

    @property
    def mode(self) -> Mode:
        """The mode in force."""
        return self._mode

    @property
    def connections(self) -> int:
        """How many clients are connected."""
        return len(self._connections)

    async def switch(self, mode: Mode) -> None:
        """Puts a mode into force, for existing connections too."""
        self._mode = mode
        if mode is Mode.SERVE:
            self._moving.set()
        else:
            self._moving.clear()
        if mode is Mode.REFUSE:
            await self._stop_listening()
        elif self._server is None:
            self._server = await asyncio.start_server(self._accept, sock=self._socket)
        if mode in (Mode.REFUSE, Mode.RESET):
            await self._reset_connections()

    async def close(self) -> None:
        """Gives the port back."""
        await self.switch(Mode.REFUSE)
        self._socket.close()

    def _bind(self, port: int) -> socket.socket:
        # Bound but not listening: connections are refused, and nobody else is given the port.
        held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((self._host, port))
        return held

    async def _stop_listening(self) -> None:
        if self._server is None:
            return
        self._server.close()
        self._server = None
        self._socket = self._bind(self.port)

    async def _reset_connections(self) -> None:
        tasks = list(self._connections)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if self._mode is Mode.RESET:
            _reset(writer)
            return
        self._connections[task] = writer
        try:
            await self._pass_through(reader, writer)
        except asyncio.CancelledError:
            _reset(writer)
        finally:
            del self._connections[task]
            writer.close()

    async def _pass_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._moving.wait()
        try:
            above_reader, above_writer = await asyncio.open_connection(self._host, self._upstream_port)
        except OSError:
            _reset(writer)
            return
        try:
            async with asyncio.TaskGroup() as both_ways:
                both_ways.create_task(self._pump(reader, above_writer))
                both_ways.create_task(self._pump(above_reader, writer))
        except* ConnectionError:
            _reset(writer)
        finally:
            above_writer.close()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while chunk := await source.read(_CHUNK):
            await self._moving.wait()
            sink.write(chunk)
            await sink.drain()
        await self._moving.wait()
        with contextlib.suppress(OSError):  # the other end may have gone altogether meanwhile
            sink.write_eof()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Closes with RST instead of FIN."""
    with contextlib.suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
    writer.transport.abort()
