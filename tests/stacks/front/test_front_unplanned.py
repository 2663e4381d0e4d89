"""What users meet in an unplanned failover, on the real engine, told as one story: each test goes on where the one
before it ended.

Targets and DNS follow the active site while the home site hangs, and the home site returns with copies that still run.
"""

import pytest

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from tests.stacks.front.served import front, records, serves, up
from tests.stacks.seen import HOME, OTHER

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


def test_an_unplanned_failover_moves_the_name_while_the_other_site_hangs(local: LocalProject) -> None:
    before = records(local, OTHER)
    local.cloud.fault(HOME, "hang")
    assert front(local, OTHER).serving() == [], "the region that is lost serves nobody"
    local.project.set("activeRegion", OTHER)
    local.project.set("failoverMode", "unplanned")
    local.stack(OTHER).up()
    serves(local, OTHER)
    assert records(local, OTHER) == before


def test_a_site_that_returns_gets_no_users_and_drains_before_its_copies_are_stopped(local: LocalProject) -> None:
    local.cloud.fault(HOME, "serve")
    seen = front(local, OTHER)
    assert sorted(seen.serving()) == sorted([OTHER, HOME]), "its copies still run"
    assert seen.leads_to == OTHER
    local.project.set("failoverMode", "planned")
    printed, steps = up(local, HOME)
    assert "for unfinished requests to" in printed
    assert steps.index("TargetRegistrations") < steps.index("Failover")
    serves(local, OTHER)


def test_failback_after_the_disaster(local: LocalProject) -> None:
    local.project.set("activeRegion", HOME)
    local.stack(HOME).up()
    local.stack(OTHER).up()
    serves(local, HOME)
    for site in (HOME, OTHER):
        assert not local.stack(site).refresh().changed
