"""The gateways of one site in one process, and the listener they are switched by.

`python -m simulator.cloud.gateways --ready-file PATH --upstream aws=PORT --upstream prism=PORT`. The control listener
takes one JSON object a line, {"service": mode, ...}, and answers each with the state of all gateways.
"""

import argparse
import asyncio
import json
import signal
import socket
from pathlib import Path
from typing import Any

from simulator.cloud.gateway import Gateway, Mode

HOST = "127.0.0.1"


async def run(upstreams: dict[str, int], ready_file: Path) -> None:
    """Serves until SIGTERM or SIGINT."""
    gateways = {service: Gateway(port, HOST) for service, port in upstreams.items()}
    for gateway in gateways.values():
        await gateway.switch(Mode.SERVE)

    async def obey(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            try:
                for service, mode in json.loads(line).items():
                    await gateways[service].switch(Mode(mode))
                answer = _state(gateways)
            except (ValueError, KeyError, AttributeError) as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()

    control = await asyncio.start_server(obey, HOST, 0)
    _announce(ready_file, gateways, control.sockets[0].getsockname()[1])
    ended = asyncio.Event()
    for request in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(request, ended.set)
    await ended.wait()
    for gateway in gateways.values():
        await gateway.close()


def ask(control_port: int, modes: dict[str, str] | None = None, timeout: float = 5.0) -> dict[str, Any]:
    """Switches gateways of one site (none: only asks) and answers their state by service.

    Raises OSError when nobody answers, ValueError when the modes are not understood.
    """
    with socket.create_connection((HOST, control_port), timeout=timeout) as connection:
        connection.sendall(json.dumps(modes or {}).encode() + b"\n")
        with connection.makefile() as lines:
            answer: dict[str, Any] = json.loads(lines.readline())
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer


def _state(gateways: dict[str, Gateway]) -> dict[str, Any]:
    return {
        service: {"port": gateway.port, "mode": gateway.mode.value, "connections": gateway.connections}
        for service, gateway in gateways.items()
    }


def _announce(ready_file: Path, gateways: dict[str, Gateway], control_port: int) -> None:
    ports = {service: gateway.port for service, gateway in gateways.items()}
    draft = ready_file.with_suffix(".draft")
    draft.write_text(json.dumps({"ports": ports, "control_port": control_port}))
    draft.replace(ready_file)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m simulator.cloud.gateways")
    parser.add_argument("--ready-file", type=Path, required=True)
    parser.add_argument("--upstream", action="append", required=True, metavar="SERVICE=PORT")
    options = parser.parse_args()
    upstreams = dict(upstream.split("=", 1) for upstream in options.upstream)
    asyncio.run(run({service: int(port) for service, port in upstreams.items()}, options.ready_file))


if __name__ == "__main__":
    main()
