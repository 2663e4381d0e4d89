"""Which address a recovered VM gets: by the flag of its network mapping, and by who knows its address."""

from __future__ import annotations

import pytest

from tests.simulator.estate import Estate
from tests.simulator.harness import PLANS, VMS, Json

CAPTURED = "/api/vmm/v4.1/ahv/config/vm-recovery-points"


def set_flag(estate: Estate, *, on: bool) -> None:
    prism = estate.tokyo.prism
    path = f"{PLANS}/{estate.plan}/network-mappings"
    (found,) = prism.list(path)
    prism.update(f"{path}/{found['extId']}", isIpMappingEnabled=on)


def network(estate: Estate, name: str, at: str = "osaka") -> Json:
    found: Json = estate.side(at).prism.named(VMS, name)["nics"][0]["nicNetworkInfo"]
    return found


def in_guest(estate: Estate, name: str, ip: str, *, tools: bool) -> str:
    """A VM with a static address that only its guest knows."""
    prism = estate.tokyo.prism
    network = {"subnet": {"extId": estate.tokyo.app}, "ipv4Config": {"shouldAssignIp": False}}
    vm_id = estate.add_vm(name, "", nics=[{"nicNetworkInfo": network}])
    prism.control("PUT", "guest-address", {"vm": vm_id, "address": ip})
    if tools:
        body: Json = {"capabilities": []}
        prism.do("POST", f"{VMS}/{vm_id}/guest-tools/$actions/install", body, etag=prism.etag(f"{VMS}/{vm_id}"))
    return vm_id


@pytest.mark.parametrize("action", ["planned-failover", "unplanned-failover"])
def test_without_the_flag_any_address_of_the_pool_comes(estate: Estate, action: str) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    set_flag(estate, on=False)
    assert estate.run(action)["status"] == "SUCCEEDED"
    assert estate.addresses("osaka") == {"app-1": "172.30.1.200"}


def test_without_the_flag_and_without_a_pool_no_address_comes(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.50")
    set_flag(estate, on=False)
    assert estate.run("test-failover")["status"] == "SUCCEEDED"
    assert "ipAddress" not in network(estate, "app-1-test")["ipv4Config"]


def test_an_address_of_the_guest_is_kept_by_guest_tools_alone(estate: Estate) -> None:
    in_guest(estate, "app-1", "172.30.1.50", tools=True)
    in_guest(estate, "app-2", "172.30.1.51", tools=False)
    assert network(estate, "app-1", "tokyo")["ipv4Info"]["learnedIpAddresses"][0]["value"] == "172.30.1.50"
    job = estate.run("validate")
    assert job["status"] == "SUCCEEDED_WITH_VALIDATION_WARNING"
    assert estate.errors(job) == [("NETWORK", "WARNING")]
    assert estate.run("planned-failover", shouldIgnoreWarnings=True)["status"].startswith("SUCCEEDED")
    assert network(estate, "app-1")["ipv4Info"]["learnedIpAddresses"][0]["value"] == "172.30.1.50"
    assert network(estate, "app-2")["ipv4Info"]["learnedIpAddresses"][0]["value"] == "172.30.1.200"


def test_the_address_of_a_guest_is_shown_while_its_vm_runs_and_in_its_recovery_points(estate: Estate) -> None:
    vm_id = in_guest(estate, "app-1", "172.30.1.50", tools=False)
    prism = estate.tokyo.prism
    prism.control("PUT", "clock", {"seconds": 3600})
    captured = max(prism.list(CAPTURED), key=lambda one: str(one["creationTime"]))["vm"]["nics"][0]["nicNetworkInfo"]
    assert captured["ipv4Info"]["learnedIpAddresses"][0]["value"] == "172.30.1.50"
    prism.vm_action(vm_id, "power-off")
    assert "ipv4Info" not in network(estate, "app-1", "tokyo")
    with pytest.raises(AssertionError):
        prism.control("PUT", "guest-address", {"vm": "nobody", "address": None})
