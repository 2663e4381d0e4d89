"""A planned failover and back on the real engine, told as one story: each test goes on where the last ended."""

import pytest
from pulumi.automation import CommandError

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from tests.stacks.seen import HOME, OTHER, gateway, promised, where

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


def test_the_preview_of_a_flip_names_the_failover_and_each_route(local: LocalProject) -> None:
    local.project.set("activeRegion", OTHER)
    preview = local.stack(OTHER).preview().text
    assert "Planned failover" in preview
    for name in promised(local):
        assert name in preview
    for prefix in local.model(OTHER).overlay.externally_routable_prefixes:
        assert prefix in preview
    assert where(local, HOME) == promised(local), "a preview touches nothing"
    assert gateway(local, OTHER) == {"peering"}


def test_the_site_that_is_left_does_not_stand_down_before_the_other_has_taken_over(local: LocalProject) -> None:
    with pytest.raises(CommandError, match=f"{HOME} does not stand down before {OTHER} has taken over"):
        local.stack(HOME).up()
    assert where(local, HOME) == promised(local)
    assert gateway(local, HOME) == {"vpc"}


def test_a_planned_failover_moves_every_machine_with_its_address(local: LocalProject) -> None:
    local.stack(OTHER).up()
    assert where(local, OTHER) == promised(local)
    assert not any(power == "ON" for _, power in where(local, HOME).values())
    outputs = local.stack(OTHER).outputs()
    assert (outputs["generation"], outputs["activeSite"]) == ("1", OTHER)
    assert outputs["reverseProtection"].startswith(f"Protected from {OTHER} to {HOME}")


def test_a_checkout_of_before_the_failover_is_refused_and_moves_no_route(local: LocalProject) -> None:
    local.project.set("activeRegion", HOME)
    for run in (local.stack(HOME).preview, local.stack(HOME).up):
        with pytest.raises(CommandError) as refused:
            run()
        assert f"{OTHER} took over in flip 1" in str(refused.value)
        assert "Traceback" not in str(refused.value)
    assert gateway(local, HOME) == {"vpc"}
    local.project.set("activeRegion", OTHER)
    local.stack(HOME).up()
    assert (gateway(local, HOME), gateway(local, OTHER)) == ({"peering"}, {"vpc"})


@pytest.mark.parametrize("site", [OTHER, HOME])
def test_after_a_failover_up_and_refresh_change_nothing(local: LocalProject, site: str) -> None:
    assert not local.stack(site).up().changed
    assert not local.stack(site).refresh().changed


def test_failback_is_the_same_flip(local: LocalProject) -> None:
    local.project.set("activeRegion", HOME)
    local.stack(HOME).up()
    local.stack(OTHER).up()
    assert where(local, HOME) == promised(local)
    assert not any(power == "ON" for _, power in where(local, OTHER).values())
    assert (gateway(local, HOME), gateway(local, OTHER)) == ({"vpc"}, {"peering"})
