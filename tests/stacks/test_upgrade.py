"""States that f828e7a wrote, on the real engine with the code of today, told as one story.

Each test goes on where the one before it ended. The cloud is one of today; the kept states are moved to it.
"""

import pytest
import yaml

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from operations.run import Result
from prism.vmm import Vms
from tests.stacks.released import DATA, SITES, Released, moved
from tests.stacks.seen import HOME, OTHER, gateway, leftovers, promised, where
from tests.stacks.state import export_state, import_state

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

ADDED = 6
"""What a released stack gets and did not have: NC2's road to the overlay (tests/stacks/test_released_states.py)."""

FROM_NOTHING = Released(DATA / "f828e7a" / "default")
FAILED_OVER = Released(FROM_NOTHING.directory / "failed-over")


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


def go_back(local: LocalProject, released: Released) -> None:
    """Put the kept states in the place of those of today, with the settings files of then."""
    for name, text in released.settings().items():
        (local.project.directory / name).write_text(text)
    for site in SITES:
        lead_by_the_default_table(local, site)
    today = {site: export_state(local, site) for site in SITES}
    for site, state in moved({site: released.state(site) for site in SITES}, today).items():
        assert state != today[site]
        import_state(local, site, state)


def lead_by_the_default_table(local: LocalProject, site: str) -> None:
    """Then no stack made a table of its own the VPC's main one."""
    ec2, vpc_id = local.aws("ec2", site), local.stack(site).outputs()["vpcId"]
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"]
    (main,) = (one for table in tables for one in table["Associations"] if one["Main"])
    (unused,) = (table["RouteTableId"] for table in tables if not table["Associations"])
    ec2.replace_route_table_association(AssociationId=main["RouteTableAssociationId"], RouteTableId=unused)


def test_the_settings_of_then_are_those_of_today(local: LocalProject) -> None:
    """Otherwise the snapshot of today is no cloud for the kept states: converge one with the kept settings then."""
    kept = {name: yaml.safe_load(text) for name, text in FROM_NOTHING.settings().items()}
    assert kept == {name: yaml.safe_load(text) for name, text in local.project.settings().items()}


def changes(result: Result) -> dict[str, int]:
    return {kind: count for kind, count in result.changes.items() if count and kind not in ("same", "read")}


def expect_the_road_and_the_plan(result: Result, site: str) -> None:
    """The road is added, the AWS provider repeats its calls less often, and the home site's plan keeps addresses."""
    assert changes(result) == {"create": ADDED, "update": 2 if site == HOME else 1}, result.text
    if site == HOME:
        assert "will keep the VMs' addresses" in " ".join(result.text.split()), result.text


def test_the_previews_of_both_stacks_add_the_road_write_the_plan_and_change_nothing_else(local: LocalProject) -> None:
    go_back(local, FROM_NOTHING)
    for site in SITES:
        expect_the_road_and_the_plan(local.stack(site).preview(), site)


@pytest.mark.parametrize("site", SITES)
def test_the_first_up_does_that_and_a_further_up_and_refresh_change_nothing(local: LocalProject, site: str) -> None:
    expect_the_road_and_the_plan(local.stack(site).up(), site)
    for run in (local.stack(site).up, local.stack(site).refresh):
        result = run()
        assert not result.changed, result.text


def test_a_failover_moves_the_workload(local: LocalProject) -> None:
    local.project.set("activeRegion", OTHER)
    local.stack(OTHER).up()
    local.stack(HOME).up()
    assert where(local, OTHER) == promised(local)
    assert not any(power == "ON" for _, power in where(local, HOME).values())
    assert (gateway(local, HOME), gateway(local, OTHER)) == ({"peering"}, {"vpc"})


def test_the_previews_of_states_after_a_failover_show_no_more_than_that(local: LocalProject) -> None:
    go_back(local, FAILED_OVER)
    for site in SITES:
        expect_the_road_and_the_plan(local.stack(site).preview(), site)


def test_the_failback_moves_the_workload_home(local: LocalProject) -> None:
    local.project.set("activeRegion", HOME)
    local.stack(HOME).up()
    local.stack(OTHER).up()
    assert where(local, HOME) == promised(local)
    assert local.stack(HOME).outputs()["generation"] == "2"


def test_destroy_leaves_nothing(local: LocalProject) -> None:
    for site in SITES:
        vms = Vms(local.prism(site))
        for vm in vms.list():
            vms.delete(vm.id)
    for site in (OTHER, HOME):
        local.stack(site).destroy()
    assert [leftovers(local, site) for site in SITES] == [{}, {}]
