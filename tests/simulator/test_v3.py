"""Recovery plans through v3, as a Prism Central needs it that has no v4 ones; the model below is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.prism.v3.zone_url import url_of
from tests.simulator.estate import Estate, build
from tests.simulator.harness import PLANS, Json, Prism

V3 = "/api/nutanix/v3"
Prisms = Callable[..., tuple[Prism, Prism]]


@pytest.fixture
def estate(prisms: Prisms) -> Iterator[Estate]:
    """An estate whose plan is of v3, on Prism Centrals that have no v4 ones."""
    built = build(*prisms())
    built.tokyo.prism.do("DELETE", f"{PLANS}/{built.plan}")
    for namespace in ("datapolicies", "dataprotection"):
        built.tokyo.prism.control("PUT", "versions", {namespace: "v4.1"})
    _, built.plan = change(built.tokyo.prism, "POST", "recovery_plans", plan(built))
    states = [built.tokyo.prism.request("GET", f"{V3}/recovery_plans/{built.plan}") for _ in range(4)]
    assert [reply.status_code for reply in states] == [404, 200, 200, 200]
    assert [reply.json()["status"]["state"] for reply in states[1:]] == ["PENDING", "RUNNING", "COMPLETE"]
    yield built
    built.close()


MAPPED = {"are_networks_stretched": False, "is_ip_mapping_enabled": True}


def managers(estate: Estate) -> tuple[str, str]:
    """The URLs of both zones, as the plans and the jobs name them."""
    return url_of(estate.tokyo.prism.model.domain_manager_id), url_of(estate.osaka.prism.model.domain_manager_id)


def plan(estate: Estate, **spec: Any) -> Json:
    zones = [{"availability_zone_url": manager} for manager in managers(estate)]
    sides = [
        {
            "availability_zone_url": manager,
            "recovery_network": {"name": "app", "vpc_reference": {"kind": "vpc", "uuid": network.vpc}},
            "test_network": {"name": "app-test"},
        }
        for manager, network in zip(managers(estate), (estate.tokyo, estate.osaka), strict=True)
    ]
    parameters = {
        "availability_zone_list": zones,
        "primary_location_index": 0,
        "network_mapping_list": [{**MAPPED, "availability_zone_network_mapping_list": sides}],
    }
    entities = {"recover_entities": {"entity_info_list": [{"categories": {"protect": "gold"}}]}}
    stages = [{"stage_work": entities, "delay_time_secs": 3}]
    resources = {"parameters": parameters, "stage_list": stages}
    metadata = {"kind": "recovery_plan"}
    return {"api_version": "3.1.0", "metadata": metadata, "spec": {"name": "plan", "resources": resources, **spec}}


def job(estate: Estate, action: str, *, to: str = "osaka", name: str = "job") -> Json:
    tokyo, osaka = managers(estate)
    failed, recovery = (tokyo, osaka) if to == "osaka" else (osaka, tokyo)
    parameters = {
        "action_type": action,
        "failed_availability_zone_list": [{"availability_zone_url": failed}],
        "recovery_availability_zone_list": [{"availability_zone_url": recovery}],
    }
    reference = {"kind": "recovery_plan", "uuid": estate.plan}
    resources = {"recovery_plan_reference": reference, "execution_parameters": parameters}
    return {"metadata": {"kind": "recovery_plan_job"}, "spec": {"name": name, "resources": resources}}


def change(prism: Prism, method: str, path: str, body: Json | None = None) -> tuple[Json, str]:
    """The task of a change, ended, and the uuid of the entity."""
    reply = prism.request(method, f"{V3}/{path}", body)
    assert reply.status_code == 202, reply.text
    answer = reply.json()
    task_uuid = answer.get("task_uuid") or answer["status"]["execution_context"]["task_uuid"]
    task = dict(prism.request("GET", f"{V3}/tasks/{task_uuid}").json())
    return task, str(answer.get("metadata", {}).get("uuid", ""))


def run(estate: Estate, action: str, *, to: str = "osaka") -> tuple[Json, Json]:
    """The task and the job of an action."""
    prism = estate.side(to).prism
    task, _ = change(prism, "POST", "recovery_plan_jobs", job(estate, action, to=to))
    (uuid,) = [ref["uuid"] for ref in task["entity_reference_list"] if ref["kind"] == "recovery_plan_job"]
    return task, prism.request("GET", f"{V3}/recovery_plan_jobs/{uuid}").json()


def test_v4_has_no_recovery_plans_but_v3_has(estate: Estate) -> None:
    tokyo = estate.tokyo.prism
    assert tokyo.request("GET", PLANS).status_code == 404
    reply = tokyo.request("POST", f"{V3}/recovery_plans/list", {"kind": "recovery_plan", "filter": "name==plan"})
    assert reply.json()["metadata"]["total_matches"] == 1


def test_plan_is_read_as_it_was_written_at_both_sites(estate: Estate) -> None:
    wanted = plan(estate)["spec"]["resources"]
    for side in (estate.tokyo, estate.osaka):
        read = side.prism.request("GET", f"{V3}/recovery_plans/{estate.plan}").json()["spec"]["resources"]
        assert read["parameters"]["availability_zone_list"] == wanted["parameters"]["availability_zone_list"]
        assert read["parameters"]["network_mapping_list"] == wanted["parameters"]["network_mapping_list"]
        assert [{k: s[k] for k in s if k != "stage_uuid"} for s in read["stage_list"]] == wanted["stage_list"]


def test_plan_is_changed_with_its_spec_version_and_deleted(estate: Estate) -> None:
    tokyo, path = estate.tokyo.prism, f"recovery_plans/{estate.plan}"
    about = tokyo.request("GET", f"{V3}/{path}").json()["metadata"]
    body = {**plan(estate, name="renamed"), "metadata": about}
    change(tokyo, "PUT", path, body)
    assert tokyo.request("GET", f"{V3}/{path}").json()["status"]["name"] == "renamed"
    assert tokyo.request("PUT", f"{V3}/{path}", body).status_code == 409
    assert change(tokyo, "DELETE", path)[0]["status"] == "SUCCEEDED"
    assert tokyo.request("GET", f"{V3}/{path}").status_code == 404


def test_validation_has_no_errors(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.10")
    _, done = run(estate, "VALIDATE")
    assert done["status"]["execution_status"]["status"] == "COMPLETED"
    assert done["status"]["validation_information"] == {"errors_list": [], "warnings_list": []}


def test_validation_names_what_is_wrong(estate: Estate) -> None:
    task, done = run(estate, "VALIDATE")
    assert (task["status"], done["status"]["execution_status"]["status"]) == ("FAILED", "FAILED")
    (error,) = done["status"]["validation_information"]["errors_list"]
    assert (error["validation_type"], "has no VM to recover" in error["message"]) == ("ENTITY", True)


@pytest.mark.parametrize("action", ["MIGRATE", "LIVE_MIGRATE", "FAILOVER"])
def test_vm_comes_up_at_the_other_site_by(estate: Estate, action: str) -> None:
    estate.add_vm("app-1", "172.30.1.10")
    task, done = run(estate, action)
    assert (task["status"], task["percentage_complete"]) == ("SUCCEEDED", 100)
    assert done["status"]["resources"]["execution_parameters"]["action_type"] == action
    assert done["status"]["execution_status"]["operation_status"] == {"status": "COMPLETED", "percentage_complete": 100}
    assert estate.power("osaka") == {"app-1": "ON"}
    assert estate.addresses("osaka") == {"app-1": "172.30.1.10"}


def test_test_failover_is_cleaned_up_by_its_job(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.10")
    osaka = estate.osaka.prism
    _, done = run(estate, "TEST_FAILOVER")
    assert estate.power("osaka") == {"app-1-test": "ON"}
    path = f"recovery_plan_jobs/{done['metadata']['uuid']}"
    assert change(osaka, "POST", f"{path}/cleanup", {})[0]["status"] == "SUCCEEDED"
    assert estate.power("osaka") == {}
    assert osaka.request("DELETE", f"{V3}/{path}").status_code == 200


def test_availability_zones_are_this_site_and_its_pairs(estate: Estate) -> None:
    osaka = estate.osaka.prism
    osaka.control("PUT", "links", {"tokyo": "down"})
    zones = osaka.request("POST", f"{V3}/availability_zones/list", {"kind": "availability_zone"}).json()["entities"]
    found = [(z["status"]["name"], z["status"]["resources"]["reachability_status"]["status"]) for z in zones]
    assert found == [("Local AZ", "REACHABLE"), ("pc-tokyo", "UNREACHABLE")]
    urls = [zone["spec"]["resources"]["management_url"] for zone in zones]
    assert urls == list(reversed(managers(estate)))
    ids = {estate.side(name).prism.model.domain_manager_id for name in ("tokyo", "osaka")}
    assert not ids & {*urls, *(zone["metadata"]["uuid"] for zone in zones)}


def test_a_plan_between_other_than_known_zones_is_refused(estate: Estate) -> None:
    body = plan(estate)
    zones = body["spec"]["resources"]["parameters"]["availability_zone_list"]
    zones[0]["availability_zone_url"] = estate.tokyo.prism.model.domain_manager_id
    task, _ = change(estate.tokyo.prism, "POST", "recovery_plans", body)
    assert task["status"] == "FAILED"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("GET", "recovery_plans/nothing", None, 404, "does not exist"),
        ("GET", "protection_rules/x", None, 404, "no operation"),
        ("POST", "recovery_plans", {}, 422, "is malformed"),
        ("POST", "recovery_plans", {"spec": {"name": "x"}}, 422, "two availability zones"),
        ("POST", "recovery_plans/list", {"filter": "state==on"}, 422, "name==x only"),
    ],
)
def test_v3_request_is_refused(tokyo: Prism, method: str, path: str, body: Json | None, status: int, said: str) -> None:
    reply = tokyo.request(method, f"{V3}/{path}", body)
    assert (reply.status_code, reply.json()["code"]) == (status, status)
    assert said in reply.json()["message_list"][0]["message"]


def test_v3_needs_credentials_too(tokyo: Prism) -> None:
    tokyo.credentials.clear()
    assert tokyo.request("POST", f"{V3}/recovery_plans/list", {}).status_code == 401


def test_task_of_v3_meets_its_fault_too(estate: Estate) -> None:
    tokyo = estate.tokyo.prism
    tokyo.control("POST", "faults", {"kind": "task-failed", "path": f"{V3}/*", "method": "DELETE", "message": "No."})
    task, _ = change(tokyo, "DELETE", f"recovery_plans/{estate.plan}")
    assert (task["status"], task["error_detail"]) == ("FAILED", "No.")
    assert tokyo.request("GET", f"{V3}/recovery_plans/{estate.plan}").status_code == 200


def test_custom_addresses_of_a_plan_are_followed_and_shown(estate: Estate) -> None:
    vm, body = estate.add_vm("app-1", "172.30.1.10"), plan(estate)
    sides = body["spec"]["resources"]["parameters"]["network_mapping_list"][0]["availability_zone_network_mapping_list"]
    wanted = {"vm_reference": {"kind": "vm", "uuid": vm}, "ip_config_list": [{"ip_address": "172.30.1.99"}]}
    sides[1]["recovery_ip_assignment_list"] = [wanted]
    path = f"recovery_plans/{estate.plan}"
    body["metadata"] = estate.tokyo.prism.request("GET", f"{V3}/{path}").json()["metadata"]
    change(estate.tokyo.prism, "PUT", path, body)
    shown = estate.tokyo.prism.request("GET", f"{V3}/{path}").json()["spec"]["resources"]["parameters"]
    (mapping,) = shown["network_mapping_list"]
    assert mapping["availability_zone_network_mapping_list"][1]["recovery_ip_assignment_list"] == [wanted]
    run(estate, "MIGRATE")
    assert estate.addresses("osaka") == {"app-1": "172.30.1.99"}


def test_job_that_failed_is_run_again_and_one_that_did_not_is_not(estate: Estate) -> None:
    osaka = estate.osaka.prism
    estate.add_vm("app-1", "172.30.1.10")
    osaka.control("POST", "faults", {"kind": "recovery-failed", "vm": "app-1", "message": "No."})
    _, done = run(estate, "FAILOVER")
    assert done["status"]["execution_status"]["status"] == "FAILED"
    path = f"recovery_plan_jobs/{done['metadata']['uuid']}"
    assert change(osaka, "POST", f"{path}/rerun", {})[0]["status"] == "SUCCEEDED"
    assert estate.power("osaka") == {"app-1": "ON"}
    (again,) = [job for job in osaka.model.store.all("recovery_plan_job") if job.data["status"] == "SUCCEEDED"]
    assert osaka.request("POST", f"{V3}/recovery_plan_jobs/{again.ext_id}/rerun", {}).status_code == 422
