"""Floating IPs that a recovery plan assigns to recovered VMs."""

from __future__ import annotations

from tests.simulator.estate import Estate
from tests.simulator.harness import FLOATING_IPS, PLANS, SUBNETS, VMS, VPCS, Json, Prism


def reach_outside(prism: Prism, vpc: str) -> None:
    """Put the VPC behind the external NAT subnet."""
    nat = prism.named(SUBNETS, "overlay-external-subnet-nat")["extId"]
    prism.update(f"{VPCS}/{vpc}", externalSubnets=[{"subnetReference": nat}])


def associate(estate: Estate, vm: str, **addresses: Json) -> None:
    """A setting of the plan: which floating IPs the VM's NIC gets."""
    (nic,) = estate.tokyo.prism.get(f"{VMS}/{vm}")["nics"]
    setting = {
        "$objectType": "datapolicies.v4.config.VmRecoverySetting",
        "vm": {"extId": vm},
        "floatingIpAssociations": [{"nicExtId": nic["extId"], **addresses}],
    }
    path = f"{PLANS}/{estate.plan}/recovery-settings"
    estate.tokyo.prism.create(path, {"scope": "VM", "recoverySetting": setting})


def associated(prism: Prism) -> list[tuple[str, str]]:
    """Private IP and status of the floating IPs of a site."""
    return [(f.get("privateIp", ""), f["associationStatus"]) for f in prism.list(FLOATING_IPS)]


def test_recovered_vm_gets_a_floating_ip_of_its_new_site(estate: Estate) -> None:
    vm, osaka = estate.add_vm("app-1", "172.30.1.10"), estate.osaka.prism
    reach_outside(osaka, estate.osaka.vpc)
    associate(estate, vm, recoveryFloatingIp={"shouldAllocateDynamically": True})
    job = estate.run("planned-failover")
    assert job["status"] == "SUCCEEDED"
    assert "ASSIGN_FLOATING_IP" in [step["operationType"] for step in estate.steps(job)]
    assert associated(osaka) == [("172.30.1.10", "ASSOCIATED_TO_VNIC")]


def test_recovered_vm_gets_the_floating_ip_that_is_named(estate: Estate) -> None:
    vm, osaka = estate.add_vm("app-1", "172.30.1.10"), estate.osaka.prism
    reach_outside(osaka, estate.osaka.vpc)
    kept = osaka.get(f"{FLOATING_IPS}/{osaka.create(FLOATING_IPS, {'name': 'kept'})}")
    address = {"ipv4": {"value": kept["floatingIpValue"]}}
    associate(estate, vm, recoveryFloatingIp={"shouldAllocateDynamically": False, "ipAddress": address})
    assert estate.run("planned-failover")["status"] == "SUCCEEDED"
    (after,) = osaka.list(FLOATING_IPS)
    assert (after["extId"], after["privateIp"]) == (kept["extId"], "172.30.1.10")


def test_floating_ip_of_a_test_goes_with_it(estate: Estate) -> None:
    vm, osaka = estate.add_vm("app-1", "172.30.1.10"), estate.osaka.prism
    reach_outside(osaka, estate.osaka.vpc)
    associate(estate, vm, recoveryTestFloatingIp={"shouldAllocateDynamically": True})
    assert estate.run("test-failover")["status"] == "SUCCEEDED"
    assert [status for _, status in associated(osaka)] == ["ASSOCIATED_TO_VNIC"]
    estate.begin("clean-up-resources")
    assert associated(osaka) == []


def test_vm_is_up_even_when_no_floating_ip_is_left(estate: Estate) -> None:
    vm, osaka = estate.add_vm("app-1", "172.30.1.10"), estate.osaka.prism
    reach_outside(osaka, estate.osaka.vpc)
    associate(estate, vm, recoveryFloatingIp={"shouldAllocateDynamically": True})
    osaka.control("PUT", "capacity", {"floatingIps": 0})
    assert estate.run("planned-failover")["status"] == "FAILED"
    assert estate.power("osaka") == {"app-1": "ON"}


def test_a_floating_ip_is_answered_while_the_vm_behind_it_runs(estate: Estate) -> None:
    vm, prism = estate.add_vm("app-1", "172.30.1.10"), estate.tokyo.prism
    reach_outside(prism, estate.tokyo.vpc)
    (nic,) = prism.get(f"{VMS}/{vm}")["nics"]
    association = {"$objectType": "networking.v4.config.VmNicAssociation", "vmNicReference": nic["extId"]}
    led = prism.get(f"{FLOATING_IPS}/{prism.create(FLOATING_IPS, {'name': 'led', 'association': association})}")
    idle = prism.get(f"{FLOATING_IPS}/{prism.create(FLOATING_IPS, {'name': 'idle'})}")

    def answers(address: str) -> bool:
        told: Json = prism.control("GET", f"answers?address={address}")
        return bool(told["answers"])

    running = prism.get(f"{VMS}/{vm}")["powerState"] == "ON"
    assert answers(led["floatingIpValue"]) is running
    assert not answers(idle["floatingIpValue"])
    assert not answers("203.0.113.200")
    prism.vm_action(vm, "power-off" if running else "power-on")
    assert answers(led["floatingIpValue"]) is not running
