"""A failover that is not finished leads nobody away and is not published, on the real engine, told as one story.

AWS that accepts and never answers, a run of one resource alone, a refused route, a killed run, a VM that comes with
another address: each test goes on where the last ended.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from pulumi.automation import CommandError

from local_cloud.converged import Moment
from local_cloud.front import look_at_front
from local_cloud.project import LocalProject
from operations.run import ROOT, Stack
from prism.vmm import Nic, Vms
from tests.stacks.between import Between
from tests.stacks.seen import HOME, OTHER, gateway, running
from tests.stacks.state import repair

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=6)]

MOVE = "ModifyTransitGatewayPrefixListReference"
ELSEWHERE = "172.30.1.37"
PROGRAM = """
import sys
from pathlib import Path
from local_cloud import LocalProject
from operations.run import Project, Stack

project, cloud, site, endpoint = sys.argv[1:]
local = LocalProject.at(Project(Path(project)), Path(cloud))
stack = local.stack(site)
Stack(site, local.project, {**stack.environment, "AWS_ENDPOINT_URL": endpoint}).up()
"""


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


def word(local: LocalProject, site: str) -> tuple[str, str]:
    """What the stack has published of its failover."""
    outputs = local.stack(site).outputs()
    return outputs["generation"], outputs["activeSite"]


def between(local: LocalProject, site: str, *, hangs: bool = False) -> Between:
    return Between(local.environment(site)["AWS_ENDPOINT_URL"], MOVE, hangs)


def by(local: LocalProject, site: str, endpoint: str) -> Stack:
    """The site's stack, which reaches AWS by this endpoint."""
    stack = local.stack(site)
    return replace(stack, environment={**stack.environment, "AWS_ENDPOINT_URL": endpoint}, _stack=None)


def up_alone(local: LocalProject, site: str, urn: str) -> str:
    """`pulumi up --target`: what it printed, or the error."""
    try:
        return local.stack(site).up(only=[urn]).text
    except CommandError as error:
        return str(error)


def readdress(local: LocalProject, site: str, name: str, address: str) -> None:
    """Give a VM another address, as somebody does by hand."""
    vms = Vms(local.prism(site))
    found = vms.find_by_name(name)
    assert found is not None
    nic = (found.nics or [])[0]
    vms.power_off(found.id)
    vms.remove_nic(found.id, nic.id, lambda *_: True)
    vms.add_nic(found.id, Nic.static(nic.subnet_id, address))
    vms.power_on(found.id)


def urn(type: str, name: str) -> str:
    return f"urn:pulumi:{OTHER}::nc2-dr::{type}::{name}"


REFERENCE = urn("nc2dr:index:WorkloadRoutes$aws:ec2transitgateway/prefixListReference:PrefixListReference", "workload")
FAILOVER = urn("pulumi-python:dynamic/prism:Failover", "failover")


def test_aws_of_the_surviving_site_that_never_answers_ends_the_run_with_a_sentence(local: LocalProject) -> None:
    readdress(local, HOME, "web-1", ELSEWHERE)
    local.project.set("activeRegion", OTHER)
    local.cloud.fault(OTHER, "hang", "aws")
    started = time.monotonic()
    with pytest.raises(CommandError, match=f"AWS does not answer in {local.model(OTHER).me.region}"):
        local.stack(OTHER).up()
    assert time.monotonic() - started < 120
    local.cloud.fault(OTHER, "serve", "aws")


def test_a_run_of_the_route_alone_moves_nothing(local: LocalProject) -> None:
    before = word(local, OTHER)
    print(up_alone(local, OTHER, REFERENCE))
    assert gateway(local, OTHER) == {"peering"}
    assert word(local, OTHER) == before
    assert local.stack(OTHER).outputs()["activeRegion"] == HOME


def test_a_failover_whose_route_is_refused_is_not_published_and_the_other_site_does_not_stand_down(
    local: LocalProject,
) -> None:
    before = local.stack(OTHER).outputs()
    with between(local, OTHER) as refusing, pytest.raises(CommandError, match="ExpiredToken"):
        by(local, OTHER, refusing.url).up()
    assert running(local, HOME) == {}, "the VMs have come over"
    assert gateway(local, OTHER) == {"peering"}
    assert local.stack(OTHER).outputs() == before
    with pytest.raises(CommandError, match=f"{HOME} does not stand down before {OTHER} has taken over"):
        local.stack(HOME).up()


def test_a_run_that_is_killed_at_the_route_publishes_nothing(local: LocalProject) -> None:
    before = local.stack(OTHER).outputs()
    with between(local, OTHER, hangs=True) as hanging:
        command = [sys.executable, "-c", PROGRAM, str(local.project.directory), str(local.cloud.directory), OTHER]
        with subprocess.Popen([*command, hanging.url], cwd=ROOT, start_new_session=True) as run:
            assert hanging.seen.wait(180)
            time.sleep(1)
            os.killpg(run.pid, signal.SIGKILL)
    local.stack(OTHER).cancel()
    assert local.stack(OTHER).outputs() == before


def test_a_run_of_the_failover_alone_says_what_is_missing_and_publishes_nothing(local: LocalProject) -> None:
    """Or the engine refuses it: what is no target and comes before what it once needed is a duplicate to it."""
    before = local.stack(OTHER).outputs()
    printed = up_alone(local, OTHER, FAILOVER)
    if "Duplicate resource URN" in printed:
        repair(local, OTHER)
    else:
        assert "The active site is not published" in printed
        assert "route workload leads to" in printed
    assert local.stack(OTHER).outputs() == before


def test_one_vm_at_another_address_leaves_the_others_served_and_ends_each_run_by_name(local: LocalProject) -> None:
    for _ in range(2):
        with pytest.raises(CommandError, match=r"floating IP 'web-1': VM 'web-1' has no NIC with the address") as ended:
            local.stack(OTHER).up()
        assert ELSEWHERE in str(ended.value)
        assert gateway(local, OTHER) == {"vpc"}
        seen = look_at_front(local, OTHER)
        assert seen is not None
        assert list(seen.targets[OTHER].values()) == ["healthy"], "web-2"
        assert word(local, OTHER) == ("1", OTHER)


def test_the_other_site_stands_down_on_the_published_word(local: LocalProject) -> None:
    local.stack(HOME).up()
    assert (gateway(local, HOME), gateway(local, OTHER)) == ({"peering"}, {"vpc"})


def test_once_the_address_is_mended_the_run_ends_well(local: LocalProject) -> None:
    readdress(local, OTHER, "web-1", "172.30.1.34")
    local.stack(OTHER).up()
    seen = look_at_front(local, OTHER)
    assert seen is not None
    assert list(seen.targets[OTHER].values()) == ["healthy"] * 2
    assert not local.stack(OTHER).up().changed
