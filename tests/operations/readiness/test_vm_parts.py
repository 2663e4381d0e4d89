"""Parts of VMs that their category does not bring: told by VM in readiness and in the preview of a failover."""

from typing import Any

import pytest

from operations.look import Check, Status
from operations.readiness import vm_parts
from prism.prism import Categories, Category
from prism.vmm import (
    VmAntiAffinityPolicies,
    VmAntiAffinityPolicy,
    VmHostAffinityPolicies,
    VmHostAffinityPolicy,
    Vms,
)
from tests.operations._estate import HOME, OTHER, Estate

pytestmark = pytest.mark.slow

GROUP = "1cdb5b48-fb2c-41b6-b751-b504117ee3e2"
BEHIND = {"$objectType": "vmm.v4.ahv.config.ADSFVolumeGroupReference", "volumeGroupExtId": GROUP}


def with_parts(sites: Estate) -> None:
    """web-1 has a disk of its own, one of a volume group and a GPU; db-1 has a virtual TPM. Both are replicated."""
    client, site = sites.client(HOME), sites.world.site(HOME)
    ids = {vm.label: vm.id for vm in Vms(client).list()}
    own = {"backingInfo": {"$objectType": "vmm.v4.ahv.config.VmDisk", "diskSizeBytes": 1 << 30}}
    parts: dict[str, dict[str, Any]] = {
        "web-1": {"disks": [{**own, "extId": "1"}, {"extId": "2", "backingInfo": BEHIND}]},
        "db-1": {"vtpmConfig": {"isVtpmEnabled": True}},
        "web-2": {"vtpmConfig": {"isVtpmEnabled": False}, "gpus": []},
    }
    parts["web-1"]["gpus"] = [{"name": "NVIDIA T4-4Q", "mode": "VIRTUAL"}]
    for name, data in parts.items():
        record = site.store.require("vm", ids[name])
        record.data |= data
        site.store.touch(record)
    sites.world.push_clock(3600)


def with_policies(sites: Estate) -> None:
    """Tokyo's protected category is held to hosts of another one, and another category of web-1 is kept apart."""
    client = sites.client(HOME)
    web_1 = next(vm for vm in Vms(client).list() if vm.name == "web-1")
    (protected, *_) = web_1.categories or []
    hosts = {"extId": Categories(client).create(Category(key="Hosts", value="licensed"))}
    apart = Categories(client).create(Category(key="Apart", value="web"))
    Vms(client).add_category(web_1.id, apart)
    held = {"name": "licences", "vmCategories": [{"extId": protected.ext_id}], "hostCategories": [hosts]}
    VmHostAffinityPolicies(client).create(VmHostAffinityPolicy.model_validate(held))
    VmAntiAffinityPolicies(client).create(
        VmAntiAffinityPolicy.model_validate({"name": "web", "categories": [{"extId": apart}]})
    )


def told(checks: list[Check]) -> dict[tuple[str, str], Status]:
    return {(check.subject, check.found): check.status for check in checks}


def test_vms_with_disks_and_nics_alone_pass(sites: Estate) -> None:
    assert told(vm_parts.look(sites.survivor())) == {
        (OTHER, "3 of 3 VMs have disks and NICs of their own alone"): Status.PASS
    }


@pytest.mark.parametrize("at", [HOME, OTHER], ids=["at the active site", "in the recovery points at the standby"])
def test_each_part_is_told_by_its_vm(sites: Estate, at: str) -> None:
    with_parts(sites)
    checks = vm_parts.look(sites.survivor(at))
    assert told(checks) == {
        ("web-1", f"has disks of the volume group {GROUP}, which the VM's category does not protect"): Status.WARN,
        ("web-1", "has a GPU (NVIDIA T4-4Q)"): Status.WARN,
        ("db-1", "has a virtual TPM, whose secrets may stay behind"): Status.WARN,
        (at, "1 of 3 VMs have disks and NICs of their own alone"): Status.PASS,
    }
    assert all("drill" in check.what_to_do for check in checks if check.status is Status.WARN)


def test_a_policy_that_places_a_vm_is_told_at_the_active_site(sites: Estate) -> None:
    with_policies(sites)
    checks = vm_parts.look(sites.survivor(HOME))
    held = {(check.subject, check.found) for check in checks if check.status is Status.WARN}
    assert held == {
        *((name, "is placed by the VM-host affinity policy 'licences'") for name in ("web-1", "web-2", "db-1")),
        ("web-1", "is placed by the VM-VM anti-affinity policy 'web'"),
    }
    assert all(f"Make a policy of that kind in {OTHER} too" in check.what_to_do for check in checks[:-1])
    assert {check.status for check in vm_parts.look(sites.survivor())} == {Status.PASS}, "it is not seen from there"


def test_policies_that_cannot_be_listed_are_not_taken_for_none(sites: Estate) -> None:
    fault = {"kind": "status", "status": 403, "path": "/api/vmm/*/ahv/policies/*", "site": HOME, "count": -1}
    sites.world.faults.order(fault)
    (unknown,) = [check for check in vm_parts.look(sites.survivor(HOME)) if check.status is Status.WARN]
    assert unknown.found.startswith("not known: affinity policies: ")


def test_the_preview_of_a_failover_tells_them_too(sites: Estate) -> None:
    assert "volume group" not in str(sites.survivor().foreseen)
    with_parts(sites)
    shown = str(sites.survivor().foreseen)
    assert f"web-1 has disks of the volume group {GROUP}, which the VM's category does not protect." in shown
    assert "web-1 has a GPU (NVIDIA T4-4Q)." in shown
    assert "db-1 has a virtual TPM, whose secrets may stay behind." in shown
    assert "web-2 has" not in shown
