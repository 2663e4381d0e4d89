"""Scripts and tools written for v3: the lists they begin with, a VM's PUT, and recovery plans as they send them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.estate import Estate
from tests.simulator.harness import PLANS, VMS, Json, Prism
from tests.simulator.test_v3 import V3, change, job, plan

Prisms = Callable[..., tuple[Prism, Prism]]


def listed(prism: Prism, kind: str, **asked: Any) -> list[Json]:
    reply = prism.request("POST", f"{V3}/{kind}s/list", {"kind": kind, **asked})
    assert reply.status_code == 200, reply.text
    assert reply.json()["metadata"]["length"] == len(reply.json()["entities"])
    return list(reply.json()["entities"])


def vm_document(prism: Prism, uuid: str) -> Json:
    """A VM as a script sends it back: without its status."""
    reply = prism.request("GET", f"{V3}/vms/{uuid}")
    assert reply.status_code == 200, reply.text
    return {name: part for name, part in reply.json().items() if name != "status"}


def put(prism: Prism, uuid: str, document: Json, query: str = "") -> Json:
    task, _ = change(prism, "PUT", f"vms/{uuid}{query}", document)
    return task


def test_vms_are_listed_with_power_memory_and_addresses(estate: Estate) -> None:
    vm_id = estate.add_vm("app-1", "172.30.1.10")
    (vm,) = listed(estate.tokyo.prism, "vm", filter="vm_name==app-1", sort_attribute="name", sort_order="ASCENDING")
    resources = vm["status"]["resources"]
    assert (vm["status"]["name"], vm["metadata"]["uuid"]) == ("app-1", vm_id)
    assert (resources["power_state"], resources["memory_size_mib"]) == ("ON", 1024)
    (nic,) = resources["nic_list"]
    assert nic["ip_endpoint_list"] == [{"ip": "172.30.1.10", "type": "ASSIGNED"}]
    assert nic["subnet_reference"] == {"kind": "subnet", "name": "app", "uuid": estate.tokyo.app}
    assert vm["metadata"]["categories_mapping"] == {"protect": ["gold"]}
    assert vm["status"]["cluster_reference"]["uuid"] == estate.tokyo.prism.model.cluster_id


def test_subnets_vpcs_and_clusters_are_listed_and_read(estate: Estate) -> None:
    prism = estate.tokyo.prism
    (subnet,) = listed(prism, "subnet", filter="name==app")
    config = subnet["status"]["resources"]
    assert (subnet["metadata"]["uuid"], config["subnet_type"]) == (estate.tokyo.app, "OVERLAY")
    assert (config["ip_config"]["subnet_ip"], config["ip_config"]["prefix_length"]) == ("172.30.1.0", 24)
    assert config["ip_config"]["pool_list"] == [{"range": "172.30.1.200 172.30.1.220"}]
    assert config["vpc_reference"]["uuid"] == estate.tokyo.vpc
    assert {vpc["status"]["name"] for vpc in listed(prism, "vpc")} == {"transit-vpc", "workload"}
    services = {one["status"]["name"]: one["status"]["resources"]["config"] for one in listed(prism, "cluster")}
    assert {name: config["service_list"] for name, config in services.items()} == {
        "pc-tokyo": ["PRISM_CENTRAL"],
        "nc2-tokyo": ["AOS"],
    }
    for kind in ("subnet", "vpc", "cluster"):
        for entity in listed(prism, kind):
            assert prism.request("GET", f"{V3}/{kind}s/{entity['metadata']['uuid']}").json() == entity


def test_long_lists_come_in_pages_of_twenty(estate: Estate) -> None:
    for number in range(21):
        estate.add_vm(f"app-{number:02}", f"172.30.1.{10 + number}", on=False)
    prism = estate.tokyo.prism
    assert len(listed(prism, "vm")) == 20
    assert [vm["status"]["name"] for vm in listed(prism, "vm", offset=20)] == ["app-20"]
    backwards = listed(prism, "vm", sort_attribute="name", sort_order="DESCENDING", length=2)
    assert [vm["status"]["name"] for vm in backwards] == ["app-20", "app-19"]


def test_nics_of_a_vm_are_taken_away_and_given_by_its_put(estate: Estate) -> None:
    """What the published script for address preservation does."""
    prism, vm_id = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.200")
    document = vm_document(prism, vm_id)
    document["spec"]["resources"]["nic_list"] = []
    assert put(prism, vm_id, document)["status"] == "SUCCEEDED"
    assert prism.get(f"{VMS}/{vm_id}")["nics"] == []
    document = vm_document(prism, vm_id)
    reference = {"kind": "subnet", "uuid": estate.tokyo.app}
    nic = {"subnet_reference": reference, "ip_endpoint_list": [{"ip": "172.30.1.34"}]}
    document["spec"]["resources"]["nic_list"].append(nic)
    task = put(prism, vm_id, document, "?use_categories_mapping=true")
    assert (task["status"], task["entity_reference_list"][0]["uuid"]) == ("SUCCEEDED", vm_id)
    assert estate.addresses("tokyo") == {"app-1": "172.30.1.34"}


def test_nic_that_a_put_repeats_stays_as_it_is(estate: Estate) -> None:
    prism, vm_id = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    before = prism.get(f"{VMS}/{vm_id}")["nics"]
    document = vm_document(prism, vm_id)
    document["spec"] |= {"name": "renamed", "description": "by v3"}
    document["spec"]["resources"] |= {"memory_size_mib": 2048, "power_state": "OFF"}
    put(prism, vm_id, document)
    vm = prism.get(f"{VMS}/{vm_id}")
    assert (vm["name"], vm["description"], vm["memorySizeBytes"], vm["powerState"]) == (
        "renamed",
        "by v3",
        2 * 2**30,
        "OFF",
    )
    assert [nic["extId"] for nic in vm["nics"]] == [nic["extId"] for nic in before]


@pytest.mark.parametrize(("query", "kept"), [("", 1), ("?use_categories_mapping=true", 2)], ids=["without", "with"])
def test_put_loses_all_but_one_value_of_a_category_without_the_mapping(estate: Estate, query: str, kept: int) -> None:
    prism = estate.tokyo.prism
    other = prism.category("protect", "silver")
    vm_id = estate.add_vm("app-1", "172.30.1.10", categories=[{"extId": estate.category}, {"extId": other}])
    put(prism, vm_id, vm_document(prism, vm_id), query)
    assert len(prism.get(f"{VMS}/{vm_id}")["categories"]) == kept


@pytest.mark.parametrize(
    ("change_of", "status"),
    [
        pytest.param({"metadata": {"kind": "vm", "spec_version": 1}}, 409, id="an older version"),
        pytest.param({"spec": {"name": 5}}, 422, id="a name that is a number"),
        pytest.param({"spec": "x"}, 422, id="no spec"),
    ],
)
def test_put_of_a_vm_is_refused_with(estate: Estate, change_of: Json, status: int) -> None:
    prism, vm_id = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    reply = prism.request("PUT", f"{V3}/vms/{vm_id}", vm_document(prism, vm_id) | change_of)
    assert (reply.status_code, reply.json()["state"]) == (status, "ERROR")
    assert estate.power("tokyo") == {"app-1": "ON"}


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b"[1]", b"7", b"{", b'{"metadata": 5}'], ids=lambda body: body[:9].decode()
)
def test_body_that_is_no_document_is_refused(tokyo: Prism, body: bytes) -> None:
    reply = tokyo.request("PUT", f"{V3}/vms/x?use_categories_mapping=true", body)
    assert (reply.status_code in (404, 422), reply.json()["state"]) == (True, "ERROR")


def test_nic_with_a_taken_address_fails_the_task_and_changes_nothing(estate: Estate) -> None:
    prism, vm_id = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    estate.add_vm("app-2", "172.30.1.11")
    document = vm_document(prism, vm_id)
    nic = {
        "subnet_reference": {"kind": "subnet", "uuid": estate.tokyo.app},
        "ip_endpoint_list": [{"ip": "172.30.1.11"}],
    }
    document["spec"]["resources"]["nic_list"] = [nic]
    assert put(prism, vm_id, document)["status"] == "FAILED"
    assert estate.addresses("tokyo")["app-1"] == "172.30.1.10"


def test_entities_of_a_plan_are_told_by_availability_zone(estate: Estate) -> None:
    vm_id = estate.add_vm("app-1", "172.30.1.10")
    estate.add_vm("other", "172.30.1.11", categories=[])
    reply = estate.osaka.prism.request("GET", f"{V3}/recovery_plans/{estate.plan}/entities")
    assert reply.status_code == 200, reply.text
    zones = reply.json()["entities_per_availability_zone_list"]
    assert len({zone["availability_zone_url"] for zone in zones}) == 2
    found = [
        [(one["any_entity_reference"]["uuid"], one["is_recovery_point"]) for one in zone["entity_list"]]
        for zone in zones
    ]
    assert found == [[(vm_id, False), (vm_id, True)], [(vm_id, True)]]
    assert estate.osaka.prism.request("GET", f"{V3}/recovery_plans/{estate.plan}/things").status_code == 404


@pytest.mark.parametrize("mapped", [True, False], ids=["told by the mappings", "told by nothing"])
def test_plan_without_availability_zones_is_taken(estate: Estate, mapped: bool) -> None:
    """As the official Terraform provider sends it."""
    body = plan(estate)
    body["spec"]["name"] = "another"
    parameters = body["spec"]["resources"]["parameters"]
    del parameters["availability_zone_list"], parameters["primary_location_index"]
    if not mapped:
        del parameters["network_mapping_list"]
    task, uuid = change(estate.tokyo.prism, "POST", "recovery_plans", body)
    assert task["status"] == "SUCCEEDED"
    made = estate.tokyo.prism.get(f"{PLANS}/{uuid}")
    ends = [made[side]["domainManagerExtId"] for side in ("primaryLocation", "recoveryLocation")]
    assert ends == [one.prism.model.domain_manager_id for one in (estate.tokyo, estate.osaka)]


def test_plan_without_availability_zones_needs_another_site(prisms: Prisms) -> None:
    tokyo, _ = prisms(paired=False)
    resources: Json = {"parameters": {}, "stage_list": []}
    body = {"metadata": {"kind": "recovery_plan"}, "spec": {"name": "plan", "resources": resources}}
    reply = tokyo.request("POST", f"{V3}/recovery_plans", body)
    assert reply.status_code == 422
    assert "availability zones" in reply.json()["message_list"][0]["message"]


def test_clean_up_names_its_test_job_and_the_job_keeps_how_it_went(estate: Estate) -> None:
    osaka = estate.osaka.prism
    estate.add_vm("app-1", "172.30.1.10")
    task, _ = change(osaka, "POST", "recovery_plan_jobs", job(estate, "TEST_FAILOVER"))
    (test,) = [one["uuid"] for one in task["entity_reference_list"] if one["kind"] == "recovery_plan_job"]
    assert "cleanup_status" not in osaka.request("GET", f"{V3}/recovery_plan_jobs/{test}").json()["status"]
    task, _ = change(osaka, "POST", f"recovery_plan_jobs/{test}/cleanup", {})
    named = [one["uuid"] for one in task["entity_reference_list"] if one["kind"] == "recovery_plan_job"]
    assert (task["status"], named) == ("SUCCEEDED", [test])
    status = osaka.request("GET", f"{V3}/recovery_plan_jobs/{test}").json()["status"]
    assert (status["cleanup_status"]["status"], status["execution_status"]["status"]) == ("COMPLETED", "COMPLETED")
    assert estate.power("osaka") == {}


def test_failed_clean_up_is_kept_with_the_job(estate: Estate) -> None:
    osaka = estate.osaka.prism
    estate.add_vm("app-1", "172.30.1.10")
    task, _ = change(osaka, "POST", "recovery_plan_jobs", job(estate, "TEST_FAILOVER"))
    (test,) = [one["uuid"] for one in task["entity_reference_list"] if one["kind"] == "recovery_plan_job"]
    osaka.control("POST", "faults", {"kind": "task-failed", "path": "*/cleanup"})
    change(osaka, "POST", f"recovery_plan_jobs/{test}/cleanup", {})
    status = osaka.request("GET", f"{V3}/recovery_plan_jobs/{test}").json()["status"]
    assert status["cleanup_status"]["status"] == "FAILED"
