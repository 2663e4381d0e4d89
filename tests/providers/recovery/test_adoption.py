"""A job that an earlier run has left is adopted only while it brings what the source has. Two simulated sites."""

from __future__ import annotations

import copy

import pytest

from prism import PrismError
from prism.vmm import Vms
from tests.providers._sites import WORKLOAD, Workload, accepting, protected_workload
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow


@pytest.fixture
def given_up(cloud: Cloud) -> Workload:
    """An unplanned failover was killed before its state was written; Tokyo was only cut off, and runs on."""
    workload = protected_workload(cloud)
    before = copy.deepcopy(workload.osaka.state)
    cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    workload.osaka.engine.state = before
    cloud.links(tokyo="up")
    return workload


def test_a_job_whose_vms_ran_on_for_longer_than_the_rpo_is_refused_by_vm(given_up: Workload) -> None:
    given_up.cloud.world.push_clock(3 * 3600)
    with pytest.raises(PrismError, match=r"app-1 ran on in tokyo: its newest .* after job 'nc2-dr"):
        given_up.osaka.preview("osaka", "unplanned")
    for mode in ("planned", "unplanned"):
        with pytest.raises(PrismError, match=r"(?s)db-1 ran on in tokyo.*risks: \[source-went-on\]"):
            given_up.osaka.up("osaka", mode)
    assert set(given_up.running("tokyo")) == set(WORKLOAD)


def test_a_job_whose_loss_is_within_the_rpo_is_adopted(given_up: Workload) -> None:
    given_up.cloud.world.push_clock(1800)
    given_up.osaka.up("osaka", "unplanned")
    assert given_up.jobs("osaka") == ["nc2-dr workload-recovery tokyo to osaka #1"]


def test_accepted_it_is_adopted_as_it_is(given_up: Workload) -> None:
    given_up.cloud.world.push_clock(3 * 3600)
    given_up.osaka.up("osaka", "unplanned", **accepting(1, "source-went-on"))
    assert given_up.osaka.state["generation"] == 1


def test_without_the_vms_that_it_brought_the_newest_state_is_recovered(given_up: Workload) -> None:
    given_up.cloud.world.push_clock(3 * 3600)
    vms = Vms(given_up.cloud.client("osaka"))
    for vm in list(vms.list()):
        vms.delete(vm.id)
    given_up.osaka.up("osaka", "planned")
    assert given_up.jobs("osaka")[-1] == "nc2-dr workload-recovery tokyo to osaka #2"
    assert set(given_up.running("osaka")) == set(WORKLOAD)
    assert given_up.running("tokyo") == {}
