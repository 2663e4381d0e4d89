"""Faults that leave something done and something not, and errors in each namespace's own words."""

from __future__ import annotations

import pytest

from tests.simulator.estate import Estate
from tests.simulator.harness import FLOATING_IPS, POINTS, TASKS, VMS, VPCS, Json, Prism

_PATHS = {
    "networking": VPCS,
    "vmm": VMS,
    "prism": TASKS,
    "datapolicies": "/api/datapolicies/v4.2/config/recovery-plans",
    "dataprotection": "/api/dataprotection/v4.2/config/recovery-plan-jobs",
}


def fault(prism: Prism, **order: object) -> None:
    prism.control("POST", "faults", order)


def result_of(job: Json, steps: list[Json]) -> dict[str, tuple[str, str]]:
    """VM -> status of its recovery and of its power-on."""
    assert job["status"] == "FAILED"
    found: dict[str, list[str]] = {}
    for step in steps:
        if step["operationType"] in {"ENTITY_MIGRATION", "ENTITY_RESTORATION", "VM_POWER_ON"}:
            found.setdefault(step["affectedEntities"][0]["name"], []).append(step["status"])
    return {name: (first, second) for name, (first, second) in found.items()}


def test_recovery_that_fails_for_one_vm_leaves_the_others_running(estate: Estate) -> None:
    for number in (1, 2, 3):
        estate.add_vm(f"app-{number}", f"172.30.1.1{number}")
    fault(estate.osaka.prism, kind="recovery-failed", vm="app-2", message="The disk of app-2 cannot be read.")
    job = estate.run("planned-failover")
    assert result_of(job, estate.steps(job)) == {
        "app-1": ("SUCCEEDED", "SUCCEEDED"),
        "app-2": ("FAILED", "ABORTED"),
        "app-3": ("SUCCEEDED", "SUCCEEDED"),
    }
    assert estate.power("osaka") == {"app-1": "ON", "app-3": "ON"}
    assert estate.power("tokyo") == {"app-2": "OFF"}
    (error,) = [s["errorMessage"]["message"] for s in estate.steps(job) if s["status"] == "FAILED"]
    assert error == "The disk of app-2 cannot be read."


def test_second_run_recovers_what_the_first_left(estate: Estate) -> None:
    for number in (1, 2):
        estate.add_vm(f"app-{number}", f"172.30.1.1{number}")
    fault(estate.osaka.prism, kind="recovery-failed", vm="app-2")
    estate.run("planned-failover")
    assert estate.run("planned-failover")["status"] == "SUCCEEDED"
    assert estate.power("osaka") == {"app-1": "ON", "app-2": "ON"}


def test_vm_that_cannot_be_powered_on_is_recovered_all_the_same(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.11")
    fault(estate.osaka.prism, kind="recovery-failed", step="power-on")
    job = estate.run("unplanned-failover")
    assert result_of(job, estate.steps(job)) == {"app-1": ("SUCCEEDED", "FAILED")}
    assert estate.power("osaka") == {"app-1": "OFF"}


def test_source_that_cannot_be_stopped_keeps_running(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.11")
    fault(estate.osaka.prism, kind="recovery-failed", step="stop")
    assert estate.run("planned-failover")["status"] == "FAILED"
    assert (estate.power("tokyo"), estate.power("osaka")) == ({"app-1": "ON"}, {})


def test_task_may_fail_after_it_has_done_what_was_asked(tokyo: Prism) -> None:
    fault(tokyo, kind="task-partly-failed", method="POST", path="*/vpcs", message="The route table was not made.")
    task_id = tokyo.request("POST", VPCS, {"name": "half"}).json()["data"]["extId"]
    task = tokyo.get(f"{TASKS}/{task_id}")
    assert (task["status"], task["errorMessages"][0]["message"]) == ("FAILED", "The route table was not made.")
    assert task["entitiesAffected"][0]["extId"] == tokyo.named(VPCS, "half")["extId"]


def test_task_of_a_floating_ip_fails_when_the_pool_is_exhausted(tokyo: Prism) -> None:
    tokyo.control("PUT", "capacity", {"floatingIps": 0})
    task_id = tokyo.request("POST", FLOATING_IPS, {"name": "one"}).json()["data"]["extId"]
    assert tokyo.get(f"{TASKS}/{task_id}")["errorMessages"][0]["errorGroup"] == "FLOATING_IP_POOL_EXHAUSTED"


def test_recovery_stops_at_what_the_cluster_has_memory_for(estate: Estate) -> None:
    for number in (1, 2):
        estate.add_vm(f"app-{number}", f"172.30.1.1{number}")
    estate.osaka.prism.control("PUT", "capacity", {"memoryBytes": 2**30})
    job = estate.run("unplanned-failover")
    assert estate.errors(job) == [("INFRASTRUCTURE", "ERROR")]
    assert estate.power("osaka") == {}


def test_recovery_points_arrive_after_the_lag(estate: Estate) -> None:
    osaka = estate.osaka.prism
    # The clock that is immediate knows no lag; it is pushed by hand here.
    estate.osaka.prism.model.world.clock.mode = "seconds"
    osaka.control("PUT", "replication", {"lagSeconds": 600})
    estate.add_vm("app-1", "172.30.1.11")
    assert (len(estate.tokyo.prism.list(POINTS)), osaka.list(POINTS)) == (1, [])
    osaka.control("PUT", "clock", {"seconds": 601})
    assert len(osaka.list(POINTS)) == 1


@pytest.mark.parametrize("status", [409, 423])
@pytest.mark.parametrize("namespace", _PATHS)
def test_status_comes_with_the_namespaces_own_error(tokyo: Prism, namespace: str, status: int) -> None:
    fault(tokyo, kind="status", status=status)
    reply = tokyo.request("GET", _PATHS[namespace])
    (error,) = reply.json()["data"]["error"]
    assert reply.status_code == status
    assert error["$objectType"] == f"{namespace}.v4.error.AppMessage"
    assert error["code"].startswith(f"{namespace.upper()}-")
    assert error["errorGroup"] != "INJECTED_FAULT"
    assert error["message"]


def test_ordered_412_of_the_vm_service_has_the_words_clients_look_for(tokyo: Prism) -> None:
    fault(tokyo, kind="status", status=412)
    text = tokyo.request("GET", VMS).text
    assert all(word in text for word in ("VM_ETAG_MISMATCH", "VMM-30303", "If-Match header value passed"))


def test_unknown_step_is_refused(tokyo: Prism) -> None:
    reply = tokyo.request("POST", "/simulator/v1/faults", {"kind": "recovery-failed", "step": "dance"})
    assert (reply.status_code, "stop, recover, power-on" in reply.text) == (400, True)
