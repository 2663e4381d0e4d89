"""One command on the real engine, told as one story: a drill, a failover that is killed, a lost site."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from operations.drill import Drill
from operations.look import Status, Survivor
from operations.readiness import look
from operations.report import last_failover
from operations.run import ROOT
from tests import session
from tests.stacks.seen import HOME, OTHER, addresses, orchestrate, running

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

PROGRAM = """
import sys
from pathlib import Path
from local_cloud import LocalProject
from operations.run import Orchestration, Project

project, cloud, target = sys.argv[1:]
local = LocalProject.at(Project(Path(project)), Path(cloud))
stacks = {site: local.stack(site) for site in dict.fromkeys((target, *local.sites()))}
Orchestration(target, stacks, lambda line: print(line, flush=True), "again").run()
"""


def survivor(local: LocalProject, site: str) -> Survivor:
    return Survivor(local.model(site), local.project, {**os.environ, **local.environment(site)})


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


@pytest.fixture(scope="module")
def killed() -> Iterator[list[int]]:
    """The commands that were killed. What they have left ends with the module."""
    leaders: list[int] = []
    yield leaders
    for leader in leaders:
        session.end(leader)


def killed_after(local: LocalProject, target: str, words: str) -> int:
    """The same command in a process of its own, SIGKILLed with its engine when it says these words; its id."""
    command = [sys.executable, "-c", PROGRAM, str(local.project.directory), str(local.cloud.directory), target]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None
        printed = []
        for line in run.stdout:
            printed.append(line)
            if words in line:
                time.sleep(0.2)
                os.killpg(run.pid, signal.SIGKILL)
                return run.pid
        raise AssertionError(f"it ended without saying {words!r}: {''.join(printed)}")


def test_the_standby_is_ready(local: LocalProject) -> None:
    checks = look(survivor(local, OTHER))
    assert [check for check in checks if check.status is Status.FAIL] == []
    assert {"route", "attachment", "peering", "state"} <= {
        check.name for check in checks if check.status is Status.PASS
    }


def test_a_drill_changes_nothing_that_a_stack_knows(local: LocalProject) -> None:
    report = Drill(survivor(local, OTHER), print).run()
    assert report.status is Status.PASS, report.dump()
    assert {vm.name: vm.address for vm in report.vms} == addresses(local)
    assert running(local, HOME) == addresses(local)
    assert not local.stack(OTHER).up().changed


def test_a_flip_killed_half_way_goes_on_by_the_same_command(local: LocalProject, killed: list[int]) -> None:
    local.project.set("activeRegion", OTHER)
    killed.append(killed_after(local, OTHER, "osaka: updating Failover"))
    assert session.members(killed[-1]), "the engine's plugins outlive it"
    run, said = orchestrate(local, OTHER)
    assert run.run() == {}
    assert any("removing the lock of a run that was killed here" in line for line in said)
    assert session.members(killed[-1]) == [], "nothing of the killed run acts beside the next one"
    assert running(local, OTHER) == addresses(local)
    assert running(local, HOME) == {}


def test_a_real_failover_has_the_same_report(local: LocalProject) -> None:
    report = last_failover(survivor(local, OTHER))
    assert (report.kind, report.status) == ("planned failover", Status.PASS), report.dump()
    assert {vm.name for vm in report.vms} == addresses(local).keys()


def test_a_site_that_is_gone_is_left_for_later_and_then_done(local: LocalProject) -> None:
    local.cloud.fault(OTHER, "hang")
    local.project.set("activeRegion", HOME)
    local.project.set("failoverMode", "unplanned")
    run, _ = orchestrate(local, HOME)
    assert run.run().keys() == {OTHER}
    assert running(local, HOME) == addresses(local)
    assert f"python -m operations failover {HOME}" in run.summary()
    local.cloud.fault(OTHER, "serve")
    again, _ = orchestrate(local, HOME)
    assert again.run() == {}
    assert running(local, OTHER) == {}
