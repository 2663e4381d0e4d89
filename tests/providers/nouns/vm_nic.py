"""The NIC of a VM under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import Ipv4Address, PrismCentral, Reference
from prism.vmm import Nic, VmNics, Vms
from providers.vm_nic import VmNicProvider
from tests.providers._noun import Noun, new_subnet, new_vm, new_vpc


def _inputs(client: PrismCentral) -> dict[str, Any]:
    vpc = new_vpc(client)
    management = new_subnet(client, vpc, "management", 9)
    vm = new_vm(client, "app-1", Nic.static(management, "172.30.9.5"))
    return {"vm_id": vm, "subnet_id": new_subnet(client, vpc, "workload-1", 1), "ip_address": "172.30.1.21"}


def _changes(client: PrismCentral) -> dict[str, Any]:
    vpc = new_vpc(client, "another")
    elsewhere = new_subnet(client, vpc, "elsewhere", 1)
    return {
        "subnet_id": elsewhere,
        "ip_address": "172.30.1.22",
        "vm_id": new_vm(client, "app-2", Nic.static(elsewhere, "172.30.1.5")),
    }


def _live(client: PrismCentral, inputs: Mapping[str, Any], owner: str) -> list[str]:
    """Those of all VMs that have the address, in whichever subnet: none may be left behind."""
    nics = [nic for vm in Vms(client).list() for nic in vm.nics or []]
    return [nic.id for nic in nics if nic.ip == inputs["ip_address"]]


def _readdress(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    def address(nic: Nic) -> Nic:
        assert nic.nic_network_info is not None
        assert nic.nic_network_info.ipv4_config is not None
        nic.nic_network_info.ipv4_config.ip_address = Ipv4Address(value="172.30.1.77")
        return nic

    return VmNics(client, str(state["vm_id"])).update(ext_id, address)


def _resubnet(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    other = new_subnet(client, new_vpc(client, "by-hand"), "by-hand", 1)

    def move(nic: Nic) -> Nic:
        assert nic.nic_network_info is not None
        nic.nic_network_info.subnet = Reference(ext_id=other)
        return nic

    return VmNics(client, str(state["vm_id"])).update(ext_id, move)


NOUN = Noun(
    name="VM NIC",
    provider=VmNicProvider,
    inputs=_inputs,
    collection=lambda client, state: VmNics(client, str(state["vm_id"])),
    changes=_changes,
    replaces=frozenset({"vm_id"}),
    drifts={"readdressed": _readdress, "moved to another subnet": _resubnet},
    live=_live,
    exclusive=False,
)
