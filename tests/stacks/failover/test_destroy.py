"""`pulumi destroy` at the active site, on the real engine: refused before anything goes, complete after its steps."""

import os
import subprocess
from typing import Any

import pytest
from pulumi.automation import CommandError

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from prism.vmm import Vms
from tests.stacks.released import resources
from tests.stacks.seen import HOME, OTHER, gateway, leftovers, promised, where
from tests.stacks.state import export_state

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

GUARD = f"urn:pulumi:{HOME}::nc2-dr::pulumi-python:dynamic/prism:DestroyGuard::destroy-guard"


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


def pulumi(local: LocalProject, *words: str) -> str:
    """What somebody sees who types it, with an exit code that says no."""
    stack = local.stack(HOME)
    environment = {**os.environ, **local.environment(HOME)}
    command = ["pulumi", *words, "--stack", stack.site, "--color", "never", "--non-interactive"]
    done = subprocess.run(
        command, cwd=local.project.directory, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode != 0, done.stdout
    return done.stdout + done.stderr


def standing(local: LocalProject) -> tuple[Any, ...]:
    """What is in the state, where the workload's VMs run, and where the gateway leads them.

    Without a preview the engine forgets components and default providers that nothing else goes by. They are nothing.
    """
    custom = (one["urn"] for one in resources(export_state(local, HOME)) if one.get("custom"))
    urns = sorted(urn for urn in custom if "::pulumi:providers:" not in urn)
    assert where(local, HOME) == promised(local)
    return urns, where(local, HOME), gateway(local, HOME), leftovers(local, HOME)


@pytest.mark.parametrize("skip", [(), ("--skip-preview",)], ids=["with a preview", "without a preview"])
def test_a_mistyped_destroy_is_refused_by_the_state_at_the_one_resource_that_everything_precedes(
    local: LocalProject, skip: tuple[str, ...]
) -> None:
    before = standing(local)
    told = pulumi(local, "destroy", "--yes", *skip)
    assert told.count("cannot be deleted") == told.count(f'"{GUARD}" cannot be deleted') > 0, told
    assert f"pulumi state unprotect '{GUARD}'" in told
    assert standing(local) == before


def test_without_the_protection_it_is_refused_while_vms_run_here(local: LocalProject) -> None:
    before = standing(local)
    with pytest.raises(CommandError) as refused:
        local.stack(HOME).destroy()
    told = " ".join(str(refused.value).split())
    for words in ("Refused, nothing was deleted", "run here: ", "web-1", "set activeRegion to the other site"):
        assert words in told
    assert standing(local) == before


def test_the_next_up_changes_nothing_and_protects_everything_again(local: LocalProject) -> None:
    assert not [one for one in resources(export_state(local, HOME)) if one.get("protect")]
    assert not local.stack(HOME).up().changed
    kept = {one["type"].rpartition(":")[2] for one in resources(export_state(local, HOME)) if one.get("protect")}
    assert kept >= {"DestroyGuard", "VpcAttachment", "PrefixListReference", "Vpc", "FloatingIps", "Failover", "Record"}


def test_after_the_documented_steps_it_is_complete(local: LocalProject) -> None:
    for site in (HOME, OTHER):
        for vm in Vms(local.prism(site)).list():
            Vms(local.prism(site)).delete(vm.id)
    for site in (OTHER, HOME):
        local.stack(site).destroy()
    assert [leftovers(local, site) for site in (HOME, OTHER)] == [{}, {}]
