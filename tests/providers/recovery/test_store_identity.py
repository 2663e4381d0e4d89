"""What a recovery from a store knows by the ids of VMs. Two simulated sites and a bucket."""

from __future__ import annotations

import pytest

from errors import OperatorError
from providers.base import restoration_of
from providers.recovery import Lineage
from tests.providers._store_sites import MACHINES, StoreWorkload
from tests.providers.conftest import Cloud
from tests.providers.test_store_recovery import RESTORE, sites, workload

pytestmark = pytest.mark.slow

__all__ = ["sites", "workload"]

STALE = {"accepted_risks": {"flip": 1, "risks": ["stale-recovery-point"]}}


def test_the_pairs_name_every_restored_vm(workload: StoreWorkload) -> None:
    before = {vm.label: vm.id for vm in workload.vms("tokyo")}
    workload.up("osaka")
    lineage = Lineage.parse(workload.engine.state["taken_over"])
    assert len(lineage.pairs) == len(MACHINES)
    assert all(lineage.continues(before[vm.label], vm.id) for vm in workload.vms())


def test_two_vms_of_one_name_in_the_store_are_both_restored_also_by_a_run_after_a_killed_one(
    workload: StoreWorkload, sites: Cloud
) -> None:
    sites.links(tokyo="up")
    workload.add("db-1", "172.30.1.99", "Database")
    sites.world.advance()
    for _ in range(2):
        sites.world.push_clock(3600)
        sites.world.advance()
    sites.links(tokyo="down")
    workload.fault(kind="task-failed", method="POST", path=RESTORE, skip=1)
    with pytest.raises(OperatorError, match="1 of 4 restores"):
        workload.up("osaka", **STALE)
    workload.up("osaka", **STALE)
    assert sorted(vm.label for vm in workload.vms()) == ["app-1", "batch-1", "db-1", "db-1"]
    assert len({restoration_of(vm.description) for vm in workload.vms()}) == 4
    assert {vm.power_state for vm in workload.vms()} == {"ON"}


def test_a_copy_that_has_come_home_makes_way_only_for_the_vm_that_continues_it(
    workload: StoreWorkload, sites: Cloud
) -> None:
    workload.up("osaka")
    copies = {vm.label: vm.id for vm in workload.vms()}
    home = {vm.label: vm.id for vm in workload.vms("tokyo")}
    workload.up("tokyo", generation=2)
    sites.world.push_clock(2 * 3600)
    pairs = {name: (copies[name], home[name]) for name in home}
    strange = str(Lineage.of([*[pairs[name] for name in ("app-1", "batch-1")], (copies["db-1"], "another")]))
    with pytest.raises(OperatorError, match="The stale copy of db-1 in osaka is kept: nothing shows"):
        workload.up("osaka", generation=3, brought_home=strange)
    assert workload.up("osaka", generation=3, brought_home=str(Lineage.of(pairs.values()))) == "update"
    assert sorted(workload.running()) == ["app-1", "batch-1", "db-1"]
    assert len(workload.vms()) == 3
