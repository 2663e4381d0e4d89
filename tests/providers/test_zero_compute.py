"""The record of a failover at a site that has no Prism Central before the disaster, and the way back from a new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from errors import OperatorError
from prism.dataprotection import RecoveryPointStores
from providers.failover import FailoverProvider
from providers.nc2_cluster import Nc2ClusterProvider
from providers.prism_site import PrismSiteProvider
from simulator import World, serve
from simulator.prism import pairing
from tests.providers._engine import Engine
from tests.providers._store_sites import (
    BUCKET,
    MACHINES,
    STORE,
    StoreWorkload,
    make_network,
    store_sites,
    store_workload,
)
from tests.providers.conftest import Cloud

HOME = {"generation": 3, "active_site": "tokyo"}


def declared(active: str, **more: Any) -> dict[str, Any]:
    """What Osaka's program declares of its failover."""
    return {
        "site": "osaka",
        "active_site": active,
        "home_site": "tokyo",
        "recovery_plan": "workload-recovery",
        "category": {"key": "Tier", "value": "Long"},
        "sites": {"tokyo": "pc-tokyo", "osaka": "pc-osaka"},
        "mode": "unplanned",
        "others": HOME,
        "without_plan": True,
        **more,
    }


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names no Prism Central."""
    for name in ("PRISM_ENDPOINT", "PRISM_USERNAME", "PRISM_PASSWORD", "NC2_API_KEY", "NC2_KEY_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("providers.nc2_cluster.foretell.tell_quota", lambda *_: None)


@pytest.fixture
def record() -> Engine:
    """Osaka's failover, its record only."""
    return Engine(FailoverProvider, owner="nc2-dr/osaka/failover")


@pytest.mark.usefixtures("nowhere")
def test_the_record_begins_counts_and_is_refreshed_without_a_prism_central(record: Engine, said: list[str]) -> None:
    assert record.up(declared("tokyo")) == "create"
    assert (record.state["generation"], record.state["state"]) == (3, "standby")
    assert record.up(declared("tokyo")) == "same"
    assert record.refresh()
    assert record.diff(declared("osaka")).changes
    assert any(line.startswith("Flip 4: osaka takes over from tokyo. No recovery plan will run") for line in said)
    assert record.up(declared("osaka")) == "update"
    assert (record.state["generation"], record.state["state"], record.state["job_id"]) == (4, "active", "")
    assert record.up(declared("osaka")) == "same"


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    ("state", "wanted", "more", "says"),
    [
        ("tokyo", "osaka", {"flip_number": 3}, "in the past"),
        ("osaka", "osaka", {"others": {"generation": 9, "active_site": "tokyo"}}, "would make two active sites"),
        ("osaka", "tokyo", {}, "does not stand down before"),
    ],
    ids=["a flip of the past", "an old checkout", "nobody has taken over"],
)
def test_whose_turn_it_is_is_decided_without_a_prism_central(
    record: Engine, state: str, wanted: str, more: dict[str, Any], says: str
) -> None:
    record.up(declared("tokyo"))
    if state == "osaka":
        record.up(declared("osaka"))
    with pytest.raises(OperatorError, match=says):
        record.make().update(record.id, record.state, {**record.state, **declared(wanted, **more)})


