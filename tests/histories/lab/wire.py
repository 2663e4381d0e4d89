"""Between the client and the simulators: where requests are counted, cut off and killed.

The client is unmodified but for its transport adapter. In a run, every write and every checkpoint of the engine has a
boundary before it and one after it; at the one that a step names, the run dies or something else happens.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import HTTPAdapter

from simulator.prism.http import Api, Reply, Request
from tests.histories.lab.virtual_time import VirtualTime

WRITES = frozenset({"POST", "PUT", "DELETE"})
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_LATENCY = 0.005
_READ_TIMEOUT = 30.0


class Killed(BaseException):
    """The process is gone: nothing of it goes on."""


@dataclass
class Trap:
    """What happens at a boundary of the run under way."""

    at: int
    spring: Callable[[str], None]
    passed: int = 0


@dataclass
class Wire:
    """``apis``, ``modes`` and ``asked`` (how often) are by host name; ``seen`` is told of each request that was carried
    out; ``boundaries`` counts where traps were sprung; ``turned`` is told of the site before another page of its VMs is
    asked for.
    """

    clock: VirtualTime
    apis: dict[str, Api] = field(default_factory=dict)
    modes: dict[str, str] = field(default_factory=dict)
    before: Callable[[str, str], None] = lambda site, what: None
    seen: Callable[[str], None] = lambda site: None
    trap: Trap | None = None
    dead: bool = False
    boundaries: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    over_https: dict[str, str] = field(default_factory=dict)
    turned: Callable[[str], None] = lambda site: None

    def adapter(self, connections: int, *, verify: bool) -> HTTPAdapter:
        """What the client mounts instead of its own."""
        return Adapter(self, connections)

    def boundary(self, what: str) -> None:
        """A point at which the run under way can be killed."""
        if self.dead:
            raise Killed(what)
        trap = self.trap
        if trap is None:
            return
        trap.passed += 1
        if trap.passed == trap.at:
            self.trap = None
            self.boundaries[what] += 1
            trap.spring(what)

    def die(self, what: str) -> None:
        """The run under way is gone, with all its threads."""
        self.dead = True
        raise Killed(what)

    def obstruct(self, host: str) -> None:
        """Raises what a client sees of a site that is cut off."""
        mode = self.modes.get(host, "serve")
        if mode == "hang":
            self.clock.sleep(_READ_TIMEOUT)
            raise requests.ReadTimeout("Read timed out.")
        if mode == "refuse":
            raise requests.ConnectionError("[Errno 111] Connection refused")
        if mode == "reset":
            raise requests.ConnectionError("Connection reset by peer")
        if mode == "slow":
            self.clock.sleep(4.0)


class Adapter(HTTPAdapter):
    """Carries requests straight into a simulator, or over HTTPS to the one that serves the host."""

    def __init__(self, wire: Wire, pool_maxsize: int) -> None:
        super().__init__(pool_maxsize=pool_maxsize)
        self._wire = wire

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """As HTTPAdapter does."""
        wire, url = self._wire, urlsplit(str(request.url))
        host, method = str(url.hostname), str(request.method)
        site, what = host.partition(".")[0], f"{method} {_ID.sub('*', url.path)}"
        if method in WRITES:
            wire.boundary(f"before {what}")
        elif wire.dead:
            raise Killed(what)
        wire.asked[host] += 1
        wire.clock.sleep(_LATENCY)
        wire.obstruct(host)
        if method in WRITES:
            wire.before(site, what)
        if url.path.endswith("/vms") and dict(parse_qsl(url.query)).get("$page", "0") != "0":
            wire.turned(site)
        try:
            if wire.over_https:
                return self._over_https(request, host, *args, **kwargs)
            return self._straight(request, host, url.path, url.query)
        finally:
            wire.seen(site)
            if method in WRITES:
                wire.boundary(f"after {what}")

    def _over_https(self, request: requests.PreparedRequest, host: str, *args: Any, **kwargs: Any) -> requests.Response:
        sent = request.copy()
        there = urlsplit(self._wire.over_https[host])
        sent.url = urlsplit(str(request.url))._replace(netloc=there.netloc).geturl()
        response = super().send(sent, *args, **kwargs)
        response.request, response.url = request, str(request.url)
        return response

    def _straight(self, request: requests.PreparedRequest, host: str, path: str, query: str) -> requests.Response:
        body = request.body or b""
        headers = {str(name).lower(): str(value) for name, value in request.headers.items()}
        asked = Request(
            str(request.method), path, query, headers, body if isinstance(body, bytes) else str(body).encode()
        )
        reply = self._wire.apis[host].handle(asked)
        kind = reply.fault.kind if reply.fault else ""
        if kind in ("reset", "lost-response"):
            raise requests.ConnectionError("Connection reset by peer")
        if kind == "hang":
            self._wire.clock.sleep(_READ_TIMEOUT)
            raise requests.ReadTimeout("Read timed out.")
        if kind == "latency" and reply.fault:
            self._wire.clock.sleep(reply.fault.seconds or 0.0)
        return _response(request, reply)


def _response(request: requests.PreparedRequest, reply: Reply) -> requests.Response:
    """The reply as the client's library hands it over."""
    response = requests.Response()
    response.status_code, response.request, response.url = reply.status, request, str(request.url)
    response.headers.update(reply.headers)
    if reply.body is not None:
        response.headers["Content-Type"] = "application/json"
        response._content = json.dumps(reply.body, separators=(",", ":")).encode()
    else:
        response._content = b""
    return response
