"""The world around the API: clocks, faults, replication, and its state on disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator import Running, World, serve
from simulator.prism.model import nouns
from tests.simulator.conftest import SITES
from tests.simulator.estate import Estate, build
from tests.simulator.harness import JOBS, PLANS, POINTS, POLICIES, TASKS, VMS, VPCS, Prism, TaskFailed

PROTECTED = "/api/dataprotection/v4.2/config/protected-resources"


@pytest.mark.parametrize(
    ("clock", "seen"),
    [
        pytest.param("immediate", ["SUCCEEDED"], id="immediate: over at once"),
        pytest.param("ticks:3", ["RUNNING", "RUNNING", "SUCCEEDED"], id="ticks: after so many looks"),
    ],
)
def test_tasks_take_their_time(prisms: Callable[..., tuple[Prism, Prism]], clock: str, seen: list[str]) -> None:
    tokyo, _ = prisms(task_clock=clock)
    task_id = tokyo.request("POST", VPCS, {"name": "x"}).json()["data"]["extId"]
    looks = [tokyo.get(f"{TASKS}/{task_id}") for _ in seen]
    assert [task["status"] for task in looks] == seen
    assert looks[-1]["progressPercentage"] == 100
    assert all("entitiesAffected" not in task for task in looks[:-1])


def test_how_long_tasks_take_can_be_changed(prisms: Callable[..., tuple[Prism, Prism]]) -> None:
    tokyo, _ = prisms()
    assert tokyo.control("PUT", "clock", {"mode": "seconds:1000"})["taskSeconds"] == 1000
    task_id = tokyo.request("POST", VPCS, {"name": "x"}).json()["data"]["extId"]
    assert tokyo.get(f"{TASKS}/{task_id}")["status"] in ("QUEUED", "RUNNING")
    tokyo.control("PUT", "clock", {"mode": "immediate", "seconds": 1000})
    assert tokyo.get(f"{TASKS}/{task_id}")["status"] == "SUCCEEDED"


def test_a_clock_that_runs_cannot_become_one_of_ticks(prisms: Callable[..., tuple[Prism, Prism]]) -> None:
    tokyo, _ = prisms()
    reply = tokyo.request("PUT", "/simulator/v1/clock", {"mode": "ticks:3"})
    assert (reply.status_code, "cannot change to 'ticks:3'" in reply.text) == (400, True)


def test_clock_of_ticks_is_pushed_by_hand(prisms: Callable[..., tuple[Prism, Prism]]) -> None:
    tokyo, _ = prisms(task_clock="ticks:1000")
    tokyo.request("POST", VPCS, {"name": "x"})
    assert tokyo.list(VPCS, filter="name eq 'x'") == []
    tokyo.control("PUT", "clock", {"ticks": 1000})
    assert len(tokyo.list(VPCS, filter="name eq 'x'")) == 1


@pytest.mark.parametrize("clock", ["soon", "ticks", "ticks:x", "seconds:-1"])
def test_clock_that_is_none_is_refused(clock: str) -> None:
    with pytest.raises(ValueError, match="expected immediate, ticks:N or seconds:S"):
        World(SITES, task_clock=clock)


def test_fault_status_comes_as_often_as_ordered(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "status", "status": 429, "retryAfter": 2, "path": "*/vpcs", "count": 2})
    replies = [tokyo.request("GET", VPCS) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [429, 429, 200]
    assert replies[0].headers["Retry-After"] == "2"


def test_fault_lets_others_pass_first(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "status", "status": 500, "method": "POST", "skip": 1})
    statuses = [tokyo.request("POST", VPCS, {"name": "x"}).status_code for _ in range(3)]
    assert statuses == [202, 500, 202]


def test_lost_response_has_done_its_work(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "lost-response", "method": "POST"})
    with pytest.raises(ConnectionError):
        tokyo.request("POST", VPCS, {"name": "x"}, request_id="7a3a5f2e-0000-4000-8000-000000000000")
    tokyo.task(tokyo.request("POST", VPCS, {"name": "x"}, request_id="7a3a5f2e-0000-4000-8000-000000000000"))
    assert len(tokyo.list(VPCS, filter="name eq 'x'")) == 1


def test_reset_connection_has_done_nothing(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "reset", "method": "POST"})
    with pytest.raises(ConnectionError):
        tokyo.request("POST", VPCS, {"name": "x"})
    assert tokyo.list(VPCS, filter="name eq 'x'") == []


def test_hanging_request_is_never_answered(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "hang"})
    with pytest.raises(TimeoutError):
        tokyo.request("GET", VPCS, timeout=0.2)
    assert tokyo.list(VPCS)


def test_slow_request_is_answered_late(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "latency", "seconds": 0.2})
    began = time.monotonic()
    assert tokyo.request("GET", VPCS).status_code == 200
    assert time.monotonic() - began >= 0.2


def test_task_can_be_made_to_fail(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "task-failed", "message": "No luck.", "method": "POST"})
    with pytest.raises(TaskFailed, match="No luck"):
        tokyo.create(VPCS, {"name": "x"})
    assert tokyo.list(VPCS, filter="name eq 'x'") == []


def test_task_can_be_made_to_hang(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "task-stuck", "method": "POST"})
    task_id = tokyo.request("POST", VPCS, {"name": "x"}).json()["data"]["extId"]
    tokyo.control("PUT", "clock", {"seconds": 10**6})
    assert tokyo.get(f"{TASKS}/{task_id}")["status"] == "RUNNING"


def test_late_task_succeeds_after_all(tokyo: Prism) -> None:
    tokyo.control("POST", "faults", {"kind": "task-stuck", "seconds": 600, "method": "POST"})
    task_id = tokyo.request("POST", VPCS, {"name": "x"}).json()["data"]["extId"]
    tokyo.control("PUT", "clock", {"seconds": 601})
    assert tokyo.get(f"{TASKS}/{task_id}")["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("method", "name", "body", "said"),
    [
        ("POST", "faults", {"kind": "gremlin"}, "expected one of"),
        ("POST", "faults", {"kind": "hang", "wht": 1}, "unknown wht"),
        ("PUT", "links", {"nagoya": "up"}, "nagoya"),
        ("PUT", "clock", {"seconds": -1}, "cannot go back"),
        ("PUT", "capacity", {}, "memoryBytes"),
    ],
)
def test_control_request_that_makes_no_sense_is_refused(
    tokyo: Prism, method: str, name: str, body: dict[str, Any], said: str
) -> None:
    reply = tokyo.request(method, f"/simulator/v1/{name}", body)
    assert reply.status_code == 400
    assert said in reply.json()["error"]


def test_status_shows_the_world(tokyo: Prism) -> None:
    status = tokyo.control("GET", "status")
    assert status["links"] == {"tokyo": "up", "osaka": "up"}
    assert status["sites"]["osaka"]["domainManager"]["name"] == "pc-osaka"


def point_times(prism: Prism) -> list[str]:
    return sorted(point["creationTime"] for point in prism.list(POINTS))


def test_vm_is_protected_from_the_moment_it_has_the_category(estate: Estate) -> None:
    vm_id = estate.add_vm("app-1", "172.30.1.50", categories=[])
    assert point_times(estate.osaka.prism) == []
    estate.tokyo.prism.vm_action(vm_id, "associate-categories", {"categories": [{"extId": estate.category}]})
    assert len(point_times(estate.tokyo.prism)) == 1
    (point,) = estate.osaka.prism.list(POINTS)
    (of_vm,) = point["vmRecoveryPoints"]
    assert (of_vm["vmExtId"], of_vm["vmCategories"]) == (vm_id, [estate.category])
    assert point["sourceLocation"]["domainManagerExtId"] == estate.tokyo.prism.model.domain_manager_id


def test_points_are_made_at_each_interval_and_the_oldest_dropped(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    (first,) = point_times(estate.osaka.prism)
    estate.osaka.prism.control("PUT", "clock", {"seconds": 3 * 3600 + 10})
    times = point_times(estate.osaka.prism)
    assert len(times) == 2
    assert first not in times
    assert times == point_times(estate.tokyo.prism)


def test_nothing_is_replicated_while_the_link_is_down(estate: Estate) -> None:
    osaka = estate.osaka.prism
    vm_id = estate.add_vm("app-1", "172.30.1.50")
    before = point_times(osaka)
    osaka.control("PUT", "links", {"tokyo": "down"})
    osaka.control("PUT", "clock", {"seconds": 3700})
    assert point_times(osaka) == before
    resource = estate.tokyo.prism.get(f"{PROTECTED}/{vm_id}")
    assert resource["replicationStates"][0]["replicationStatus"] == "OUT_OF_SYNC"
    osaka.control("PUT", "links", {"tokyo": "up"})
    assert len(point_times(osaka)) == 2
    assert estate.tokyo.prism.get(f"{PROTECTED}/{vm_id}")["categoryFqNames"] == ["protect/gold"]


def test_recovered_vm_is_protected_the_other_way(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.run("planned-failover")
    osaka = estate.osaka.prism
    vm = osaka.named(VMS, "app-1")
    assert vm["protectionType"] == "RULE_PROTECTED"
    points = estate.tokyo.prism.list(POINTS, filter=f"vmRecoveryPoints/any(p:p/vmExtId eq '{vm['extId']}')")
    assert points[0]["sourceLocation"]["domainManagerExtId"] == osaka.model.domain_manager_id


def test_policy_id_is_in_the_completion_details_of_its_task(estate: Estate) -> None:
    assert estate.tokyo.prism.get(f"{POLICIES}/{estate.policy}")["name"] == "protect"
    task = estate.tokyo.prism.update(f"{POLICIES}/{estate.policy}", description="new")
    assert task["completionDetails"][0]["name"] == "protectionPolicyExtId"
    assert "entitiesAffected" not in task


def test_plan_is_deleted_with_its_children(estate: Estate) -> None:
    estate.tokyo.prism.do("DELETE", f"{PLANS}/{estate.plan}")
    for prism in (estate.tokyo.prism, estate.osaka.prism):
        assert prism.list(PLANS) == []
        assert prism.model.store.all("recovery_stage") == []


def test_state_outlives_the_process(tmp_path: Path, tls_dir: str) -> None:
    with serve(World(SITES, directory=tmp_path, password="secret", task_clock="ticks:0"), tls_dir) as running:
        estate = build(*(Prism(running, name) for name in ("tokyo", "osaka")), delay=1000)
        estate.add_vm("app-1", "172.30.1.50")
        estate.osaka.prism.control("PUT", "links", {"tokyo": "down"})
        estate.begin_only("unplanned-failover")
        events = estate.osaka.prism.control("GET", "events")
        estate.close()
    with (tmp_path / "world.jsonl").open("a") as file:
        file.write('[{"site": "tokyo", "rem')  # cut short by a crash
    with serve(World(SITES, directory=tmp_path, password="secret", task_clock="ticks:0"), tls_dir) as running:
        osaka = Prism(running, "osaka")
        assert osaka.control("GET", "events") == events
        assert osaka.control("GET", "status")["links"] == {"tokyo": "down", "osaka": "up"}
        (job,) = osaka.list(JOBS)
        assert job["status"] == "RUNNING"
        osaka.control("PUT", "clock", {"seconds": 1000})
        (job,) = osaka.list(JOBS)
        assert job["status"] == "SUCCEEDED"
        osaka.close()


def test_same_seed_makes_the_same_ids(served: Callable[..., Running]) -> None:
    one, other = (served(seed=7).world.site("osaka").domain_manager_id for _ in range(2))
    assert one == other


def test_nouns_are_found_and_none_is_like_another() -> None:
    found = [(noun.namespace, noun.path or noun.action_path) for noun in nouns().values()]
    places = [(namespace, path) for namespace, path in found if path]
    assert {"vpc", "vm_nic", "recovery_plan_job"} <= nouns().keys()
    assert len(set(places)) == len(places)
    for kind, noun in nouns().items():
        package, _, module = type(noun).__module__.rpartition(".")
        assert module == kind
        # Some nouns have no path of their own: the v3 API changes things with them.
        assert package.rpartition(".")[2] == ("v3" if kind.endswith("_v3") else noun.namespace)
