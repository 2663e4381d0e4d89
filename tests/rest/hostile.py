"""A server that answers each request as a test says, byte by byte, over TLS."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from simulator.prism.http import Certificates

Behaviour = Callable[[ssl.SSLSocket, str], None]
"""Gets the connection and the head of a request, and answers."""


@contextmanager
def hostile(certificates: Certificates, behave: Behaviour) -> Iterator[str]:
    """The endpoint of such a server. Its connections end with it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.chain, certificates.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_accept, args=(listener, context, behave), daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _accept(listener: socket.socket, context: ssl.SSLContext, behave: Behaviour) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(plain, context, behave), daemon=True).start()


def _serve(plain: socket.socket, context: ssl.SSLContext, behave: Behaviour) -> None:
    with contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as connection:
        while head := _head(connection):
            behave(connection, head)


def _head(connection: ssl.SSLSocket) -> str:
    """The head of the next request, its body read and left out; empty at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(4096)
        if not more:
            return ""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    left = int(lengths[0]) - len(body) if lengths else 0
    while left > 0:
        left -= len(connection.recv(left))
    return head.decode("latin-1")


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole answer."""
    told = (f"HTTP/1.1 {status}", "Content-Type: application/json", *headers, f"Content-Length: {length or len(body)}")
    return "\r\n".join((*told, "", "")).encode("latin-1") + body
