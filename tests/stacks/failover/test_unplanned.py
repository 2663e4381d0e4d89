"""An unplanned failover while the other site hangs, its return, the failback, and the end, on the real engine."""

import pytest

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from prism.vmm import Vms
from tests.stacks.seen import HOME, OTHER, gateway, leftovers, promised, where

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=2)]


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


def test_an_unplanned_failover_completes_while_the_other_site_hangs(local: LocalProject) -> None:
    local.cloud.fault(HOME, "hang")
    local.project.set("activeRegion", OTHER)
    local.project.set("failoverMode", "unplanned")
    local.stack(OTHER).up()
    assert where(local, OTHER) == promised(local)
    assert gateway(local, OTHER) == {"vpc"}


def test_a_site_that_returns_stands_down_before_its_routes_move(local: LocalProject) -> None:
    local.cloud.fault(HOME, "serve")
    assert where(local, HOME) == promised(local), "the disaster left its copies running"
    local.stack(HOME).up()
    assert not any(power == "ON" for _, power in where(local, HOME).values())
    assert where(local, OTHER) == promised(local)
    assert gateway(local, HOME) == {"peering"}


def test_failback_after_an_unplanned_failover(local: LocalProject) -> None:
    local.project.set("failoverMode", "planned")
    local.project.set("activeRegion", HOME)
    local.stack(HOME).up()
    local.stack(OTHER).up()
    assert where(local, HOME) == promised(local)
    assert not any(power == "ON" for _, power in where(local, OTHER).values())


def test_destroy_of_both_leaves_both_clouds_empty_of_what_we_made(local: LocalProject) -> None:
    for site in (HOME, OTHER):
        for vm in Vms(local.prism(site)).list():
            Vms(local.prism(site)).delete(vm.id)
    # The home site's hosted zone goes once the other site's record is out of it.
    for site in (OTHER, HOME):
        local.stack(site).destroy()
    for site in (HOME, OTHER):
        assert leftovers(local, site) == {}
