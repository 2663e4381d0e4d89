"""A drill: into the test network, nothing in production touched, measured, cleaned up, reported."""

import contextlib

import pytest

from operations.drill import Drill, TestCopies
from operations.look import Check, Status
from operations.readiness import drill_network
from operations.report import DRILL, Report
from prism import ConflictError
from prism.dataprotection import RecoveryPlanJobs
from prism.networking import Subnets
from prism.vmm import Vms
from tests.operations._estate import HOME, OTHER, Estate

pytestmark = pytest.mark.slow

MACHINES = {"web-1": "172.30.1.34", "web-2": "172.30.1.35", "db-1": "172.30.1.36"}


def drill(sites: Estate) -> tuple[Report, list[str]]:
    said: list[str] = []
    return Drill(sites.survivor(), said.append).run(), said


def of(report: Report, name: str) -> list[Check]:
    return [check for check in report.checks if check.name == name]


@pytest.mark.parametrize("sites", ["ticks:1"], indirect=True)
def test_every_machine_comes_up_in_the_test_network_at_its_own_address_and_is_gone_afterwards(sites: Estate) -> None:
    before = sites.running_at(HOME)
    report, said = drill(sites)
    assert {vm.name: (vm.power, vm.address, vm.network) for vm in report.vms} == {
        name: ("ON", address, "workload-172-30-1-test") for name, address in MACHINES.items()
    }
    assert sites.running_at(HOME) == before == MACHINES
    assert list(Vms(sites.client(OTHER)).list()) == []
    operations = [task.data["operation"] for task in sites.world.site(OTHER).store.all("task")]
    assert operations.count("CleanUpResourcesRecoveryPlan") == 1, "Prism Central's own clean-up, too"
    assert (report.kind, report.job_status) == (DRILL, "SUCCEEDED")
    assert report.rto.seconds is not None
    assert report.rto.kept
    assert report.rpo.kept
    assert not [check for check in report.checks if check.status is Status.FAIL]
    (told,) = [
        line for line in said if line.startswith("Test failover 'nc2-dr-drill workload-recovery tokyo to osaka 1'")
    ]
    foreseen = list(sites.survivor().foreseen.table())
    assert len(foreseen) == 3
    assert [line.split()[0] for line in told.splitlines()[1:]] == [line.split()[0] for line in foreseen]
    assert "recovery point" in told.splitlines()[1]


def test_a_report_read_again_is_the_same(sites: Estate) -> None:
    report, _ = drill(sites)
    assert Report.load(report.dump()) == report


def test_the_active_site_is_no_place_for_a_drill(sites: Estate) -> None:
    sites.changes = {"activeRegion": OTHER}
    with pytest.raises(ConflictError, match=r"osaka is the active site.*Run the drill for tokyo"):
        drill(sites)


def test_without_a_test_network_nothing_is_started(sites: Estate) -> None:
    sites.changes = {"overlay": {"testVpc": None}}
    with pytest.raises(ConflictError, match=r"overlay\.testVpc is not set"):
        drill(sites)
    assert list(RecoveryPlanJobs(sites.client(OTHER)).list()) == []


def test_a_machine_that_does_not_come_up_fails_the_drill_and_is_named(sites: Estate) -> None:
    sites.world.faults.order(
        {"kind": "recovery-failed", "site": OTHER, "vm": "db-1", "step": "recover", "message": "no space"}
    )
    report, _ = drill(sites)
    assert report.status is Status.FAIL
    failed = {check.subject for check in of(report, "VM recovered") if check.status is Status.FAIL}
    assert failed == {"db-1"}
    assert list(Vms(sites.client(OTHER)).list()) == [], "cleaned up also after a failure"


@pytest.mark.slow
@pytest.mark.parametrize("sites", ["ticks:1"], indirect=True)
@pytest.mark.parametrize("looks", [1, 3, 6])
def test_a_drill_that_was_killed_is_cleaned_up_by_the_next(
    sites: Estate, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    seen = iter(range(looks))

    def until_killed(line: str) -> None:
        if next(seen, None) is None:
            raise Killed

    killed = Drill(sites.survivor(), until_killed)
    # A SIGKILL runs no `finally`.
    monkeypatch.setattr(killed, "_clean_up", lambda: None)
    with contextlib.suppress(Killed):
        killed.run()
    report, said = drill(sites)
    assert report.job.endswith(" 2") or not any("earlier drill" in line for line in said)
    assert report.status is not Status.FAIL, [check for check in report.checks if check.status is Status.FAIL]
    assert list(Vms(sites.client(OTHER)).list()) == []


def test_an_interrupt_cleans_up_on_its_way_out(sites: Estate) -> None:
    def interrupt(line: str) -> None:
        if "came up" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Drill(sites.survivor(), interrupt).run()
    assert list(Vms(sites.client(OTHER)).list()) == []


def test_what_older_drills_left_goes_by_the_ids_of_their_jobs(sites: Estate) -> None:
    """Prism Central's clean-up takes the last test alone, and that one left nothing."""
    survivor = sites.survivor()
    jobs = Drill(survivor, print).jobs
    for number in (1, 2):
        name = f"nc2-dr-drill workload-recovery tokyo to osaka {number}"
        body = jobs.action(name)
        body.should_ignore_warnings = True
        jobs.wait(jobs.start("test-failover", body), on_timeout="")
    jobs.clean_up()
    assert len(list(Vms(sites.client(OTHER)).list())) == 3
    left = {check.subject: check.status for check in drill_network.look(survivor) if check.name == "earlier tests"}
    assert left == {"nc2-dr-drill workload-recovery tokyo to osaka 1": Status.WARN}
    report, said = drill(sites)
    assert any("Cleaning up after it first" in line for line in said)
    assert report.job.endswith(" 3")
    assert {vm.name: vm.address for vm in report.vms} == MACHINES
    assert list(Vms(sites.client(OTHER)).list()) == []


def test_a_drill_does_not_start_beside_what_cannot_be_cleaned_up(
    sites: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = Drill(sites.survivor(), print).jobs
    jobs.wait(jobs.start("test-failover", jobs.action("nc2-dr-drill workload-recovery x 1")), on_timeout="")
    vms = list(Vms(sites.client(OTHER)).list())
    monkeypatch.setattr(TestCopies, "clean_up", lambda self: {vm.id: vm for vm in vms})
    with pytest.raises(ConflictError, match="No drill was started: 3 VMs"):
        drill(sites)
    assert len([job for job in jobs.all() if job.action_type == "TEST_FAILOVER"]) == 1


def test_somebody_else_s_test_is_not_taken_away(sites: Estate) -> None:
    survivor = sites.survivor()
    jobs = Drill(survivor, print).jobs
    jobs.wait(jobs.start("test-failover", jobs.action("the auditors' test")), on_timeout="")
    with pytest.raises(ConflictError, match=r"the auditors' test.*no drill of this project.*has left 3 VMs"):
        drill(sites)
    assert len(list(Vms(sites.client(OTHER)).list())) == 3


def test_what_changes_in_production_meanwhile_is_told(sites: Estate) -> None:
    survivor = sites.survivor()

    def meddle(line: str) -> None:
        if "came up" in line:
            subnet = next(s for s in Subnets(survivor.prism).list() if s.name == "workload-172-30-1")
            Subnets(survivor.prism).delete(subnet.id, subnet.label)

    report = Drill(survivor, meddle).run()
    assert [check.found for check in of(report, "production untouched") if check.status is Status.FAIL] == ["gone"]
