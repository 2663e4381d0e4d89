"""Stands between a stack and its AWS endpoint, and treats one action of AWS as it is told."""

from __future__ import annotations

import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_REFUSED = (
    b"<Response><Errors><Error><Code>ExpiredToken</Code><Message>The security token has expired.</Message></Error>"
    b"</Errors><RequestID>0</RequestID></Response>"
)


class Between(ThreadingHTTPServer):
    """`action` is refused with ExpiredToken, or never answered if it `hangs`; everything else passes."""

    daemon_threads = True

    def __init__(self, endpoint: str, action: str, hangs: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host, self.action, self.hangs = urlsplit(endpoint).netloc, f"Action={action}&".encode(), hangs
        self.seen = threading.Event()
        """Set once the action has been asked for."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """What to set AWS_ENDPOINT_URL to."""
        return f"http://127.0.0.1:{self.server_port}"

    def __exit__(self, *args: Any) -> None:
        self.shutdown()
        super().__exit__(*args)


class Passing(BaseHTTPRequestHandler):
    """Passes requests on to `server.host`, or answers them itself."""

    server: Any

    def pass_on(self, body: bytes) -> None:
        connection = HTTPConnection(self.server.host, timeout=60)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        kept = {name: value for name, value in answer.getheaders() if name.lower() != "transfer-encoding"}
        self.answer(answer.status, kept, answer.read())
        connection.close()

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class _Handler(Passing):
    server: Between

    def _handle(self) -> None:
        body = self.body()
        if self.server.action not in body:
            self.pass_on(body)
            return
        self.server.seen.set()
        if self.server.hangs:
            time.sleep(600)
        self.answer(400, {"Content-Type": "text/xml"}, _REFUSED)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle
