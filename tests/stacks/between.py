"""Stands between a stack and its AWS endpoint, and treats one action of AWS as it is told."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

_REFUSED = (
    b"<Response><Errors><Error><Code>ExpiredToken</Code><Message>The security token has expired.</Message></Error>"
    b"</Errors><RequestID>0</RequestID></Response>"
)


@dataclass
class Between:
    """`action` is refused with ExpiredToken, or never answered if it `hangs`; everything else passes."""

    endpoint: str
    action: str
    hangs: bool = False
    seen: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """What to set AWS_ENDPOINT_URL to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        between = self

        class Handler(BaseHTTPRequestHandler):
            def _pass(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if f"Action={between.action}&".encode() in body:
                    between.seen.set()
                    if between.hangs:
                        time.sleep(600)
                    self._answer(400, {"Content-Type": "text/xml"}, _REFUSED)
                    return
                connection = HTTPConnection(urlsplit(between.endpoint).netloc, timeout=60)
                connection.request(self.command, self.path, body, dict(self.headers))
                answer = connection.getresponse()
                kept = {name: value for name, value in answer.getheaders() if name.lower() != "transfer-encoding"}
                self._answer(answer.status, kept, answer.read())
                connection.close()

            def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response_only(status)
                for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass

        return Handler
