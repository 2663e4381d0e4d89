"""Without a way to the other site, the route of the active site outlives a run of it alone (`--target`)."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pulumi.automation import CommandError

from local_cloud.project import LocalProject
from operations.run import Project
from tests.stacks.seen import HOME, OTHER, gateway
from tests.stacks.settings import write
from tests.stacks.state import repair

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=2)]

ROUTES = "nc2dr:index:WorkloadRoutes$aws:ec2transitgateway/prefixListReference:PrefixListReference"
REFERENCE = f"urn:pulumi:{HOME}::nc2-dr::{ROUTES}::workload"


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalProject]:
    """The home site's stack alone, up, with nothing that joins the sites."""
    directory: Path = tmp_path_factory.mktemp("local")
    project = Project.here().working_copy(directory / "project")
    for key in ("loadBalancer", "dns"):
        project.unset(key)
    write(project, peering="none")
    local = LocalProject.at(project, directory / "cloud")
    local.start(print)
    for site in (OTHER, HOME):
        local.stack(site).init()
    local.stack(HOME).up()
    yield local
    local.cloud.down()


def test_a_run_of_the_route_alone_does_not_delete_it_before_the_site_has_stood_down(local: LocalProject) -> None:
    """Three of the engine's rules stand against it, and any may come first.

    What another resource needs is not deleted if that is no target. A resource that is no target, and needed more in
    the state than it does now, may have to come before what it needed: then the engine calls that a duplicate. And
    `DestroyGuard`, which is no target either, keeps what it needed: then the run ends well and has deleted nothing.
    """
    assert gateway(local, HOME) == {"vpc"}
    local.project.set("activeRegion", OTHER)
    with suppress(CommandError):
        local.stack(HOME).up(only=[REFERENCE])
    assert gateway(local, HOME) == {"vpc"}


def test_a_second_up_changes_nothing(local: LocalProject) -> None:
    """The refused run may have left a state that the engine does not read: the runbook's command mends it."""
    local.project.set("activeRegion", HOME)
    repair(local, HOME)
    assert not local.stack(HOME).up().changed
