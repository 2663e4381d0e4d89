"""Stale copies have no mark where the other stack has told their ids: what knows them where that tells nothing now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prism import ConflictError
from prism.vmm import Vms
from tests.providers._sites import WORKLOAD, Stack, Workload, protected_workload
from tests.providers.conftest import Cloud
from tests.providers.recovery._isolated import add, isolated_flip, named

pytestmark = pytest.mark.slow


@pytest.fixture
def stood_down(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Workload:
    """Osaka has taken over, and Tokyo has stood down by the ids that Osaka tells, with more VMs than are marked."""
    monkeypatch.setattr("providers.recovery.standing_down.MARKED_AT_MOST", 0)
    workload = protected_workload(cloud)
    isolated_flip(workload)
    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert all("superseded" not in (named(workload, "tokyo", name).description or "") for name in WORKLOAD)
    return workload


def start(workload: Workload, name: str) -> None:
    """Somebody starts the copy in Tokyo."""
    Vms(workload.cloud.client("tokyo")).power_on(named(workload, "tokyo", name).id)


def test_a_refresh_tells_a_stale_copy_that_runs_from_a_vm_that_may_be_the_only_one(
    stood_down: Workload, said: list[str]
) -> None:
    start(stood_down, "db-1")
    add(stood_down, "tokyo", "new-1", "172.30.1.13")
    said.clear()
    stood_down.tokyo.refresh()
    woken, strays = said
    assert woken.startswith("1 VM: db-1 run again in tokyo as stale copies")
    assert strays.startswith("POSSIBLE SPLIT BRAIN: 1 VM: new-1 run in tokyo, but osaka is active.")


def test_a_copy_that_wakes_is_powered_off_although_the_state_of_the_other_stack_is_lost(stood_down: Workload) -> None:
    start(stood_down, "db-1")
    add(stood_down, "tokyo", "new-1", "172.30.1.13")
    stood_down.tokyo.peer = None
    stood_down.tokyo.refresh()
    assert stood_down.tokyo.up("osaka", "unplanned") == "update"
    assert list(stood_down.running("tokyo")) == ["new-1"]
    start(stood_down, "db-1")
    assert stood_down.tokyo.up("osaka", "unplanned") == "update", "it is not forgotten"
    assert list(stood_down.running("tokyo")) == ["new-1"]


def test_the_copies_make_way_although_the_state_of_the_other_stack_is_lost(
    stood_down: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.recovery.making_way.BOUND", timedelta(days=-1))
    stood_down.tokyo.peer = None
    assert stood_down.tokyo.up("tokyo") == "update"
    assert stood_down.running("tokyo") == WORKLOAD
    assert stood_down.off("tokyo") == []
    assert stood_down.tokyo.state["stood_down"] == ""


def test_both_states_lost_a_home_site_whose_vms_run_elsewhere_does_not_begin_as_the_active_one(
    stood_down: Workload,
) -> None:
    stood_down.tokyo = Stack(stood_down.cloud, "tokyo")
    with pytest.raises(ConflictError, match="no protected VM is left in tokyo: osaka ran the workload last"):
        stood_down.tokyo.up("tokyo")


def test_a_home_site_to_which_the_workload_came_back_begins_although_its_vms_are_off(stood_down: Workload) -> None:
    assert stood_down.tokyo.up("tokyo") == "update"
    for name in WORKLOAD:
        Vms(stood_down.cloud.client("tokyo")).power_off(named(stood_down, "tokyo", name).id)
    stood_down.tokyo = Stack(stood_down.cloud, "tokyo")
    assert stood_down.tokyo.up("tokyo") == "create"
