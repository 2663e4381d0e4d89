"""After every failover each VM has the address of its recovery point, gets it back, or stops the run by name."""

from __future__ import annotations

import re

import pytest

from prism import PrismError
from prism.datapolicies import NetworkMappings, RecoveryPlans
from prism.networking import Subnets
from prism.prism import Categories, Category
from prism.vmm import Nic, NicActions, Vm, Vms
from providers.recovery import Destination, astray
from simulator.prism.model import hidden
from simulator.prism.vms import learned_addresses
from tests.providers._sites import SUBNET, WORKLOAD, Workload, accepting, add_vm, protected_workload
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    return protected_workload(cloud)


def without_flag(workload: Workload) -> None:
    """The plan of an older release, which nobody has upped since."""
    client = workload.cloud.client("tokyo")
    plan = RecoveryPlans(client).get_by_name("workload-recovery")
    mappings = NetworkMappings(client, plan.id)
    for one in list(mappings.list()):
        mappings.update(one.id, lambda current: current.model_copy(update={"is_ip_mapping_enabled": False}))


def macs(workload: Workload, site: str) -> dict[str, str]:
    return {vm.label: (vm.nics or [])[0].mac_address for vm in Vms(workload.cloud.client(site)).list()}


def in_guest(workload: Workload, name: str, ip: str, *, tools: bool = False) -> str:
    """A protected VM in Tokyo whose address only its guest knows."""
    client, site = workload.cloud.client("tokyo"), workload.cloud.world.site("tokyo")
    category = Categories(client).find("DisasterRecovery", "Protected")
    assert category is not None
    vm_id = add_vm(client, name, ip, Subnets(client).get_by_name(SUBNET).id, category.id)
    vm = Vms(client).get(vm_id)
    NicActions(client, vm_id).release((vm.nics or [])[0])
    (nic,) = site.store.all("vm_nic", vm_id)
    learned_addresses.set_in_guest(site, nic, ip)
    if tools:
        record = site.store.require("vm", vm_id)
        record.data["guestTools"] = {"isInstalled": True, "isEnabled": True, "isReachable": True}
        site.store.touch(record)
    workload.cloud.world.push_clock(3600)
    return vm_id


def test_a_plan_keeps_addresses_and_the_run_says_that_it_has_compared(workload: Workload, said: list[str]) -> None:
    workload.osaka.up("osaka")
    assert workload.running("osaka") == WORKLOAD
    assert "2 of 2 VMs compared: addresses as in their recovery points." in " ".join(said)


@pytest.mark.parametrize("mode", ["planned", "unplanned"])
def test_addresses_that_dhcp_gave_are_given_back_in_place_and_told_by_vm(
    workload: Workload, said: list[str], mode: str
) -> None:
    without_flag(workload)
    before = macs(workload, "tokyo")
    workload.osaka.up("osaka", mode, **(accepting(1, "source-answers") if mode == "unplanned" else {}))
    assert workload.running("osaka") == WORKLOAD
    assert macs(workload, "osaka") == before
    told = " ".join(said)
    assert re.search(r"app-1 came up with 172\.30\.1\.2\d\d; its recovery point has 172\.30\.1\.11", told)
    assert "Its NIC has 172.30.1.12 again" in told
    assert {row["name"]: row["ip"] for row in workload.osaka.state["recovered"]} == WORKLOAD


