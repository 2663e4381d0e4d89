"""Recovery from a recovery point store, through the real provider against the simulator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import World, serve
from tests.providers._store_sites import MACHINES, StoreWorkload, store_sites, store_workload
from tests.providers.conftest import Cloud

ADDRESSES = {name: address for name, (address, _) in MACHINES.items()}


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch, tls_dir: Path, request: pytest.FixtureRequest) -> Iterator[Cloud]:
    """Tokyo and Osaka with a store on one bucket. The parameter is what Osaka has: (nodes, GiB a node)."""
    monkeypatch.setattr("prism._task._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism._task._LONGEST_PAUSE", 0.01)
    world = World(store_sites(*getattr(request, "param", (3, 16))), seed=1, task_clock="immediate")
    with serve(world, tls_dir) as running:
        cloud = Cloud(world, running, monkeypatch)
        cloud.enter("tokyo")
        yield cloud


@pytest.fixture
def workload(sites: Cloud) -> StoreWorkload:
    return store_workload(sites)


def test_a_flip_restores_what_the_store_holds_with_its_addresses_wave_by_wave(
    workload: StoreWorkload, said: list[str]
) -> None:
    workload.cloud.links(tokyo="down")
    assert workload.preview("osaka")
    assert any("3 VMs: db-1, app-1, batch-1 will be restored from 'dr-store' in 3 of 3 waves" in line for line in said)
    assert workload.running() == {}, "a preview restores nothing"
    assert workload.up("osaka") == "update"
    assert workload.running() == ADDRESSES
    assert workload.powered_on() == ["db-1", "app-1", "batch-1"]
    assert [vm["name"] for vm in workload.engine.state["restored"]] == ["app-1", "batch-1", "db-1"]
    assert workload.up("osaka") == "same"
    assert workload.restores() == ["db-1", "app-1", "batch-1"]
