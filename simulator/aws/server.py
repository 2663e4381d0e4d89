"""The repaired moto as an HTTP server."""

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from simulator.aws import control, lost_endpoints
from simulator.aws.given_answers import GivenAnswers, Wsgi
from simulator.aws.installation import install
from simulator.aws.unsimulated import create_answering_app

_SHUTDOWN_POLL_SECONDS = 0.05


class Dispatcher(DomainDispatcherApplication):
    """moto's dispatcher with a memory. Without it, each request searches two hundred services."""

    def __init__(self) -> None:
        super().__init__(create_answering_app)
        self._backends: dict[str | None, Any] = {}

    def get_backend_for_host(self, host: str | None) -> Any:
        if host not in self._backends:
            self._backends[host] = super().get_backend_for_host(host)
        return self._backends[host]


class OneAtATime:
    """Answers one request after the other, because moto's dictionaries do not allow concurrent writers.

    A request is read whole before its turn, so a client that stops half way holds up nobody else. An answer that got
    lost on this machine is given again: the AWS SDKs send a repeated call with the id of the first. AWS itself does so
    only for calls with a client token.
    """

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self._turn = threading.Lock()
        self._given = GivenAnswers()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH")
        if length:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))
        with self._turn:
            controls = environ.get("PATH_INFO", "").startswith(control.PREFIX)
            if controls:
                return control.answer(environ, start_response)
            if lost_endpoints.is_lost(environ):
                return lost_endpoints.answer(start_response)
            control.count(environ)
            return self._given.answer(self._application, environ, start_response)


class QuietRequestHandler(MotoRequestHandler):
    """Logs errors only, because a deployment makes thousands of requests."""

    # Without keep-alive, every call of a deployment would open, and leave behind, a connection.
    protocol_version = "HTTP/1.1"
    # Headers and body leave in two writes. With Nagle's algorithm the second waits 40 ms for the first.
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if str(code).startswith("5"):
            super().log_request(code, size)


def make_aws_server(host: str = "127.0.0.1", port: int = 0) -> BaseWSGIServer:
    """A server that is bound and ready to `serve_forever`. port 0 = a free one, found at `server_port`."""
    install()
    application = OneAtATime(Dispatcher())
    return make_server(host, port, application, threaded=True, request_handler=QuietRequestHandler)


@contextmanager
def serve(host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve from a thread of this process; yields the URL of the endpoint."""
    server = make_aws_server(host, port)
    thread = threading.Thread(target=server.serve_forever, args=(_SHUTDOWN_POLL_SECONDS,), name="aws", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
