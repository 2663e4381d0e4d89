"""The gateway before one service: its modes, for new connections and for those that exist."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from simulator.cloud.gateway import Gateway, Mode

HOST = "127.0.0.1"


class Client:
    """One connection; `ask` sends a line and answers what happened: the echo, or the name of what went wrong."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def ask(self, patience: float = 5.0) -> str:
        try:
            self._writer.write(b"hello\n")
            await self._writer.drain()
            async with asyncio.timeout(patience):
                line = await self._reader.readline()
        except TimeoutError:
            return "silence"
        except ConnectionResetError:
            return "reset"
        return line.decode().strip() or "closed"

    def close(self) -> None:
        self._writer.close()


@dataclass
class Scene:
    """An upstream that echoes lines, and the gateway before it."""

    gateway: Gateway
    clients: list[Client]

    async def connect(self) -> Client:
        client = Client(*await asyncio.open_connection(HOST, self.gateway.port))
        self.clients.append(client)
        return client

    async def attempt(self, patience: float = 5.0) -> str:
        """What a new client gets."""
        try:
            client = await self.connect()
        except ConnectionRefusedError:
            return "refused"
        except ConnectionResetError:
            return "reset"
        return await client.ask(patience)


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(line)
        writer.close()

    upstream = await asyncio.start_server(echo, HOST, 0)
    gateway = Gateway(upstream.sockets[0].getsockname()[1])
    await gateway.switch(Mode.SERVE)
    made = Scene(gateway, [])
    try:
        yield made
    finally:
        for client in made.clients:
            client.close()
        await gateway.close()
        upstream.close()


def play(script: Callable[[Scene], Coroutine[None, None, None]]) -> None:
    async def run() -> None:
        async with scene() as made:
            await script(made)

    asyncio.run(run())


# A silence can only be waited for; everything else answers at once.
SILENCE_SECONDS = 0.15

NEW = [(Mode.SERVE, "hello"), (Mode.HANG, "silence"), (Mode.REFUSE, "refused"), (Mode.RESET, "reset")]
EXISTING = [(Mode.SERVE, "hello"), (Mode.HANG, "silence"), (Mode.REFUSE, "reset"), (Mode.RESET, "reset")]


@pytest.mark.parametrize(("mode", "outcome"), NEW)
def test_a_new_connection(mode: Mode, outcome: str) -> None:
    async def script(made: Scene) -> None:
        await made.gateway.switch(mode)
        assert await made.attempt(SILENCE_SECONDS if mode is Mode.HANG else 5.0) == outcome

    play(script)


@pytest.mark.parametrize(("mode", "outcome"), EXISTING)
def test_an_existing_connection(mode: Mode, outcome: str) -> None:
    async def script(made: Scene) -> None:
        client = await made.connect()
        assert await client.ask() == "hello"
        await made.gateway.switch(mode)
        assert await client.ask(SILENCE_SECONDS if mode is Mode.HANG else 5.0) == outcome

    play(script)


@pytest.mark.parametrize("mode", [Mode.HANG, Mode.REFUSE, Mode.RESET])
def test_after_any_fault_the_same_port_serves_again(mode: Mode) -> None:
    async def script(made: Scene) -> None:
        port = made.gateway.port
        await made.gateway.switch(mode)
        await made.gateway.switch(Mode.SERVE)
        assert made.gateway.port == port
        assert await made.attempt() == "hello"

    play(script)


def test_what_hung_goes_on_once_it_serves_again() -> None:
    async def script(made: Scene) -> None:
        before = await made.connect()
        assert await before.ask() == "hello"
        await made.gateway.switch(Mode.HANG)
        assert await before.ask(SILENCE_SECONDS) == "silence"
        during = await made.connect()
        await made.gateway.switch(Mode.SERVE)
        assert await before.ask() == "hello"
        assert await during.ask() == "hello"

    play(script)


def test_every_switch_between_modes_leaves_the_last_one_in_force() -> None:
    async def script(made: Scene) -> None:
        for first in Mode:
            for second, outcome in NEW:
                await made.gateway.switch(first)
                await made.gateway.switch(second)
                patience = SILENCE_SECONDS / 3 if second is Mode.HANG else 5.0
                assert await made.attempt(patience) == outcome, (first, second)

    play(script)


def test_a_service_that_is_down_resets_its_clients() -> None:
    async def script(made: Scene) -> None:
        lonely = Gateway(made.gateway.port)
        await made.gateway.switch(Mode.REFUSE)
        await lonely.switch(Mode.SERVE)
        client = Client(*await asyncio.open_connection(HOST, lonely.port))
        assert await client.ask() == "reset"
        client.close()
        await lonely.close()

    play(script)


def test_much_data_passes_both_ways_unchanged_and_half_closed() -> None:
    payload = bytes(range(256)) * 8192

    async def script(made: Scene) -> None:
        reader, writer = await asyncio.open_connection(HOST, made.gateway.port)
        writer.write(payload + b"\n")
        writer.write_eof()
        assert await reader.read() == payload + b"\n"
        writer.close()

    play(script)
