"""Two paired sites of the simulator over HTTPS, and the environment of a stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pulumi
import pytest
import requests

from prism import Credentials, PrismCentral, Timeouts
from simulator import Running, SiteSpec, World, serve

SITES = (SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3"))


@dataclass
class Cloud:
    """A simulated world that is being served."""

    world: World
    running: Running
    monkeypatch: pytest.MonkeyPatch
    _clients: dict[str, PrismCentral] = field(default_factory=dict)

    def enter(self, site: str) -> None:
        """Sets the environment of the stack of ``site``."""
        for name, value in {
            "PRISM_ENDPOINT": self.running.endpoints[site],
            "PRISM_USERNAME": self.running.username,
            "PRISM_PASSWORD": self.running.password,
            "PRISM_PEER_USERNAME": self.running.username,
            "PRISM_PEER_PASSWORD": self.running.password,
            "PRISM_CA_BUNDLE": self.running.ca_bundle,
            "PRISM_RATE_LIMIT": "10000",
        }.items():
            self.monkeypatch.setenv(name, value)

    def client(self, site: str) -> PrismCentral:
        """A client of our own, for arranging and for looking."""
        if site not in self._clients:
            self._clients[site] = PrismCentral(
                self.running.endpoints[site],
                Credentials(self.running.username, self.running.password),
                ca_bundle=self.running.ca_bundle,
                rate_limit=10000,
                timeouts=Timeouts(call=5),
            )
        return self._clients[site]

    def control(self, verb: str, path: str, body: object, site: str = "tokyo") -> None:
        """A call of the simulator's control API."""
        url = f"{self.running.endpoints[site]}/simulator/v1/{path}"
        requests.request(verb, url, json=body, verify=self.running.ca_bundle, timeout=5).raise_for_status()

    def links(self, **states: str) -> None:
        """Takes links up or down."""
        self.world.set_links(states)


@pytest.fixture(scope="session")
def tls_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One CA for all worlds: making one takes longer than most tests."""
    return tmp_path_factory.mktemp("tls")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tls_dir: Path, request: pytest.FixtureRequest) -> Iterator[Cloud]:
    """Tokyo and Osaka, paired, as NC2 leaves them. The stack is Tokyo's. The parameter is the task clock."""
    monkeypatch.setattr("prism._task._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism._task._LONGEST_PAUSE", 0.01)
    world = World(SITES, seed=1, task_clock=getattr(request, "param", "immediate"))
    with serve(world, tls_dir) as running:
        cloud = Cloud(world, running, monkeypatch)
        cloud.enter("tokyo")
        yield cloud


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the operator reads."""
    lines: list[str] = []
    for level in ("info", "warn"):
        monkeypatch.setattr(pulumi.log, level, lambda text, *a, **k: lines.append(text))
    return lines
