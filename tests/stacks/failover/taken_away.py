"""Stands between a stack and its AWS endpoint, and takes whole services of AWS away: refused, failing, or silent."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Mapping
from http.server import ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import urlsplit

from tests.stacks.between import Passing

Fault = Literal["refuses", "fails", "hangs"]
_SIGNED_FOR = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4")
_FAILS = (
    b"<ErrorResponse><Error><Code>ServiceUnavailable</Code><Message>The service is unavailable.</Message></Error>"
    b"<RequestId>0</RequestId></ErrorResponse>"
)
_EC2_FAILS = (
    b"<Response><Errors><Error><Code>ServiceUnavailable</Code><Message>The service is unavailable.</Message></Error>"
    b"</Errors><RequestID>0</RequestID></Response>"
)


class TakenAway(ThreadingHTTPServer):
    """`faults` by the service that a request is signed for, such as ec2 or elasticloadbalancing; others pass."""

    daemon_threads = True

    def __init__(self, endpoint: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = urlsplit(endpoint).netloc
        self.faults: Mapping[str, Fault] = {}
        self.left: dict[str, int] = {}
        """How many more requests a service's fault is for; all, of a service that is not named."""
        self.asked: Counter[str] = Counter()
        """How often each service was asked."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """What to set AWS_ENDPOINT_URL to."""
        return f"http://127.0.0.1:{self.server_port}"

    def fault_of(self, service: str) -> Fault | None:
        """What becomes of a request that has come."""
        left = self.left.get(service)
        if left is not None:
            self.left[service] = left - 1
        return self.faults.get(service) if left is None or left > 0 else None

    def __exit__(self, *args: Any) -> None:
        self.shutdown()
        super().__exit__(*args)


class _Handler(Passing):
    server: TakenAway

    def _handle(self) -> None:
        body = self.body()
        signed = _SIGNED_FOR.search(self.headers.get("Authorization", ""))
        service = signed[1] if signed else ""
        self.server.asked[service] += 1
        match self.server.fault_of(service):
            case "hangs":
                time.sleep(600)
            case "refuses":
                self.close_connection = True
            case "fails":
                self.answer(503, {"Content-Type": "text/xml"}, _EC2_FAILS if service == "ec2" else _FAILS)
            case _:
                self.pass_on(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = _handle