@pytest.mark.usefixtures("nowhere")
def test_nothing_demands_a_prism_central_in_the_preview_of_the_run_that_makes_it(said: list[str]) -> None:
    site = {"prism_central": "pc-osaka", "cluster": "nc2-osaka", "transit_vpc": "transit-vpc"}
    assert PrismSiteProvider().check({}, {**site, "owner": "nc2-dr/osaka/prism"}).failures == []
    cluster = {
        "name": "nc2-osaka",
        "region": "ap-northeast-3",
        "availability_zone": "ap-northeast-3a",
        "node_type": "i4i.metal",
        "nodes": 4,
        "prism_central": "pc-osaka",
    }
    new = dict.fromkeys(("vpc_id", "management_subnet_id", "prism_central_subnet_id", "flow_subnet_id"), "id")
    new |= {"aos_version": "7.3", "prism_central_version": "pc.7.5", "ssh_key": "ops"}
    with pytest.raises(OperatorError, match=r"Create Cluster: AWS, name 'nc2-osaka'.*4 hosts of i4i.metal"):
        Engine(Nc2ClusterProvider, owner="nc2-dr/osaka/cluster").up({**cluster, "new": new})
    assert any("Set PRISM_ENDPOINT once the cluster is there" in line for line in said)


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch, tls_dir: Any) -> Iterator[Cloud]:
    """Tokyo, whose recovery points are in a bucket, and Osaka."""
    monkeypatch.setattr("prism.waiting.FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism.waiting.LONGEST_PAUSE", 0.01)
    with serve(World(store_sites(), seed=1), tls_dir) as running:
        cloud = Cloud(running.world, running, monkeypatch)
        cloud.enter("tokyo")
        yield cloud


@pytest.fixture
def anew(sites: Cloud) -> StoreWorkload:
    """Osaka's cluster was made after the disaster; what Tokyo had is in the bucket."""
    workload = store_workload(sites)
    sites.control("PUT", "cluster", {"nodes": 0}, site="osaka")
    sites.links(tokyo="down")
    sites.control("PUT", "cluster", {"nodes": 3}, site="osaka")
    sites.control("PUT", "recovery-point-store", {"name": STORE, "bucket": BUCKET}, site="osaka")
    make_network(sites.client("osaka"))
    return workload


def category_ids(workload: StoreWorkload) -> dict[str, str]:
    """As Tokyo's stack has published them."""
    return {"Tier:Long": workload.category, **{f"Stage:{name}": one for name, one in workload.stages.items()}}


def test_a_new_prism_central_restores_in_waves_by_the_ids_that_home_has_published(anew: StoreWorkload) -> None:
    assert anew.up("osaka", category_ids=category_ids(anew)) == "update"
    assert anew.powered_on() == ["db-1", "app-1", "batch-1"], "the order of the stages"
    assert anew.running() == {name: address for name, (address, _) in MACHINES.items()}
    assert all(not vm.categories for vm in anew.vms()), "it knows none yet"


def test_categories_that_come_with_the_pairing_are_given_back_once(anew: StoreWorkload, said: list[str]) -> None:
    ids = category_ids(anew)
    anew.up("osaka", category_ids=ids)
    assert anew.up("osaka", category_ids=ids) == "same"
    anew.cloud.links(tokyo="up")
    pair(anew.cloud)
    assert anew.preview("osaka", category_ids=ids)
    assert any("3 VMs: app-1, batch-1, db-1 will get back the categories" in line for line in said)
    assert anew.up("osaka", category_ids=ids) == "update"
    found = {vm.label: {one.ext_id for one in vm.categories or []} for vm in anew.vms()}
    assert found == {
        "db-1": {anew.category, anew.stages["Database"]},
        "app-1": {anew.category, anew.stages["Application"]},
        "batch-1": {anew.category},
    }
    assert anew.up("osaka", category_ids=ids) == "same"


def test_vms_that_never_got_a_category_stand_down_all_the_same(anew: StoreWorkload) -> None:
    anew.up("osaka")
    assert anew.up("tokyo") == "update"
    assert anew.running() == {}
    assert anew.engine.state["superseded"] == ["app-1", "batch-1", "db-1"]


def test_a_new_prism_central_has_no_store_until_somebody_adds_it(sites: Cloud) -> None:
    sites.control("PUT", "cluster", {"nodes": 0}, site="osaka")
    sites.control("PUT", "cluster", {"nodes": 3}, site="osaka")
    assert list(RecoveryPointStores(sites.client("osaka")).list()) == []


def pair(cloud: Cloud) -> None:
    """Tokyo is paired with Osaka's new Prism Central, and they share what they have."""

    pairing.pair(cloud.world.site("tokyo"), cloud.world.site("osaka"))
    cloud.world.advance()