def test_where_the_actions_are_not_offered_a_new_nic_comes_and_the_old_one_goes(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_flag(workload)
    monkeypatch.setattr(NicActions, "put", lambda self, nic, subnet_id, address: False)
    workload.osaka.up("osaka")
    assert workload.running("osaka") == WORKLOAD
    assert all(len(vm.nics or []) == 1 for vm in Vms(workload.cloud.client("osaka")).list())


def test_an_address_that_something_else_has_stops_the_run_until_it_is_accepted(
    workload: Workload, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_flag(workload)
    client = workload.cloud.client("osaka")
    # It comes between the preview and the end of the plan, so that no look before could see it.
    honest = NicActions.put
    other = Categories(client).create(Category(key="Team", value="other"))

    def too_late(self: NicActions, nic: Nic, subnet_id: str, address: str) -> bool:
        if not any(vm.name == "stranger" for vm in Vms(client).list()):
            add_vm(client, "stranger", "172.30.1.11", subnet_id, other)
        return honest(self, nic, subnet_id, address)

    monkeypatch.setattr(NicActions, "put", too_late)
    with pytest.raises(PrismError, match=r"(?s)no route was moved: 1 VM: app-1 .*risks: \[address-not-kept\]"):
        workload.osaka.up("osaka")
    assert workload.running("osaka")["db-1"] == "172.30.1.12"
    assert workload.osaka.up("osaka", **accepting(1, "address-not-kept")) == "update"
    assert workload.osaka.state["generation"] == 1
    assert len(workload.jobs("osaka")) == 1


def test_a_warning_about_networks_stops_a_failover_until_it_is_accepted(workload: Workload) -> None:
    in_guest(workload, "lone-1", "172.30.1.13")
    with pytest.raises(
        PrismError, match=r"(?s)nothing was changed \(flip 1\).*Guest Tools.*risks: \[address-not-kept\]"
    ):
        workload.osaka.up("osaka")
    assert workload.running("osaka") == {}
    assert workload.jobs("osaka") == []
    assert workload.osaka.up("osaka", **accepting(1, "address-not-kept")) == "update"
    # DHCP is AHV's own here, so the address can be given after all.
    assert workload.running("osaka") == {**WORKLOAD, "lone-1": "172.30.1.13"}


def test_guest_tools_keep_an_address_that_only_the_guest_knows(workload: Workload) -> None:
    in_guest(workload, "lone-1", "172.30.1.13", tools=True)
    workload.osaka.up("osaka")
    assert workload.running("osaka") == {**WORKLOAD, "lone-1": "172.30.1.13"}


def test_who_gives_up_addresses_is_not_asked_about_them(workload: Workload, said: list[str]) -> None:
    without_flag(workload)
    in_guest(workload, "lone-1", "172.30.1.13")
    workload.osaka.up("osaka", keeps_addresses=False)
    assert set(workload.running("osaka").values()) == {f"172.30.1.{200 + number}" for number in range(3)}
    assert "compared" not in " ".join(said)


def test_two_vms_with_one_anothers_addresses_get_their_own(workload: Workload) -> None:
    without_flag(workload)
    osaka = workload.cloud.world.site("osaka")
    subnet = Subnets(workload.cloud.client("osaka")).get_by_name(SUBNET)
    config = osaka.store.require("subnet", subnet.id).data["ipConfig"][0]["ipv4"]
    # The pool gives app-1 the address of db-1, and db-1 that of app-1.
    config["poolList"] = [{"startIp": {"value": ip}, "endIp": {"value": ip}} for ip in ("172.30.1.12", "172.30.1.11")]
    workload.osaka.up("osaka")
    assert workload.running("osaka") == WORKLOAD


def test_nics_are_matched_by_mac_address_and_else_by_their_place() -> None:
    def nic(ip: str, mac: str) -> Nic:
        return Nic.static("subnet", ip, mac=mac)

    was = Vm(name="a", nics=[nic("10.0.0.1", "m1"), nic("10.0.0.2", "m2"), Nic.leased("subnet")])
    now = Vm(name="a", nics=[nic("10.0.0.2", "m2"), nic("10.0.0.9", "m1"), nic("10.0.0.3", "m3")])
    found = list(astray("id", was, now, lambda vm_id, ip: Destination("subnet", ip)))
    assert [(one.wanted.address, one.found, one.nic.mac_address) for one in found] == [("10.0.0.1", "10.0.0.9", "m1")]
    moved = Vm(name="a", nics=[nic("10.0.0.1", "x1"), nic("10.0.0.7", "x2")])
    wrong = astray("id", was, moved, lambda vm_id, ip: Destination("s", ip))
    assert [one.wanted.address for one in wrong] == ["10.0.0.2"]
    assert list(astray("id", was, moved, lambda vm_id, ip: None)) == []


def test_the_simulator_remembers_what_only_the_guest_knows(workload: Workload) -> None:
    vm_id = in_guest(workload, "lone-1", "172.30.1.13")
    (nic,) = workload.cloud.world.site("tokyo").store.all("vm_nic", vm_id)
    assert hidden.of_nic(nic)["guest"] == "172.30.1.13"
