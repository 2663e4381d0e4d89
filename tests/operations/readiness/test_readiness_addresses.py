"""What readiness and a drill say of addresses: mappings without the flag, guests that need tools, warnings."""

import pytest

from operations.drill import Drill
from operations.look import Check, Status, validation_checks
from operations.readiness import guest_tools, plan_settings
from prism.datapolicies import NetworkMappings, RecoveryPlans
from prism.dataprotection import ValidationError
from prism.vmm import NicActions, Vms
from simulator.prism.vms import learned_addresses
from tests.operations._estate import HOME, OTHER, Estate

pytestmark = pytest.mark.slow

MACHINES = {"web-1": "172.30.1.34", "web-2": "172.30.1.35", "db-1": "172.30.1.36"}


def shown(checks: list[Check]) -> dict[str, tuple[Status, str]]:
    return {check.subject: (check.status, check.found) for check in checks}


def switch_off(sites: Estate) -> None:
    client = sites.client(HOME)
    plan = RecoveryPlans(client).get_by_name("workload-recovery")
    mappings = NetworkMappings(client, plan.id)
    for one in list(mappings.list()):
        mappings.update(one.id, lambda current: current.model_copy(update={"is_ip_mapping_enabled": False}))


def set_in_guest(sites: Estate, name: str, tools: dict[str, bool]) -> None:
    """The VM has its address by its guest alone, and a recovery point says so."""
    client, site = sites.client(HOME), sites.world.site(HOME)
    vm = next(vm for vm in Vms(client).list() if vm.name == name)
    NicActions(client, vm.id).release((vm.nics or [])[0])
    (nic,) = site.store.all("vm_nic", vm.id)
    learned_addresses.set_in_guest(site, nic, MACHINES[name])
    record = site.store.require("vm", vm.id)
    record.data["guestTools"] = dict(tools)
    site.store.touch(record)
    sites.world.push_clock(3600)


def test_mappings_that_keep_addresses_and_addresses_of_ahv_pass(sites: Estate) -> None:
    for look in (plan_settings.look, guest_tools.look):
        assert {check.status for check in look(sites.survivor())} == {Status.PASS}
    assert shown(guest_tools.look(sites.survivor())) == {
        OTHER: (Status.PASS, "AHV assigns the addresses of 3 of 3 VMs")
    }


def test_a_mapping_without_the_flag_fails_and_says_which_stack_writes_it(sites: Estate) -> None:
    switch_off(sites)
    (check,) = plan_settings.look(sites.survivor())
    assert (check.status, check.found) == (Status.FAIL, "any address may come")
    assert "pulumi up on the stack of tokyo" in check.what_to_do
    sites.changes = {"protection": {"keepAddresses": False}}
    assert {one.status for one in plan_settings.look(sites.survivor())} == {Status.PASS}


@pytest.mark.parametrize("at", [HOME, OTHER])
def test_guests_that_need_tools_are_named_and_whether_the_tools_answer(sites: Estate, at: str) -> None:
    set_in_guest(sites, "web-1", {"isInstalled": True, "isEnabled": True, "isReachable": True})
    set_in_guest(sites, "web-2", {"isInstalled": True, "isEnabled": True, "isReachable": False})
    set_in_guest(sites, "db-1", {})
    found = shown(guest_tools.look(sites.survivor(at)))
    assert found["web-1"] == (Status.PASS, "172.30.1.34 is set in the guest; the tools answer")
    assert found["web-2"][0] is Status.WARN
    assert "installed and do not answer" in found["web-2"][1]
    assert found["db-1"] == (Status.FAIL, "172.30.1.36 is set in the guest, which has no Guest Tools")
    assert found[at] == (Status.PASS, "AHV assigns the addresses of 0 of 3 VMs")


def test_a_drill_gives_addresses_back_and_warns_of_each(sites: Estate) -> None:
    switch_off(sites)
    report = Drill(sites.survivor(), lambda text: None).run()
    assert {vm.name: vm.address for vm in report.vms} == MACHINES
    mended = [check for check in report.checks if check.name == "address as recovered"]
    assert {(check.subject, check.status) for check in mended} == {(f"{name}-test", Status.WARN) for name in MACHINES}
    assert all(check.found.endswith("given back") for check in mended)


def test_a_warning_about_networks_fails_and_names_the_risk_and_the_licence_is_named() -> None:
    network = ValidationError(error_group="NETWORK", severity="WARNING", message="No tools.", error_code="DP-303001")
    licence = ValidationError(error_group="CLUSTER_LICENSE", severity="WARNING", message="No licence.")
    first, second = validation_checks([network, licence], "plan")
    assert (first.status, second.status) == (Status.FAIL, Status.WARN)
    assert first.found == "NETWORK: No tools [DP-303001]."
    assert "address-not-kept" in first.what_to_do
    assert "Add the licence" in second.what_to_do
