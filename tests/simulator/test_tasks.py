"""Tasks: what they affect, and canceling them."""

from __future__ import annotations

from collections.abc import Callable

from tests.simulator.estate import build
from tests.simulator.harness import TASKS, VPCS, Prism

Prisms = Callable[..., tuple[Prism, Prism]]


def test_affected_entities_are_listed_under_the_task(tokyo: Prism) -> None:
    task = tokyo.do("POST", VPCS, {"name": "x"})
    found = tokyo.list(f"{TASKS.replace('v4.0', 'v4.2')}/{task['extId']}/affected-entities")
    assert [(e["rel"], e["name"]) for e in found] == [("networking:config:vpc", "x")]


def test_waiting_task_can_be_canceled_and_then_does_nothing(prisms: Prisms) -> None:
    tokyo, _ = prisms(task_clock="ticks:5")
    task_id = tokyo.request("POST", VPCS, {"name": "x"}).json()["data"]["extId"]
    assert tokyo.get(f"{TASKS}/{task_id}")["isCancelable"] is True
    reply = tokyo.request("POST", f"{TASKS}/{task_id}/$actions/cancel")
    assert (reply.status_code, reply.json()["data"]["severity"]) == (200, "INFO")
    task = tokyo.get(f"{TASKS}/{task_id}")
    assert (task["status"], len(task["errorMessages"])) == ("CANCELED", 1)
    tokyo.control("PUT", "clock", {"ticks": 10})
    assert tokyo.list(VPCS, filter="name eq 'x'") == []


def test_ended_task_cannot_be_canceled(tokyo: Prism) -> None:
    task = tokyo.do("POST", VPCS, {"name": "x"})
    reply = tokyo.request("POST", f"{TASKS}/{task['extId']}/$actions/cancel")
    assert reply.status_code == 409
    assert "it is SUCCEEDED" in reply.text


def test_task_that_follows_a_job_cannot_be_canceled(prisms: Prisms) -> None:
    estate = build(*prisms(task_clock="ticks:1", recover_seconds=50))
    estate.add_vm("app-1", "172.30.1.10")
    reply = estate.begin_only("planned-failover")
    task_id = reply.json()["data"]["extId"]
    osaka = estate.osaka.prism
    osaka.control("PUT", "clock", {"ticks": 2})
    assert osaka.get(f"{TASKS}/{task_id}")["isCancelable"] is False
    assert osaka.request("POST", f"{TASKS}/{task_id}/$actions/cancel").status_code == 409
    estate.close()
