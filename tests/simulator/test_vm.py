"""VMs and their NICs: power, categories, addresses, and the guards around every change."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.harness import CATEGORIES, SUBNETS, VMS, VPCS, Prism, TaskFailed, ip_object, nic, subnet


@pytest.fixture
def app(tokyo: Prism) -> str:
    vpc = tokyo.create(VPCS, {"name": "workload"})
    body = subnet("app", vpc, "172.30.1.0/24", "172.30.1.1", ("172.30.1.200", "172.30.1.201"))
    return tokyo.create(SUBNETS, body)


def addresses(prism: Prism, vm_id: str) -> list[str]:
    nics = prism.get(f"{VMS}/{vm_id}")["nics"]
    return [n["nicNetworkInfo"]["ipv4Config"]["ipAddress"]["value"] for n in nics]


def test_vm_is_made_powered_off_with_its_static_address(tokyo: Prism, app: str) -> None:
    vm_id = tokyo.add_vm("one", app, "172.30.1.50")
    assert tokyo.get(f"{VMS}/{vm_id}")["powerState"] == "OFF"
    assert addresses(tokyo, vm_id) == ["172.30.1.50"]


def test_nic_is_shown_in_both_forms_whichever_was_written(tokyo: Prism, app: str) -> None:
    for form in ("networkInfo", "nicNetworkInfo"):
        network = {"subnet": {"extId": app}, "ipv4Config": {"shouldAssignIp": True}}
        vm_id = tokyo.create(
            VMS, {"name": form, "cluster": {"extId": tokyo.model.cluster_id}, "nics": [{form: network}]}
        )
        (seen,) = tokyo.get(f"{VMS}/{vm_id}")["nics"]
        assert seen["networkInfo"]["ipv4Config"] == seen["nicNetworkInfo"]["ipv4Config"]
        assert seen["backingInfo"]["$objectType"] == "vmm.v4.ahv.config.EmulatedNic"
        assert seen["nicBackingInfo"]["$objectType"] == "vmm.v4.ahv.config.VirtualEthernetNic"
        assert seen["nicNetworkInfo"]["$objectType"] == "vmm.v4.ahv.config.VirtualEthernetNicNetworkInfo"


def test_running_vm_shows_the_addresses_it_was_seen_with(tokyo: Prism, app: str) -> None:
    vm_id = tokyo.add_vm("one", app, "172.30.1.50", on=True)
    (seen,) = tokyo.get(f"{VMS}/{vm_id}")["nics"]
    for form in ("networkInfo", "nicNetworkInfo"):
        assert seen[form]["ipv4Info"]["learnedIpAddresses"][0]["value"] == "172.30.1.50"
    tokyo.vm_action(vm_id, "power-off")
    assert "ipv4Info" not in tokyo.get(f"{VMS}/{vm_id}")["nics"][0]["networkInfo"]


@pytest.mark.parametrize(
    ("address", "group"),
    [
        pytest.param("172.30.1.50", "IP_ADDRESS_CONFLICT", id="taken by another VM"),
        pytest.param("172.30.1.1", "IP_ADDRESS_CONFLICT", id="the gateway's"),
        pytest.param("172.30.2.50", "IP_OUT_OF_RANGE", id="of another network"),
        pytest.param("172.30.1.255", "IP_OUT_OF_RANGE", id="the broadcast address"),
    ],
)
def test_vm_is_not_made_with_an_address(tokyo: Prism, app: str, address: str, group: str) -> None:
    tokyo.add_vm("one", app, "172.30.1.50")
    with pytest.raises(TaskFailed) as failed:
        tokyo.add_vm("two", app, address)
    assert failed.value.error["errorGroup"] == group
    assert [vm["name"] for vm in tokyo.list(VMS)] == ["one"]


def test_pool_runs_dry(tokyo: Prism, app: str) -> None:
    for number in range(2):
        tokyo.add_vm(f"vm-{number}", app)
    with pytest.raises(TaskFailed, match="no free IP"):
        tokyo.add_vm("one-too-many", app)


def test_nic_is_exchanged_and_its_address_free_again(tokyo: Prism, app: str) -> None:
    vm_id = tokyo.add_vm("one", app, "172.30.1.50")
    path = f"{VMS}/{vm_id}"
    old = tokyo.get(path)["nics"][0]["extId"]
    tokyo.do("DELETE", f"{path}/nics/{old}", etag=tokyo.etag(f"{path}/nics/{old}"))
    tokyo.do("POST", f"{path}/nics", nic(app, "172.30.1.60"), etag=tokyo.etag(path))
    assert addresses(tokyo, vm_id) == ["172.30.1.60"]
    assert tokyo.add_vm("two", app, "172.30.1.50")


def test_nic_address_is_changed_and_released(tokyo: Prism, app: str) -> None:
    vm_id = tokyo.add_vm("one", app, "172.30.1.50")
    nic_path = f"{VMS}/{vm_id}/nics/{tokyo.get(f'{VMS}/{vm_id}')['nics'][0]['extId']}"
    body = {"ipAddress": ip_object("172.30.1.60")}
    tokyo.do("POST", f"{nic_path}/$actions/assign-ip", body, etag=tokyo.etag(f"{VMS}/{vm_id}"))
    assert addresses(tokyo, vm_id) == ["172.30.1.60"]
    tokyo.update(nic_path, **nic(app, "172.30.1.70"))
    assert addresses(tokyo, vm_id) == ["172.30.1.70"]
    mac = tokyo.get(nic_path)["nicBackingInfo"]["macAddress"]
    tokyo.do("POST", f"{nic_path}/$actions/release-ip", etag=tokyo.etag(nic_path))
    seen = tokyo.get(nic_path)
    assert "ipAddress" not in seen["nicNetworkInfo"]["ipv4Config"]
    assert seen["nicBackingInfo"]["macAddress"] == mac


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("PUT", "", {"name": "x", "cluster": {"extId": "x"}}, id="update"),
        pytest.param("DELETE", "", None, id="delete"),
        pytest.param("POST", "/$actions/power-on", None, id="power"),
        pytest.param("POST", "/$actions/associate-categories", {"categories": []}, id="categories"),
        pytest.param("POST", "/nics", "nic", id="a new NIC"),
    ],
)
def test_every_change_of_a_vm_needs_its_etag(tokyo: Prism, app: str, method: str, path: str, body: Any) -> None:
    vm_id = tokyo.add_vm("one", app)
    body = nic(app) if body == "nic" else body
    stale = tokyo.etag(f"{VMS}/{vm_id}")
    tokyo.vm_action(vm_id, "power-on")
    assert tokyo.request(method, f"{VMS}/{vm_id}{path}", body).status_code == 428
    reply = tokyo.request(method, f"{VMS}/{vm_id}{path}", body, etag=stale)
    error = reply.json()["data"]["error"][0]
    assert (reply.status_code, error["code"], error["errorGroup"]) == (412, "VMM-30303", "VM_ETAG_MISMATCH")
    assert "If-Match header value passed" in error["message"]


def test_vm_that_changed_while_its_task_waited_fails_the_task(prisms: Any) -> None:
    tokyo, _ = prisms(task_clock="ticks:5")
    vpc = tokyo.create(VPCS, {"name": "workload"})
    app = tokyo.create(SUBNETS, subnet("app", vpc, "172.30.1.0/24", "172.30.1.1", ("172.30.1.9", "172.30.1.99")))
    vm_id = tokyo.add_vm("one", app)
    etag = tokyo.etag(f"{VMS}/{vm_id}")
    first, second = (tokyo.request("POST", f"{VMS}/{vm_id}/nics", nic(app), etag=etag) for _ in range(2))
    tokyo.task(first)
    with pytest.raises(TaskFailed) as failed:
        tokyo.task(second)
    assert failed.value.error["errorGroup"] == "VM_ETAG_MISMATCH"


def test_vmm_insists_on_a_request_id(tokyo: Prism) -> None:
    reply = tokyo._connection.request("POST", VMS, b"{}", tokyo.credentials, 5)
    assert reply.json()["data"]["error"][0]["errorGroup"] == "VM_MISSING_REQUEST_ID_HEADER"


@pytest.mark.parametrize("action", ["power-off", "shutdown", "guest-shutdown", "reboot"])
def test_powered_off_vm_refuses(tokyo: Prism, app: str, action: str) -> None:
    vm_id = tokyo.add_vm("one", app)
    with pytest.raises(TaskFailed) as failed:
        tokyo.vm_action(vm_id, action)
    assert failed.value.error["errorGroup"] == "VM_INVALID_POWER_STATE"


def test_put_changes_fields_and_leaves_power_nics_and_categories_alone(tokyo: Prism, app: str) -> None:
    category = tokyo.category("a", "b")
    vm_id = tokyo.add_vm("one", app, "172.30.1.50", on=True, categories=[{"extId": category}])
    tokyo.update(f"{VMS}/{vm_id}", description="new", powerState="OFF", nics=[], categories=[])
    seen = tokyo.get(f"{VMS}/{vm_id}")
    assert (seen["description"], seen["powerState"]) == ("new", "ON")
    assert (len(seen["nics"]), seen["categories"]) == (1, [{"extId": category}])


def test_categories_come_and_go_by_actions(tokyo: Prism, app: str) -> None:
    one, other = tokyo.category("a", "one"), tokyo.category("a", "other")
    vm_id = tokyo.add_vm("vm", app)
    tokyo.vm_action(vm_id, "associate-categories", {"categories": [{"extId": one}, {"extId": other}]})
    tokyo.vm_action(vm_id, "disassociate-categories", {"categories": [{"extId": one}]})
    assert tokyo.get(f"{VMS}/{vm_id}")["categories"] == [{"extId": other}]
    assert tokyo.list(VMS, filter=f"categories/any(c:c/extId eq '{other}')")[0]["extId"] == vm_id
    with pytest.raises(TaskFailed, match="does not exist"):
        tokyo.vm_action(vm_id, "associate-categories", {"categories": [{"extId": vm_id}]})


def test_category_answers_at_once_and_is_kept_while_used(tokyo: Prism, app: str) -> None:
    category = tokyo.category("a", "b")
    path = f"{CATEGORIES}/{category}"
    assert tokyo.request("POST", CATEGORIES, {"key": "a", "value": "b"}).status_code == 409
    vm_id = tokyo.add_vm("one", app, categories=[{"extId": category}])
    assert tokyo.get(f"{path}?%24expand=associations")["associations"][0]["count"] == 1
    assert tokyo.request("DELETE", path).status_code == 409
    tokyo.do("DELETE", f"{VMS}/{vm_id}", etag=tokyo.etag(f"{VMS}/{vm_id}"))
    reply = tokyo.request("DELETE", path)
    assert (reply.status_code, reply.content) == (204, b"")


def test_cluster_without_memory_refuses_to_power_on(tokyo: Prism, app: str) -> None:
    tokyo.control("PUT", "capacity", {"memoryBytes": 2**30})
    tokyo.add_vm("one", app, on=True)
    with pytest.raises(TaskFailed) as failed:
        tokyo.add_vm("two", app, on=True)
    assert failed.value.error["errorGroup"] == "INSUFFICIENT_RESOURCES"
