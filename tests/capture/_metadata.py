"""An instance metadata service on a free port of this machine: IMDSv2 with tokens required, as EC2 answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "a-token"
TREE: Mapping[str, str] = {
    "instance-id": "i-0123456789abcdef0",
    "placement/availability-zone": "ap-northeast-1a",
    "network/interfaces/macs/": "02:00:00:00:00:01/\n02:00:00:00:00:02/",
    "tags/instance/": "Name\nOwner",
    "tags/instance/Name": 'we"b\\1',
    **{
        f"network/interfaces/macs/02:00:00:00:00:0{number}/{key}": value
        for number, facts in (
            (1, ("0", "172.30.1.34\n172.30.1.50", "subnet-1", "172.30.1.0/24")),
            (2, ("1", "172.30.2.7", "subnet-2", "172.30.2.0/24")),
        )
        for key, value in zip(
            ("device-number", "local-ipv4s", "subnet-id", "subnet-ipv4-cidr-block", "vpc-id"),
            (*facts, "vpc-1"),
            strict=True,
        )
    },
}


@contextmanager
def metadata(tree: Mapping[str, str] = TREE, status: Mapping[str, int] | None = None) -> Iterator[str]:
    """Its endpoint. `status`: paths that answer with another HTTP status than they should."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            wanted = self.path == "/latest/api/token" and self.headers.get("X-aws-ec2-metadata-token-ttl-seconds")
            self._answer(200 if wanted else 400, TOKEN)

        def do_GET(self) -> None:
            if self.headers.get("X-aws-ec2-metadata-token") != TOKEN:
                self._answer(401, "")
                return
            path = self.path.removeprefix("/latest/meta-data/")
            self._answer((status or {}).get(path, 200 if path in tree else 404), tree.get(path, "<html>404</html>"))

        def _answer(self, code: int, body: str) -> None:
            self.send_response(code)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
