"""The client, the providers and the simulators in one process and in virtual time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import pulumi
import pytest
import requests

from prism import Credentials, PrismCentral
from providers.base import forget_clients
from rest import CHANCE, system_trust
from simulator import SiteSpec, World
from simulator.prism.http import Api
from tests.histories.lab.light_session import LightSession
from tests.histories.lab.light_wire import light_wire
from tests.histories.lab.virtual_time import VirtualTime
from tests.histories.lab.wire import Wire
from tests.providers import _engine

SITES = (SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3"))
NAMES = tuple(site.name for site in SITES)
HOME = NAMES[0]
_USER, _PASSWORD = "admin", "history"
_TIMED = (
    "rest.session.time",
    "rest.failure.time",
    "prism.http.session.time",
    "prism.waiting.time",
    "prism.contention.time",
    "simulator.prism.model.clock.time",
)
_PAGED = ("prism.collection", "prism.listing")
_PAGE = 100
_POOL = "providers.base.members.ThreadPoolExecutor"


_SESSION, _SYSTEM_TRUST, _WIRE = requests.Session, system_trust, _engine.wire


class _OneByOne:
    """A pool of threads that works in the order in which it is asked: the same seed is to give the same history."""

    def __init__(self, *args: object, **options: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def map(self, act: Callable[[Any], Any], things: Iterable[Any]) -> list[Any]:
        """All of them, at once."""
        return [act(thing) for thing in things]


@dataclass
class Laboratory:
    """``enter`` sets the environment of a site's stack; ``said`` is what the operator was told."""

    clock: VirtualTime = field(default_factory=VirtualTime)
    wire: Wire = field(init=False)
    said: list[str] = field(default_factory=list)
    site: str = ""
    ca_bundle: str = ""
    _clients: dict[str, PrismCentral] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wire = Wire(self.clock)

    def begin(self, seed: int, **settings: Any) -> World:
        """A fresh world, with Prism Centrals as NC2 leaves them."""
        CHANCE.seed(seed)
        self.clock.reset()
        self.said.clear()
        self._clients.clear()
        wire = self.wire
        wire.modes, wire.trap, wire.dead, wire.over_https, self.ca_bundle = {}, None, False, {}, ""
        wire.turned = lambda site: None
        self.page(0)
        world = World(SITES, seed=1, username=_USER, password=_PASSWORD, **settings)
        wire.apis = {f"{site}.test": Api(world.site(site)) for site in NAMES}
        return world

    def page(self, size: int) -> None:
        """A page of a listing has so many objects; 0 for as many as the client's own."""
        for module in (sys.modules[name] for name in _PAGED if name in sys.modules):
            if "PAGE" in vars(module):
                vars(module)["PAGE"] = size or _PAGE

    def enter(self, site: str) -> None:
        """As a new process of the stack of the site: it has no client yet."""
        self.site = site
        forget_clients()
        for name, value in {
            "PRISM_ENDPOINT": f"https://{site}.test:9440",
            "PRISM_USERNAME": _USER,
            "PRISM_PASSWORD": _PASSWORD,
            "PRISM_RATE_LIMIT": "100000",
            "PRISM_CA_BUNDLE": self.ca_bundle,
        }.items():
            os.environ[name] = value

    def client(self, site: str) -> PrismCentral:
        """A client for arranging things."""
        if site not in self._clients:
            credentials = Credentials(_USER, _PASSWORD)
            bundle = self.ca_bundle or None
            endpoint = f"https://{site}.test:9440"
            self._clients[site] = PrismCentral(endpoint, credentials, ca_bundle=bundle, rate_limit=100000)
        return self._clients[site]


@contextmanager
def laboratory(light: bool = True) -> Iterator[Laboratory]:
    """A laboratory, while it is needed; then the process is as it was. ``light`` does without requests and gRPC."""
    lab = Laboratory()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("PRISM_")]:
            patch.delenv(name)
        for name in ("PRISM_ENDPOINT", "PRISM_USERNAME", "PRISM_PASSWORD", "PRISM_RATE_LIMIT", "PRISM_CA_BUNDLE"):
            patch.setenv(name, "")
        for name in _TIMED:
            patch.setattr(name, lab.clock)
        patch.setattr(_POOL, _OneByOne)
        patch.setattr("rest.session.BoundedAdapter", lab.wire.adapter)
        # The answers of the wire are whole already.
        patch.setattr("rest.session.read_within_bounds", lambda response: None)
        # Both ways in words: one laboratory may be opened inside another.
        patch.setattr("rest.session.requests.Session", LightSession if light else _SESSION)
        patch.setattr("rest.system_trust", (lambda: True) if light else _SYSTEM_TRUST)
        patch.setattr("tests.providers._engine.wire", light_wire if light else _WIRE)
        # Fewer looks at jobs: in virtual time they cost and gain nothing.
        patch.setattr("prism.waiting.FIRST_PAUSE", 1.0)
        patch.setattr("prism.waiting.LONGEST_PAUSE", 10.0)
        patch.setattr("providers.recovery.when.now", lab.clock.moment)
        for level in ("debug", "info", "warn", "error"):
            patch.setattr(pulumi.log, level, lambda text, *a, **k: lab.said.append(text))
        forget_clients()
        yield lab
        lab.page(0)
        forget_clients()
