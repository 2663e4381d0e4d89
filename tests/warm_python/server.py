"""The process that has imported already and forks itself for each client. Arguments: its socket, the project."""

import array
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
import traceback
import types
from pathlib import Path
from typing import Any, NoReturn

_PACKAGES = (
    "argparse",
    "asyncio",
    "concurrent.futures",
    "pulumi.dynamic",
    "pulumi.runtime",
    "pulumi.runtime.proto.provider_pb2_grpc",
    "boto3",
    "requests",
    "pydantic",
    "yaml",
    "pip._internal.cli.main",
    "pip._internal.commands.list",
    "pip._internal.metadata.importlib",
)
_LAZY = ("directconnect", "ec2", "ec2transitgateway", "iam", "lb", "route53", "s3", "vpc")
"""Services that pulumi_aws imports when they are first used, and that every stack uses."""
_OURS = ("components", "providers", "operations")


def main(path: str, project: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _import(project)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    while True:
        readable, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in readable:
            return
        client, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _become(client, project)
        client.close()


def _import(project: Path) -> None:
    sys.path[0] = str(project)
    for package in (*_PACKAGES, *_OURS):
        importlib.import_module(package)
    for service in _LAZY:
        # Any attribute makes a lazy module whole.
        hasattr(importlib.import_module(f"pulumi_aws.{service}"), "Service")
    del sys.path[0]
    # What is here stays: the children share its memory for as long as no collection touches it.
    gc.collect()
    gc.freeze()


def _become(client: socket.socket, project: Path) -> NoReturn:
    """The client's process in all but name."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    request = _request(client)
    os.chdir(request["directory"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(write_through=True)  # type: ignore[union-attr]
    if Path("components").resolve() != project / "components":
        _forget(project)
    client.sendall(os.getpid().to_bytes(4, "big"))
    threading.Thread(target=_die_with, args=(client,), daemon=True).start()
    code = _run([word for word in request["arguments"] if word != "-u"])
    sys.stdout.flush()
    sys.stderr.flush()
    client.sendall(bytes([code & 255]))
    # Nothing of the server that it is a fork of shall be ended in an orderly way.
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _request(client: socket.socket) -> dict[str, Any]:
    """What the client asks for; its streams become ours."""
    size, ancillary, _, _ = client.recvmsg(8, socket.CMSG_SPACE(3 * array.array("i").itemsize))
    streams = array.array("i", ancillary[0][2])
    missing = int.from_bytes(size, "big")
    text = b""
    while missing > len(text):
        text += client.recv(missing - len(text))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    request: dict[str, Any] = json.loads(text)
    return request


def _forget(project: Path) -> None:
    """Another project's program: it shall import its own modules, not ours of the same names."""
    inside = f"{project}{os.sep}"
    outside = f"{project / '.venv'}{os.sep}"
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if name != "__main__" and file.startswith(inside) and not file.startswith(outside):
            del sys.modules[name]


def _die_with(client: socket.socket) -> None:
    client.recv(1)
    os.kill(os.getpid(), signal.SIGKILL)


def _run(arguments: list[str]) -> int:
    """As `python` runs a module or a script; the exit code."""
    try:
        if arguments[0] == "-m":
            sys.argv = arguments[1:]
            sys.path.insert(0, os.getcwd())
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = arguments
            script = Path(arguments[0])
            sys.path.insert(0, str(script.resolve().parent))
            module = types.ModuleType("__main__")
            module.__file__ = arguments[0]
            sys.modules["__main__"] = module
            exec(compile(script.read_text(), arguments[0], "exec"), vars(module))
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 1
        return end.code or 0
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
