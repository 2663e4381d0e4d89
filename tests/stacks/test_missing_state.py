"""The state of one site is missing while the pair lives, on the real engine: told, and nothing is torn down for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pulumi.automation import CommandError

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from prism.datapolicies import ProtectionPolicies, RecoveryPlans
from tests.stacks.released import resources
from tests.stacks.seen import HOME, OTHER, gateway, leftovers
from tests.stacks.state import export_state

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

PROTECTED = {"ProtectionPolicy", "RecoveryPlan", "Category", "Zone", "Route", "Vpc", "VpcAttachment", "DestroyGuard"}


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.STACKS


@pytest.fixture
def away(local: LocalProject, tmp_path: Path) -> Iterator[str]:
    """The other site's state is taken out of the backend; put back afterwards. The value is that site's name."""
    taken = [*local.cloud.directory.rglob(f".pulumi/stacks/*/{OTHER}.json*")]
    assert taken
    for file in taken:
        file.rename(tmp_path / file.name)
    yield OTHER
    for file in taken:
        (tmp_path / file.name).rename(file)


def protection(local: LocalProject) -> tuple[list[str], list[str]]:
    """The policies and the plans of the home site's Prism Central."""
    prism = local.prism(HOME)
    policies, plans = ProtectionPolicies(prism).list(), RecoveryPlans(prism).list()
    return [policy.label for policy in policies], [plan.label for plan in plans]


def test_a_missing_state_is_told_in_preview_and_up_and_nothing_is_deleted(local: LocalProject, away: str) -> None:
    stack, before = local.stack(HOME), export_state(local, HOME)
    published = stack.outputs()
    protected, led = protection(local), gateway(local, HOME)
    assert all(protected)
    for run in (stack.preview, stack.up):
        with pytest.raises(CommandError) as refused:
            run()
        for words in (f"The stack of {away} no longer publishes the outputs", "Nothing was changed", "lostState"):
            assert words in str(refused.value)
    assert (protection(local), gateway(local, HOME)) == (protected, led)
    after = export_state(local, HOME)
    # The engine decides the order of a state's resources.
    assert sorted(one["urn"] for one in resources(after)) == sorted(one["urn"] for one in resources(before))
    assert stack.outputs() == published, "a refused run forgets nothing"


def test_in_a_disaster_a_run_goes_by_what_was_published_last(local: LocalProject, away: str) -> None:
    local.project.set("acceptedChanges", {"lostState": away})
    result = local.stack(HOME).up()
    local.project.unset("acceptedChanges")
    assert not result.changed, result.text
    assert f"The state of {away} is lost" in result.text


def test_with_the_state_back_the_pair_stands_as_before(local: LocalProject) -> None:
    for site in (HOME, OTHER):
        result = local.stack(site).up()
        assert not result.changed, result.text


def test_what_the_workload_needs_is_protected_in_the_state(local: LocalProject) -> None:
    kept = [one for one in resources(export_state(local, HOME)) if one.get("protect")]
    assert {one["type"].rpartition(":")[2] for one in kept} >= PROTECTED


def test_destroy_takes_what_is_protected_too_one_stack_after_the_other(local: LocalProject) -> None:
    for site in (OTHER, HOME):
        local.stack(site).destroy()
    assert [leftovers(local, site) for site in (HOME, OTHER)] == [{}, {}]
