"""Floating IPs that wait for VMs which are restored from the recovery point store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from prism.networking import ExternalSubnet, FloatingIps, Subnets, Vpcs
from providers.floating_ips import FloatingIpsProvider
from simulator import World, serve
from tests.providers._engine import Engine
from tests.providers._store_sites import MACHINES, StoreWorkload, store_sites, store_workload
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow

ADDRESSES = {name: address for name, (address, _) in MACHINES.items()}


@pytest.fixture
def workload(monkeypatch: pytest.MonkeyPatch, tls_dir: Path) -> Iterator[StoreWorkload]:
    """Tokyo is lost, and Osaka has room for all that is in the store."""
    monkeypatch.setattr("prism.waiting.FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism.waiting.LONGEST_PAUSE", 0.01)
    world = World(store_sites(3, 16), seed=1, task_clock="immediate")
    with serve(world, tls_dir) as running:
        cloud = Cloud(world, running, monkeypatch)
        cloud.enter("tokyo")
        made = store_workload(cloud)
        cloud.links(tokyo="down")
        yield made


def waiting_floating_ips(workload: StoreWorkload, members: dict[str, Any]) -> Engine:
    """Floating IPs of a VPC that has some to give, which wait for VMs."""
    client = workload.cloud.client("osaka")
    nat, vpc = Subnets(client).find_by_name("overlay-external-subnet-nat"), Vpcs(client).find_by_name("workload")
    assert nat is not None
    assert vpc is not None
    attached = [ExternalSubnet(subnet_reference=nat.id)]
    Vpcs(client).update(vpc.id, lambda found: found.model_copy(update={"external_subnets": attached}))
    workload.cloud.enter("osaka")
    waiting = Engine(FloatingIpsProvider, owner="nc2-dr/osaka/targets-floating-ips")
    assert waiting.up({"members": members, "await_vms": True}) == "create"
    return waiting


def test_floating_ips_that_waited_lead_to_what_is_restored_in_the_same_run(workload: StoreWorkload) -> None:
    client, awaited = workload.cloud.client("osaka"), {**ADDRESSES, "web-9": "172.30.1.9"}
    members = {name: {"vm": name, "private_ip": address} for name, address in awaited.items()}
    waiting, wanted = waiting_floating_ips(workload, members), {"members": members, "await_vms": True}
    assert sorted(waiting.state["waiting"]) == ["app-1", "batch-1", "db-1", "web-9"]
    workload.up("osaka", floating_ips={"owner": "nc2-dr/osaka/targets-floating-ips", "members": members})
    led = {one.name for one in FloatingIps(client).list() if not one.leads_nowhere}
    assert led == set(ADDRESSES), "the one whose VM comes from elsewhere goes on waiting"
    assert waiting.up(wanted) == "same", "there is nothing left to do for the next up"


def test_a_floating_ip_that_fails_is_kept_by_name_and_tried_again_until_it_is_mended(
    workload: StoreWorkload, said: list[str]
) -> None:
    members = {name: {"vm": name, "private_ip": address} for name, address in ADDRESSES.items()}
    waiting_floating_ips(workload, members)
    awaited = {"owner": "nc2-dr/osaka/targets-floating-ips", "members": members}
    order = {"kind": "status", "status": 403, "method": "PUT", "path": "*/floating-ips/*", "count": -1}
    workload.cloud.control("POST", "faults", order, site="osaka")
    workload.up("osaka", floating_ips=awaited)
    assert workload.running() == ADDRESSES, "the VMs are restored all the same"
    assert sorted(workload.engine.state["failed"]) == sorted(ADDRESSES)
    assert workload.up("osaka", floating_ips=awaited) == "update"
    assert any("Floating IP 'app-1' failed in the last run and will be tried again" in line for line in said)
    workload.cloud.control("DELETE", "faults", {}, site="osaka")
    assert workload.up("osaka", floating_ips=awaited) == "update"
    assert workload.engine.state["failed"] == {}
    assert workload.up("osaka", floating_ips=awaited) == "same"
