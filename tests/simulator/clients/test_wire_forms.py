"""What the Go client, the Terraform provider and the Ansible collection send and expect, beside what the tests of this
project's own client do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.estate import Estate
from tests.simulator.harness import CATEGORIES, POINTS, SUBNETS, VMS, VPCS, Json, Prism, pool, prefix_object, subnet

_NIC = "vmm.v4.ahv.config"
Prisms = Callable[..., tuple[Prism, Prism]]


def _overlay(prism: Prism) -> str:
    vpc = prism.create(VPCS, {"name": "workload"})
    return prism.create(SUBNETS, subnet("app", vpc, "172.30.1.0/24", "172.30.1.1", ("172.30.1.10", "172.30.1.20")))


def _details(task: Json) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in task["completionDetails"]}


def test_keys_of_the_go_client_beside_every_one_of_are_accepted(tokyo: Prism) -> None:
    """The Go client repeats the type of a one-of beside it: `$<name>ItemDiscriminator`."""
    nic = {
        "$nicBackingInfoItemDiscriminator": f"{_NIC}.VirtualEthernetNic",
        "nicBackingInfo": {"$objectType": f"{_NIC}.VirtualEthernetNic", "model": "VIRTIO"},
        "$nicNetworkInfoItemDiscriminator": f"{_NIC}.VirtualEthernetNicNetworkInfo",
        "nicNetworkInfo": {"subnet": {"extId": _overlay(tokyo)}},
    }
    vm = {"name": "web-1", "cluster": {"extId": tokyo.model.cluster_id}, "nics": [nic]}
    vm_id = tokyo.create(VMS, {**vm, "$bootConfigItemDiscriminator": f"{_NIC}.LegacyBoot"})
    shown = tokyo.get(f"{VMS}/{vm_id}")
    assert "ItemDiscriminator" not in str(shown)


def test_key_beside_a_one_of_tells_a_type_that_is_not_inside(estate: Estate) -> None:
    prism, path = estate.tokyo.prism, "/api/datapolicies/v4.2/config/protection-policies"
    policy = prism.get(f"{path}/{estate.policy}")
    for configuration in policy["replicationConfigurations"]:
        configuration["schedule"]["retention"] = {"local": 3, "remote": 3}
        kind = "datapolicies.v4.config.LinearRetention"
        configuration["schedule"]["$retentionItemDiscriminator"] = kind
    prism.do("PUT", f"{path}/{estate.policy}", policy, etag=prism.etag(f"{path}/{estate.policy}"))
    schedule = prism.get(f"{path}/{estate.policy}")["replicationConfigurations"][0]["schedule"]
    assert schedule["retention"]["$objectType"] == "datapolicies.v4.config.LinearRetention"


@pytest.mark.parametrize("value", [7, None, {}, ["x"]], ids=str)
def test_key_beside_a_one_of_says_nothing_when_it_is_no_text(tokyo: Prism, value: Any) -> None:
    assert tokyo.request("POST", VPCS, {"name": "x", "$xItemDiscriminator": value}).status_code == 202


def test_overlay_subnet_shows_no_network_id(tokyo: Prism) -> None:
    path = f"{SUBNETS}/{_overlay(tokyo)}"
    assert "networkId" not in tokyo.get(path)
    tokyo.update(path, networkId=77)
    assert "networkId" not in tokyo.get(path)
    assert all("networkId" not in one for one in tokyo.list(SUBNETS))


def test_vlan_subnet_keeps_its_network_id(tokyo: Prism) -> None:
    ipv4 = {"ipSubnet": prefix_object("10.9.0.0/24"), "poolList": [pool("10.9.0.10", "10.9.0.20")]}
    body = {"name": "vlan", "subnetType": "VLAN", "networkId": 77, "ipConfig": [{"ipv4": ipv4}]}
    assert tokyo.get(f"{SUBNETS}/{tokyo.create(SUBNETS, body)}")["networkId"] == 77


def test_restored_vms_are_one_text_in_the_completion_details(estate: Estate) -> None:
    tokyo = estate.tokyo.prism
    vms = [{"vmExtId": estate.add_vm(f"app-{n}", f"172.30.1.1{n}")} for n in range(2)]
    point = tokyo.create(POINTS, {"name": "two", "vmRecoveryPoints": vms})
    task = tokyo.do("POST", f"{POINTS}/{point}/$actions/restore", {}, etag=tokyo.etag(f"{POINTS}/{point}"))
    restored = _details(task)["vmExtIds"]
    assert restored.split(",") == [entity["extId"] for entity in task["entitiesAffected"]]
    resource = f"/api/dataprotection/v4.2/config/protected-resources/{vms[0]['vmExtId']}"
    body = {"clusterExtId": tokyo.model.cluster_id}
    task = tokyo.do("POST", f"{resource}/$actions/restore", body)
    assert _details(task)["vmExtIds"] == task["entitiesAffected"][0]["extId"]


def test_category_shows_associations_only_where_they_are_asked_for(estate: Estate) -> None:
    tokyo, path = estate.tokyo.prism, f"{CATEGORIES}/{estate.category}"
    vm_id = estate.add_vm("app-1", "172.30.1.10")
    assert not {"associations", "detailedAssociations"} & tokyo.get(path).keys()
    assert all("associations" not in one for one in tokyo.list(CATEGORIES))
    shown = tokyo.get(f"{path}?%24expand=associations%2CdetailedAssociations")
    assert {(one["resourceType"], one["count"]) for one in shown["associations"]} >= {("VM", 1), ("RECOVERY_PLAN", 1)}
    assert ("VM", vm_id) in {(one["resourceType"], one["resourceId"]) for one in shown["detailedAssociations"]}
    (listed,) = [one for one in tokyo.list(CATEGORIES, expand="associations") if one["extId"] == estate.category]
    assert {one["resourceType"] for one in listed["associations"]} == {"VM", "PROTECTION_RULE", "RECOVERY_PLAN"}
    assert "detailedAssociations" not in listed


def test_expansion_that_an_entity_does_not_have_is_refused_at_the_entity_as_in_a_list(estate: Estate) -> None:
    for path in (CATEGORIES, f"{CATEGORIES}/{estate.category}"):
        assert estate.tokyo.prism.request("GET", path, expand="vms").status_code == 400


def test_task_of_a_clone_names_the_source_first(tokyo: Prism) -> None:
    vm_id = tokyo.add_vm("web-1", _overlay(tokyo))
    affected = tokyo.vm_action(vm_id, "clone", {"name": "web-2"})["entitiesAffected"]
    assert [(one["rel"], one["name"]) for one in affected] == [("vmm:ahv:config:vm", n) for n in ("web-1", "web-2")]
    assert affected[0]["extId"] == vm_id
    assert tokyo.get(f"{VMS}/{affected[1]['extId']}")["name"] == "web-2"
