"""`python` in the warm environment: run by the real interpreter, without any package, from `venv/bin`."""

import array
import json
import os
import signal
import socket
import sys

_SOCKET = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", "socket")
_KILLED = 137


def real() -> None:
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])


def known(arguments: list[str]) -> bool:
    """Whether these are arguments with which the engine runs a program, its providers or `pip list`."""
    match [word for word in arguments if word != "-u"]:
        case ["-m", "pip" | "pulumi.dynamic", *_]:
            return True
        case [script, *_]:
            return script.endswith("pulumi-language-python-exec")
    return False


def ask(server: socket.socket) -> int:
    """Have the server run this in our place; its exit code."""
    request = json.dumps(
        {"arguments": sys.argv[1:], "directory": os.getcwd(), "environment": dict(os.environ)}
    ).encode()
    streams = array.array("i", [0, 1, 2])
    server.sendmsg([len(request).to_bytes(8, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
    server.sendall(request)
    process = int.from_bytes(server.recv(4), "big")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: os.kill(process, number))
    code = server.recv(1)
    return code[0] if code else _KILLED


if not known(sys.argv[1:]):
    real()
connection = socket.socket(socket.AF_UNIX)
try:
    connection.connect(_SOCKET)
except OSError:
    real()
sys.exit(ask(connection))
