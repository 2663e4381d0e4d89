"""One client connection. Requests are answered one after the other, each reply in one write."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from http import HTTPStatus
from typing import Protocol

import httptools

from simulator.prism.http.envelope import app_error
from simulator.prism.http.request import Reply, Request
from simulator.prism.model import Refusal

LONGEST_BODY = 16 * 2**20
LONGEST_HEAD = 64 * 2**10
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Answering(Protocol):
    """An API that turns a request into a reply."""

    def handle(self, request: Request) -> Reply:
        """Answer one request."""


class Connection(asyncio.Protocol):
    """Replies go out in the order of the requests, even when a fault holds one of them back."""

    def __init__(self, api: Answering, connections: set[Connection]):
        self._api = api
        self._connections = connections
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpRequestParser(self)
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._url = b""
        self._head = 0
        self._waiting: deque[tuple[Reply, bytes, bool]] = deque()
        self._held = False
        self._ended = False

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
        if self._ended:
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            inner = error.__context__
            what = inner.refusal if isinstance(inner, _TooLong) else None
            self._refuse(what or Refusal(400, "BAD_REQUEST", "This is not an HTTP request."))

    def on_message_begin(self) -> None:
        self._headers, self._body, self._url, self._head = {}, bytearray(), b"", 0

    def on_url(self, url: bytes) -> None:
        self._url += url
        self._count(len(url), 414, "URI_TOO_LONG")

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")
        self._count(len(name) + len(value), 431, "REQUEST_HEADER_FIELDS_TOO_LARGE")

    def on_headers_complete(self) -> None:
        length = self._headers.get("content-length", "0")
        if length.isdecimal() and int(length) > LONGEST_BODY:
            raise _TooLong(413, "PAYLOAD_TOO_LARGE", LONGEST_BODY)
        if self._headers.get("expect", "").lower() == "100-continue" and self._transport:
            self._transport.write(_CONTINUE)

    def on_body(self, body: bytes) -> None:
        if len(self._body) + len(body) > LONGEST_BODY:
            raise _TooLong(413, "PAYLOAD_TOO_LARGE", LONGEST_BODY)
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
        keep_alive = self._parser.should_keep_alive()
        self._waiting.append((reply, encoded(reply, keep_alive, bodiless=method == "HEAD"), keep_alive))
        self._deliver()

    def _count(self, length: int, status: int, group: str) -> None:
        self._head += length
        if self._head > LONGEST_HEAD:
            raise _TooLong(status, group, LONGEST_HEAD)

    def _refuse(self, refusal: Refusal) -> None:
        """Answer what is not a request that can be answered, and end the connection."""
        reply = Reply(refusal.status, app_error("prism", [], refusal))
        self._write(encoded(reply, keep_alive=False), keep_alive=False)

    def _deliver(self) -> None:
        """Send the replies that wait, up to one that a fault holds back."""
        while self._waiting and not self._held:
            reply, data, keep_alive = self._waiting.popleft()
            kind = reply.fault.kind if reply.fault else ""
            if kind in {"reset", "lost-response"}:
                self.drop()
            elif kind == "latency" and reply.fault and reply.fault.seconds:
                self._held = True
                asyncio.get_running_loop().call_later(reply.fault.seconds, self._release, data, keep_alive)
            elif kind == "hang":
                self._held = True
            else:
                self._write(data, keep_alive)

    def _release(self, data: bytes, keep_alive: bool) -> None:
        self._held = False
        self._write(data, keep_alive)
        self._deliver()

    def _write(self, data: bytes, keep_alive: bool) -> None:
        if self._transport is None or self._ended:
            return
        self._transport.write(data)
        if not keep_alive:
            self._ended = True
            self._transport.close()


class _TooLong(Exception):
    """A request is too long; carries the refusal."""

    def __init__(self, status: int, group: str, limit: int):
        super().__init__(group)
        self.refusal = Refusal(status, group, f"A request may have at most {limit} bytes here.")


def encoded(reply: Reply, keep_alive: bool, *, bodiless: bool = False) -> bytes:
    """A reply as it goes over the wire. bodiless = the answer to HEAD, which only tells the length of the body."""
    body = b"" if reply.body is None else json.dumps(reply.body, separators=(",", ":")).encode()
    lines = [f"HTTP/1.1 {reply.status} {_phrase(reply.status)}"]
    if reply.body is not None:
        lines.append("Content-Type: application/json")
    if reply.status != 204:
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    lines.append("Connection: keep-alive" if keep_alive else "Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + (b"" if bodiless else body)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
