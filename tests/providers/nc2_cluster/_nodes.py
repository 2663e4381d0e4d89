"""The stack of Tokyo whose cluster's nodes come and go through a simulated NC2 console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from nc2_console import Timeouts
from providers.nc2_cluster import Nc2ClusterProvider
from simulator.console import Estate, PrismSite, Running, Seeded, serve
from tests.providers._engine import Engine
from tests.providers.conftest import Cloud

TYPE, ZONE = "i4i.metal", "ap-northeast-1a"
NEW = {
    "vpc_id": "vpc-1",
    "vpc_cidr": "10.0.0.0/16",
    "flow_subnet_cidr": "10.0.4.0/24",
    "management_subnet_id": "subnet-metal",
    "prism_central_subnet_id": "subnet-pc",
    "flow_subnet_id": "subnet-flow",
    "aos_version": "7.3",
    "prism_central_version": "pc.7.3",
    "ssh_key": "ops",
    "access_cidrs": ["10.0.0.0/8"],
}


class Nodes:
    """The stack of Tokyo, its Prism Central of three nodes, and the NC2 console that made them."""

    def __init__(self, cloud: Cloud, running: Running) -> None:
        self.cloud, self.running, self.estate = cloud, running, running.estate
        self.engine = Engine(Nc2ClusterProvider)

    def inputs(self, nodes: int, **more: Any) -> dict[str, Any]:
        """What the stack declares."""
        return {
            "name": "nc2-tokyo",
            "region": "ap-northeast-1",
            "availability_zone": ZONE,
            "node_type": TYPE,
            "nodes": nodes,
            "prism_central": "pc-tokyo",
            "usd_per_node_hour": 10,
            **more,
        }

    def up(self, nodes: int, **more: Any) -> str:
        """One pulumi up."""
        return self.engine.up(self.inputs(nodes, **more))

    def trouble(self, kind: str, **more: Any) -> None:
        """Orders trouble at the console."""
        url = f"{self.running.endpoint}/simulator/v1/faults"
        answer = requests.post(url, json={"kind": kind, **more}, verify=self.running.ca_bundle, timeout=5)
        answer.raise_for_status()

    @property
    def shown(self) -> int:
        """The nodes that Prism Central shows."""
        return len(self.cloud.world.site("tokyo").store.all("host"))

    @property
    def clusters(self) -> list[tuple[str, int]]:
        """The living clusters of the console and their nodes."""
        return [(one.name, one.joined) for one in self.estate.living()]


@contextmanager
def serving(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tls_dir: Path, first: int) -> Iterator[Nodes]:
    """Tokyo's nodes, as many as `first`, and a console that is served."""
    monkeypatch.setattr("providers.nc2_cluster.run.FIRST_PAUSE", 0.001)
    monkeypatch.setattr("providers.nc2_cluster.foretell.tell_quota", lambda *_: None)
    monkeypatch.setattr("providers.nc2_cluster.run.LONGEST_PAUSE", 0.002)
    prism = PrismSite(cloud.running.endpoints["tokyo"], cloud.running.ca_bundle)
    if not first:
        prism.has(0)
    seeded = Seeded("nc2-tokyo", "ap-northeast-1", ZONE, TYPE, first)
    estate = Estate([seeded], task_clock="ticks:2", told={"nc2-tokyo": prism.has}, seed=1)
    with serve(estate, tls_dir) as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("providers.nc2_cluster.client.Timeouts", lambda: Timeouts(connect=1, read=1, call=3))
        yield Nodes(cloud, running)
