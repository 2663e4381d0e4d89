"""Recovery plans between two sites: what each kind of failover does to VMs on both sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.simulator.estate import Estate, build
from tests.simulator.harness import ACTIONS, JOBS, PLANS, POINTS, VMS, Prism

MakePrisms = Callable[..., tuple[Prism, Prism]]


def test_planned_failover_moves_running_vms_with_their_addresses_and_categories(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.add_vm("app-2", "172.30.1.51")
    job = estate.run("planned-failover")
    assert job["status"] == "SUCCEEDED", estate.errors(job)
    assert estate.power("tokyo") == {}
    assert estate.power("osaka") == {"app-1": "ON", "app-2": "ON"}
    assert estate.addresses("osaka") == {"app-1": "172.30.1.50", "app-2": "172.30.1.51"}
    recovered = estate.osaka.prism.named(VMS, "app-1")
    assert recovered["categories"] == [{"extId": estate.category}]
    assert recovered["extId"] not in estate.vms


def test_job_names_what_became_of_every_vm(estate: Estate) -> None:
    vm_id = estate.add_vm("app-1", "172.30.1.50")
    job = estate.run("planned-failover")
    (result,) = [r["result"] for step in estate.steps(job) for r in step.get("executionStepResults", [])]
    assert result["sourceEntityExtId"] == vm_id
    assert result["recoveredEntityExtId"] == estate.osaka.prism.named(VMS, "app-1")["extId"]
    assert [phase["status"] for phase in job["executionPhases"]] == ["SUCCEEDED"] * 3


def test_failback_is_the_same_the_other_way(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.run("planned-failover")
    job = estate.run("planned-failover", to="tokyo")
    assert job["status"] == "SUCCEEDED", estate.errors(job, "tokyo")
    assert (estate.power("tokyo"), estate.power("osaka")) == ({"app-1": "ON"}, {})
    assert estate.addresses("tokyo") == {"app-1": "172.30.1.50"}


def test_unplanned_failover_needs_no_source_and_leaves_it_running(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.osaka.prism.control("PUT", "links", {"tokyo": "down"})
    job = estate.run("unplanned-failover")
    assert job["status"] == "SUCCEEDED", estate.errors(job)
    assert (estate.power("tokyo"), estate.power("osaka")) == ({"app-1": "ON"}, {"app-1": "ON"})


def test_planned_failover_of_an_unreachable_source_fails_and_changes_nothing(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.osaka.prism.control("PUT", "links", {"tokyo": "down"})
    error = estate.begin("planned-failover")
    job = estate.jobs()[-1]
    assert job["status"] == "FAILED"
    assert ("CONNECTIVITY", "ERROR") in estate.errors(job)
    assert error["errorGroup"] == "RECOVERY_PLAN_JOB_FAILED"
    assert (estate.power("tokyo"), estate.power("osaka")) == ({"app-1": "ON"}, {})


def test_unplanned_failover_twice_finds_nothing_left_to_recover(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.osaka.prism.control("PUT", "links", {"tokyo": "down"})
    estate.run("unplanned-failover")
    job = estate.run("unplanned-failover")
    assert (job["status"], estate.errors(job)) == ("FAILED", [("ENTITY", "ERROR")])
    assert estate.power("osaka") == {"app-1": "ON"}


def test_failback_waits_for_the_stale_copy_to_be_powered_off_and_replaces_it(estate: Estate) -> None:
    stale = estate.add_vm("app-1", "172.30.1.50")
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    osaka.control("PUT", "links", {"tokyo": "down"})
    estate.run("unplanned-failover")
    osaka.control("PUT", "links", {"tokyo": "up"})
    refused = estate.run("planned-failover", to="tokyo")
    assert (refused["status"], estate.errors(refused, "tokyo")) == ("FAILED", [("ENTITY", "ERROR")])
    tokyo.vm_action(stale, "power-off")
    assert estate.run("planned-failover", to="tokyo")["status"] == "SUCCEEDED"
    assert (estate.power("tokyo"), estate.power("osaka")) == ({"app-1": "ON"}, {})
    assert tokyo.named(VMS, "app-1")["extId"] != stale


def test_stale_copies_can_be_set_to_forbid_a_failback(prisms: MakePrisms) -> None:
    estate = build(*prisms(stale_copies="refuse"))
    stale = estate.add_vm("app-1", "172.30.1.50")
    estate.osaka.prism.control("PUT", "links", {"tokyo": "down"})
    estate.run("unplanned-failover")
    estate.osaka.prism.control("PUT", "links", {"tokyo": "up"})
    estate.tokyo.prism.vm_action(stale, "power-off")
    assert estate.errors(estate.run("planned-failover", to="tokyo"), "tokyo") == [("ENTITY", "ERROR")]


def test_unplanned_failback_takes_the_points_made_at_the_recovery_site(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.run("planned-failover")
    estate.osaka.prism.control("PUT", "links", {"osaka": "down"})
    assert estate.run("unplanned-failover", to="tokyo")["status"] == "SUCCEEDED"
    assert estate.power("tokyo") == {"app-1": "ON"}


def test_unplanned_failover_to_a_reference_time_takes_the_point_of_that_time(estate: Estate) -> None:
    vm_id = estate.add_vm("app-1", "172.30.1.50")
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    tokyo.update(f"{VMS}/{vm_id}", memorySizeBytes=2**31)
    osaka.control("PUT", "clock", {"seconds": 3700})
    oldest, newest = sorted(point["creationTime"] for point in osaka.list(POINTS))
    job = estate.run("unplanned-failover", recoveryReferenceTime=oldest)
    assert (job["status"], job["recoveryReferenceTime"]) == ("SUCCEEDED", oldest)
    assert oldest < newest
    assert osaka.named(VMS, "app-1")["memorySizeBytes"] == 2**30


def test_reference_time_before_every_point_is_refused(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    job = estate.run("unplanned-failover", recoveryReferenceTime="2020-01-01T00:00:00Z")
    assert (job["status"], estate.errors(job)) == ("FAILED", [("RECOVERY_POINT", "ERROR")])


def test_test_failover_goes_to_the_test_network_and_is_cleaned_up(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    osaka = estate.osaka.prism
    job = estate.run("test-failover")
    assert job["status"] == "SUCCEEDED", estate.errors(job)
    assert estate.power("tokyo") == {"app-1": "ON"}
    assert estate.power("osaka") == {"app-1-test": "ON"}
    assert estate.addresses("osaka") == {"app-1-test": "192.168.99.50"}
    again = estate.run("test-failover")
    assert ("ENTITY", "WARNING") in estate.errors(again)
    assert again["status"] == "FAILED", "the copies of the first hold the addresses"
    clean_up = f"{ACTIONS}/{estate.plan}/$actions/clean-up-resources"
    task = osaka.do("POST", clean_up)
    assert [one["value"] for one in task["completionDetails"]] == [again["extId"]]
    assert estate.power("osaka") == {"app-1-test": "ON"}, "a clean-up takes the last test, and no more"
    osaka.do("DELETE", f"{JOBS}/{again['extId']}")
    osaka.do("POST", clean_up)
    assert estate.power("osaka") == {}
    assert estate.run("planned-failover")["status"] == "SUCCEEDED"


def test_validate_reports_and_changes_nothing(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    job = estate.run("validate")
    assert (job["status"], job["actionType"], job["numRecoverableVMs"]) == ("SUCCEEDED", "VALIDATE", 1)
    assert (estate.power("tokyo"), estate.power("osaka")) == ({"app-1": "ON"}, {})


def unmapped(estate: Estate) -> None:
    tokyo = estate.tokyo.prism
    for mapping in tokyo.list(f"{PLANS}/{estate.plan}/network-mappings"):
        tokyo.do("DELETE", f"{PLANS}/{estate.plan}/network-mappings/{mapping['extId']}")


def address_taken(estate: Estate) -> None:
    estate.osaka.prism.add_vm("squatter", estate.osaka.app, "172.30.1.50")


def too_little_memory(estate: Estate) -> None:
    estate.osaka.prism.control("PUT", "capacity", {"memoryBytes": 2**29})


def empty_stage(estate: Estate) -> None:
    tokyo = estate.tokyo.prism
    other = tokyo.category("protect", "nobody")
    tokyo.create(f"{PLANS}/{estate.plan}/stages", {"entityType": "VM", "categoryExtIds": [other], "priority": 2})


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        pytest.param(unmapped, ("NETWORK", "ERROR"), id="a network without a mapping"),
        pytest.param(address_taken, ("NETWORK", "ERROR"), id="an address taken in the target subnet"),
        pytest.param(too_little_memory, ("INFRASTRUCTURE", "ERROR"), id="a target cluster that is too small"),
        pytest.param(empty_stage, ("CATEGORY", "WARNING"), id="a stage that selects nothing"),
    ],
)
def test_validation_finds(estate: Estate, spoil: Callable[[Estate], None], error: tuple[str, str]) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    spoil(estate)
    assert estate.errors(estate.run("validate")) == [error]
    failover = estate.run("planned-failover")
    assert failover["status"] == "FAILED"
    assert estate.power("tokyo") == {"app-1": "ON"}


def test_warnings_can_be_ignored(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    empty_stage(estate)
    job = estate.run("planned-failover", shouldIgnoreWarnings=True)
    assert job["status"] == "SUCCEEDED_WITH_VALIDATION_WARNING"


def test_address_keeps_its_place_in_another_prefix(prisms: MakePrisms) -> None:
    estate = build(*prisms(), osaka_cidr="10.9.8")
    estate.add_vm("app-1", "172.30.1.50")
    estate.run("planned-failover")
    assert estate.addresses("osaka") == {"app-1": "10.9.8.50"}


def test_stages_are_recovered_in_order_with_their_delays_in_clock_time(prisms: MakePrisms) -> None:
    estate = build(*prisms(task_clock="ticks:0"), delay=30)
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    second = tokyo.category("protect", "silver")
    tokyo.create(f"{PLANS}/{estate.plan}/stages", {"entityType": "VM", "categoryExtIds": [second], "priority": 2})
    estate.add_vm("late", "172.30.1.51", categories=[{"extId": estate.category}, {"extId": second}][1:])
    estate.add_vm("early", "172.30.1.50")
    osaka.control("PUT", "recovery", {"recoverSeconds": 10})
    estate.begin_only("planned-failover")
    seen = []
    for seconds in (0, 10, 29, 1, 10):
        osaka.control("PUT", "clock", {"seconds": seconds})
        seen.append((estate.power("tokyo"), estate.power("osaka")))
    off = {"late": "OFF", "early": "OFF"}
    assert seen == [
        (off, {}),
        ({"late": "OFF"}, {"early": "ON"}),
        ({"late": "OFF"}, {"early": "ON"}),
        ({"late": "OFF"}, {"early": "ON"}),
        ({}, {"early": "ON", "late": "ON"}),
    ]


def test_partial_failure_keeps_what_was_recovered_and_the_next_run_goes_on(prisms: MakePrisms) -> None:
    estate = build(*prisms(task_clock="ticks:0"))
    osaka = estate.osaka.prism
    estate.add_vm("app-1", "172.30.1.50")
    estate.add_vm("app-2", "172.30.1.51")
    osaka.control("PUT", "recovery", {"recoverSeconds": 1000})
    estate.begin_only("planned-failover")
    osaka.control("PUT", "clock", {"seconds": 1001})
    osaka.control("PUT", "links", {"tokyo": "down"})
    osaka.control("PUT", "clock", {"seconds": 1001})
    job = estate.jobs()[-1]
    assert job["status"] == "FAILED"
    assert (estate.power("tokyo"), estate.power("osaka")) == ({"app-2": "OFF"}, {"app-1": "ON"})
    osaka.control("PUT", "links", {"tokyo": "up"})
    osaka.control("PUT", "recovery", {"recoverSeconds": 0})
    assert estate.run("planned-failover")["status"] == "SUCCEEDED"
    assert (estate.power("tokyo"), estate.power("osaka")) == ({}, {"app-1": "ON", "app-2": "ON"})


def test_second_job_of_a_plan_is_refused_while_one_runs(prisms: MakePrisms) -> None:
    estate = build(*prisms(task_clock="ticks:0"), delay=1000)
    estate.add_vm("app-1", "172.30.1.50")
    estate.begin_only("planned-failover")
    assert estate.begin("planned-failover")["errorGroup"] == "RECOVERY_PLAN_JOB_IN_PROGRESS"
    assert estate.jobs()[-1]["status"] == "RUNNING"


def test_plan_is_run_at_the_side_that_recovers(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    direction = {
        "sourceDomainManagerExtId": estate.tokyo.prism.model.domain_manager_id,
        "targetDomainManagerExtId": estate.osaka.prism.model.domain_manager_id,
    }
    error = estate.begin("planned-failover", to="tokyo", failoverDirections=[direction])
    assert error["errorGroup"] == "INVALID_FAILOVER_DIRECTION"


def test_vm_deleted_for_good_is_not_recovered(estate: Estate) -> None:
    vm_id = estate.add_vm("app-1", "172.30.1.50")
    estate.add_vm("app-2", "172.30.1.51")
    tokyo = estate.tokyo.prism
    tokyo.do("DELETE", f"{VMS}/{vm_id}", etag=tokyo.etag(f"{VMS}/{vm_id}"))
    estate.run("unplanned-failover")
    assert estate.power("osaka") == {"app-2": "ON"}


def test_recovery_setting_keeps_a_vm_off(estate: Estate) -> None:
    vm_id = estate.add_vm("app-1", "172.30.1.50")
    setting = {"vm": {"extId": vm_id}, "powerState": "OFF"}
    estate.tokyo.prism.create(f"{PLANS}/{estate.plan}/recovery-settings", {"scope": "VM", "recoverySetting": setting})
    estate.run("planned-failover")
    assert estate.power("osaka") == {"app-1": "OFF"}


def test_events_tell_the_story_of_every_copy(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.run("planned-failover")
    story = [(e["site"], e["event"]) for e in estate.tokyo.prism.control("GET", "events")]
    assert story == [
        ("tokyo", "vm.created"),
        ("tokyo", "vm.powered_on"),
        ("tokyo", "vm.powered_off"),
        ("osaka", "vm.recovered"),
        ("tokyo", "vm.deleted"),
        ("osaka", "vm.powered_on"),
    ]
