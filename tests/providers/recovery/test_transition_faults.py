"""Faults that a table of transitions would have shown: each happened, and each has its test by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from errors import OperatorError
from prism.networking import Subnets
from prism.vmm import Vms
from providers.failover import FailoverProvider
from simulator import World, serve
from tests.providers._engine import CheckFailed, Engine
from tests.providers._sites import WORKLOAD, Workload, add_vm, failover_inputs, protected_workload
from tests.providers._store_sites import MACHINES, StoreWorkload, store_sites, store_workload
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow

ADDRESSES = {name: address for name, (address, _) in MACHINES.items()}


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


@pytest.fixture
def restorable(monkeypatch: pytest.MonkeyPatch, tls_dir: Path) -> Iterator[StoreWorkload]:
    """Tokyo is lost; Osaka can restore the workload from the store."""
    monkeypatch.setattr("prism.waiting.FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism.waiting.LONGEST_PAUSE", 0.01)
    world = World(store_sites(), seed=1, task_clock="immediate")
    with serve(world, tls_dir) as running:
        cloud = Cloud(world, running, monkeypatch)
        cloud.enter("tokyo")
        workload = store_workload(cloud)
        cloud.links(tokyo="down")
        yield workload


def wake(cloud: Cloud, site: str) -> None:
    """The power returns: whatever is off at the site starts."""
    client = cloud.client(site)
    for vm in Vms(client).list():
        if vm.power_state == "OFF":
            Vms(client).power_on(vm.id)


def test_failover_mode_test_is_refused_before_anything_happens() -> None:
    engine = Engine(FailoverProvider, inputs=failover_inputs("osaka", "tokyo", "planned"))
    for active in ("tokyo", "osaka"):
        with pytest.raises(CheckFailed, match=r"mode is 'test': .*planned.*unplanned"):
            engine.check(failover_inputs("osaka", active, "test"))


def test_a_state_from_a_time_when_mode_test_was_accepted_goes_on_working(workload: Workload, said: list[str]) -> None:
    """Its stale copies that wake are powered off, which mode test prevented."""
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    workload.cloud.links(tokyo="up")
    workload.tokyo.up("osaka", "unplanned")
    workload.tokyo.engine.state["mode"] = workload.tokyo.engine.inputs["mode"] = "test"
    wake(workload.cloud, "tokyo")
    assert set(workload.running("tokyo")) == set(WORKLOAD)
    workload.tokyo.refresh()
    assert workload.tokyo.preview("osaka"), "stale copies that run are a change"
    assert workload.tokyo.up("osaka") == "update"
    assert workload.running("tokyo") == {}
    assert workload.running("osaka") == WORKLOAD


def test_a_store_recovery_stands_down_at_its_own_prism_central_only(restorable: StoreWorkload) -> None:
    """It powered off the active site's VMs when it was given the active site's address."""
    restorable.up("osaka")
    cloud = restorable.cloud
    cloud.links(tokyo="up")
    before = {vm.id: (vm.power_state, vm.description) for vm in restorable.vms("tokyo")}
    cloud.enter("tokyo")
    with pytest.raises(OperatorError, match=r"is not 'pc-osaka'.*Set PRISM_ENDPOINT and the credentials of osaka"):
        restorable.engine.up(restorable.inputs("tokyo"))
    assert {vm.id: (vm.power_state, vm.description) for vm in restorable.vms("tokyo")} == before
    assert set(restorable.running("tokyo")) == set(ADDRESSES)
    assert restorable.up("tokyo") == "update"
    assert restorable.running("osaka") == {}
    assert set(restorable.running("tokyo")) == set(ADDRESSES)


def test_a_store_recovery_restores_at_its_own_prism_central_only(restorable: StoreWorkload) -> None:
    restorable.cloud.links(tokyo="up")
    restorable.cloud.enter("tokyo")
    with pytest.raises(OperatorError, match="is not 'pc-osaka'"):
        restorable.engine.up(restorable.inputs("osaka"))
    assert len(restorable.vms("tokyo")) == len(ADDRESSES)


def test_stale_copies_of_a_tier_in_the_store_that_wake_are_told_of_and_powered_off(
    restorable: StoreWorkload, said: list[str]
) -> None:
    restorable.up("osaka")
    restorable.up("tokyo", generation=2)
    assert restorable.up("tokyo", generation=2) == "same"
    wake(restorable.cloud, "osaka")
    assert set(restorable.running()) == set(ADDRESSES)
    said.clear()
    assert restorable.preview("tokyo", generation=2)
    assert any(all(name in line for name in ADDRESSES) and "powers them off" in line for line in said)
    assert set(restorable.running()) == set(ADDRESSES), "a preview only tells"
    assert restorable.up("tokyo", generation=2) == "update"
    assert restorable.running() == {}
    assert restorable.engine.state["superseded"] == sorted(ADDRESSES)
    assert restorable.up("tokyo", generation=2) == "same"


def test_vms_of_a_store_tier_that_run_without_a_mark_are_told_of_and_left_alone(
    restorable: StoreWorkload, said: list[str]
) -> None:
    client = restorable.cloud.client("osaka")
    subnet = Subnets(client).get_by_name("workload-1").id
    add_vm(client, "db-1", ADDRESSES["db-1"], subnet, restorable.category)
    assert restorable.up("tokyo") == "same"
    assert any("db-1" in line and "osaka" in line for line in said)
    assert list(restorable.running()) == ["db-1"]


def test_the_other_site_s_vms_are_not_taken_for_a_split_brain(restorable: StoreWorkload, said: list[str]) -> None:
    restorable.up("osaka")
    restorable.up("tokyo", generation=2)
    restorable.cloud.links(tokyo="up")
    restorable.cloud.enter("tokyo")
    said.clear()
    assert not restorable.engine.diff(restorable.inputs("tokyo", generation=2)).changes
    assert not any("SPLIT BRAIN" in line for line in said)
    assert any("is not 'pc-osaka'" in line for line in said)


def test_a_state_from_before_the_guard_is_read_and_goes_on(restorable: StoreWorkload) -> None:
    """Such a state has no ``prism_central``, and may say mode ``test``."""
    restorable.up("osaka")
    for held in (restorable.engine.state, restorable.engine.inputs):
        del held["prism_central"]
        held["mode"] = "test"
    restorable.cloud.enter("osaka")
    assert restorable.engine.refresh()
    assert restorable.up("osaka") == "same"
    assert restorable.up("tokyo", generation=2) == "update"
    assert restorable.running() == {}


def test_a_vm_that_runs_here_already_is_left_alone(restorable: StoreWorkload) -> None:
    client = restorable.cloud.client("osaka")
    subnet = Subnets(client).get_by_name("workload-1").id
    add_vm(client, "db-1", ADDRESSES["db-1"], subnet, restorable.category)
    restorable.up("osaka")
    assert sorted(restorable.restores()) == ["app-1", "batch-1"]
