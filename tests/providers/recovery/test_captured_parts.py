"""What a VM's category does not bring is told by VM, also where two VMs have one name."""

from __future__ import annotations

from datetime import UTC, datetime

from prism.vmm import AhvVmRecoveryPoint, Vm
from providers.recovery import captured_parts
from providers.recovery.risk import RecoverableVm


def captured(vm_id: str, *, vtpm: bool, day: int = 1) -> AhvVmRecoveryPoint:
    vm = Vm.model_validate({"name": "web", "vtpmConfig": {"isVtpmEnabled": vtpm}})
    return AhvVmRecoveryPoint(creation_time=datetime(2026, 12, day, tzinfo=UTC), vm_ext_id=vm_id, vm=vm)


def test_two_vms_of_one_name_are_told_both() -> None:
    vms = [RecoverableVm("web", None, vm_id=one) for one in ("a", "b")]
    said = captured_parts([captured("a", vtpm=True), captured("b", vtpm=True)], vms)
    assert [one.partition(",")[0] for one in said] == ["web has a virtual TPM"] * 2


def test_the_newest_recovery_point_of_a_vm_counts() -> None:
    points = [captured("a", vtpm=False, day=2), captured("a", vtpm=True, day=1)]
    assert captured_parts(points, [RecoverableVm("web", None, vm_id="a")]) == ()
