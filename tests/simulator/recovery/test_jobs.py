"""Jobs of a recovery plan: what a validation looks at, and how a task names its job."""

from __future__ import annotations

from tests.simulator.estate import Estate


def test_a_validation_without_its_source_is_one_of_an_unplanned_failover(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    estate.osaka.prism.control("PUT", "links", {"tokyo": "down"})
    job = estate.run("validate")
    assert (job["status"], estate.errors(job)) == ("SUCCEEDED", [])
    failover = estate.run("planned-failover")
    assert failover["status"] == "FAILED"
    assert ("CONNECTIVITY", "ERROR") in estate.errors(failover)


def test_the_task_of_an_action_names_its_job_in_both_ways(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    task = estate.begin("planned-failover")
    (job,) = estate.jobs()
    assert {"recoveryPlanJobExtId": job["extId"]} == {one["name"]: one["value"] for one in task["completionDetails"]}
    assert job["extId"] in {one["extId"] for one in task["entitiesAffected"]}
