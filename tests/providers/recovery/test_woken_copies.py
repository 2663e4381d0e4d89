"""Stale copies that run again when a site takes over are no workload: they go before it comes. Two simulated sites."""

from __future__ import annotations

import pytest

from prism.vmm import Vms
from tests.providers._sites import WORKLOAD, Workload, protected_workload
from tests.providers.conftest import Cloud
from tests.providers.recovery._isolated import isolated_flip, named

pytestmark = pytest.mark.slow


@pytest.fixture(params=["refuse", "replace"])
def woken(cloud: Cloud, request: pytest.FixtureRequest) -> Workload:
    """Tokyo was cut off, has stood down, and its stale copies start again when power returns."""
    workload = protected_workload(cloud)
    cloud.world.stale_copies = request.param
    isolated_flip(workload)
    workload.tokyo.up("osaka", "unplanned")
    for name in WORKLOAD:
        Vms(cloud.client("tokyo")).power_on(named(workload, "tokyo", name).id)
    cloud.world.push_clock(1800)
    return workload


def test_the_preview_tells_them_and_what_comes(woken: Workload, said: list[str]) -> None:
    assert woken.tokyo.preview("tokyo")
    told = "\n".join(said)
    assert "Stale copies that run again and will be powered off first: app-1, db-1." in told
    assert "Already running in tokyo" not in told
    assert set(woken.running("tokyo")) == set(WORKLOAD)


def test_they_are_powered_off_and_make_way_for_what_ran_at_the_source(woken: Workload) -> None:
    stale = {named(woken, "tokyo", name).id for name in WORKLOAD}
    assert woken.tokyo.up("tokyo") == "update"
    assert woken.running("tokyo") == WORKLOAD
    assert not stale & {vm.id for vm in Vms(woken.cloud.client("tokyo")).list()}
    assert woken.off("tokyo") == []
    assert woken.tokyo.up("tokyo") == "same"
