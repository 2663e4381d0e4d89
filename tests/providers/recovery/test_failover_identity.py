"""What a failover knows by the ids of VMs, where names, categories and clocks would mislead it. Two simulated sites."""

from __future__ import annotations

import pytest

from prism import PrismError
from prism.dataprotection import RecoveryPoints
from prism.prism import Categories, Category
from prism.vmm import Vms
from providers.recovery import CategoryName, Lineage, of_categories
from tests.providers._sites import WORKLOAD, Stack, Workload, accepting, protected_workload
from tests.providers.conftest import Cloud
from tests.providers.recovery._isolated import add, category, isolated_flip, named
from tests.providers.test_failover import flip

pytestmark = pytest.mark.slow

ACCEPTED = {"accepted_risks": {"flip": 1, "risks": ["source-answers", "not-recovered"]}}


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


def test_a_vm_that_left_its_category_after_its_last_point_is_stood_down_by_its_id(workload: Workload) -> None:
    workload.cloud.links(tokyo="down")
    tokyo = workload.cloud.client("tokyo")
    Vms(tokyo).remove_category(named(workload, "tokyo", "db-1").id, category(tokyo))
    workload.osaka.up("osaka", "unplanned")
    assert workload.running("osaka") == WORKLOAD
    workload.cloud.links(tokyo="up")
    assert workload.tokyo.preview("osaka", "unplanned")
    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert workload.running("tokyo") == {}, "db-1 runs in Osaka now"
    assert workload.tokyo.state["superseded"] == ["app-1", "db-1"]
    assert workload.tokyo.up("osaka", "unplanned") == "same"


def test_such_a_vm_that_wakes_up_is_powered_off_by_the_next_run(workload: Workload) -> None:
    isolated_flip(workload)
    workload.tokyo.up("osaka", "unplanned")
    tokyo = workload.cloud.client("tokyo")
    vm = named(workload, "tokyo", "db-1")
    Vms(tokyo).remove_category(vm.id, category(tokyo))
    Vms(tokyo).power_on(vm.id)
    assert workload.tokyo.preview("osaka", "unplanned")
    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert workload.running("tokyo") == {}


def test_what_was_taken_over_is_known_although_both_states_were_lost(workload: Workload) -> None:
    tokyo = workload.cloud.client("tokyo")
    workload.cloud.links(tokyo="down")
    Vms(tokyo).remove_category(named(workload, "tokyo", "db-1").id, category(tokyo))
    workload.osaka.up("osaka", "unplanned")
    workload.cloud.links(tokyo="up")
    told = workload.osaka.state["taken_over"]
    workload.osaka = Stack(workload.cloud, "osaka", peer=None)
    workload.osaka.up("osaka", "unplanned")
    assert workload.osaka.state["taken_over"] == told, "the jobs remember it"
    workload.tokyo = Stack(workload.cloud, "tokyo", peer=workload.osaka)
    assert workload.tokyo.up("osaka", "unplanned") == "create"
    assert workload.running("tokyo") == {}


def test_a_stale_copy_does_not_make_way_for_another_vm_of_its_name(workload: Workload) -> None:
    old = add(workload, "tokyo", "batch-7", "172.30.1.77")
    tokyo, osaka = workload.cloud.client("tokyo"), workload.cloud.client("osaka")
    for client in (tokyo, osaka):
        for point in [one for one in RecoveryPoints(client).list() if "batch-7" in str(one.vm_recovery_points)]:
            RecoveryPoints(client).delete(point.id)
    isolated_flip(workload)
    assert workload.running("osaka") == WORKLOAD, "batch-7 had no point over"
    workload.tokyo.up("osaka", "unplanned")
    add(workload, "osaka", "batch-7", "172.30.1.78")
    workload.cloud.world.advance()
    says = r"tokyo keeps an old, powered-off copy named batch-7 .*is another VM"
    for run in (workload.tokyo.preview, workload.tokyo.up):
        with pytest.raises(PrismError, match=says):
            run("tokyo")
    assert workload.tokyo.up("tokyo", **accepting(2, "missing-recovery-point")) == "update"
    assert Vms(tokyo).get(old).power_state == "OFF"
    assert workload.running("tokyo") == {**WORKLOAD, "batch-7": "172.30.1.78"}


def test_two_protected_vms_of_one_name_both_come_over_and_both_make_way(workload: Workload) -> None:
    add(workload, "tokyo", "app-1", "172.30.1.77")
    workload.cloud.world.advance()
    isolated_flip(workload)
    here = [vm for vm in Vms(workload.cloud.client("osaka")).list() if vm.power_state == "ON"]
    assert sorted(vm.label for vm in here) == ["app-1", "app-1", "db-1"]
    workload.tokyo.up("osaka", "unplanned")
    assert workload.running("tokyo") == {}
    assert workload.tokyo.up("tokyo") == "update"
    there = list(Vms(workload.cloud.client("tokyo")).list())
    assert sorted((vm.label, vm.power_state) for vm in there) == [("app-1", "ON"), ("app-1", "ON"), ("db-1", "ON")]


def test_of_two_vms_of_one_name_the_copy_of_the_one_that_is_no_more_is_kept(workload: Workload) -> None:
    """Both app-1 came to Osaka. One of them was deleted there, so its copy in Tokyo is all that is left of it."""
    kept = add(workload, "tokyo", "app-1", "172.30.1.77")
    workload.cloud.world.advance()
    isolated_flip(workload)
    workload.tokyo.up("osaka", "unplanned")
    tokyo, osaka = workload.cloud.client("tokyo"), workload.cloud.client("osaka")
    gone = next(vm for vm in Vms(osaka).list() if vm.ip == "172.30.1.77")
    Vms(osaka).delete(gone.id, "app-1")
    for client in (tokyo, osaka):
        for point in [one for one in RecoveryPoints(client).list() if gone.id in str(one.vm_recovery_points)]:
            RecoveryPoints(client).delete(point.id)
    with pytest.raises(PrismError, match=r"tokyo .*keeps an old, powered-off copy named app-1"):
        workload.tokyo.preview("tokyo")
    assert workload.tokyo.up("tokyo", **accepting(2, "missing-recovery-point")) == "update"
    assert Vms(tokyo).get(kept).power_state == "OFF"
    assert workload.running("tokyo") == WORKLOAD


@pytest.mark.parametrize("ahead", [-3600, 0, 60, 3600])
def test_a_copy_is_kept_whose_vm_did_not_go_on_whatever_the_clocks_say(workload: Workload, ahead: int) -> None:
    workload.cloud.world.site("osaka").clock_ahead = ahead
    flip(workload, "osaka")
    flip(workload, "tokyo")
    kept = named(workload, "tokyo", "db-1").id
    osaka = workload.cloud.client("osaka")
    tokyo_id = workload.cloud.world.site("tokyo").domain_manager_id
    for point in list(RecoveryPoints(osaka).list()):
        from_tokyo = point.source_location and point.source_location.domain_manager_ext_id == tokyo_id
        if from_tokyo and "db-1" in str(point.vm_recovery_points):
            RecoveryPoints(osaka).delete(point.id)
    workload.cloud.links(tokyo="down")
    risks = accepting(3, "missing-recovery-point", "stale-recovery-point", "not-recovered")
    workload.osaka.up("osaka", "unplanned", **risks)
    workload.cloud.links(tokyo="up")
    workload.tokyo.up("osaka", "unplanned")
    assert "db-1" not in workload.running("osaka")
    with pytest.raises(PrismError, match="db-1 would not be recovered: tokyo has only an old, powered-off copy"):
        workload.tokyo.up("tokyo")
    assert Vms(workload.cloud.client("tokyo")).get(kept).power_state == "OFF"


@pytest.mark.parametrize("mode", ["planned", "unplanned"])
def test_a_vm_that_was_announced_and_did_not_come_stops_the_run_by_name_until_it_is_accepted(
    workload: Workload, said: list[str], mode: str
) -> None:
    tokyo = workload.cloud.client("tokyo")
    Vms(tokyo).remove_category(named(workload, "tokyo", "db-1").id, category(tokyo))
    workload.cloud.world.advance()
    accepted = accepting(1, "source-answers") if mode == "unplanned" else {}
    for _ in range(2):
        with pytest.raises(PrismError, match=r"Flip 1 is not whole, and no route was moved: 1 VM: db-1 did not come"):
            workload.osaka.up("osaka", mode, **accepted)
    assert list(workload.running("osaka")) == ["app-1"]
    assert workload.osaka.state["generation"] == 0, "so routes stay and nobody stands down"
    assert workload.osaka.up("osaka", mode, **ACCEPTED) == "update"
    assert len(workload.jobs("osaka")) == 1
    assert any("[not-recovered] db-1" in line for line in said)
    workload.tokyo.up("osaka", mode)
    assert list(workload.running("tokyo")) == ["db-1"], "nobody has taken it over"


def test_another_vm_of_its_name_stands_for_no_vm_that_did_not_come(workload: Workload, said: list[str]) -> None:
    """Osaka's people run a protected db-1 of their own."""
    add(workload, "osaka", "db-1", "172.30.1.78")
    tokyo = workload.cloud.client("tokyo")
    Vms(tokyo).remove_category(named(workload, "tokyo", "db-1").id, category(tokyo))
    workload.cloud.world.advance()
    assert workload.osaka.preview("osaka")
    assert any("2 VMs will be shut down in tokyo and started in osaka" in line for line in said)
    with pytest.raises(PrismError, match="no route was moved: 1 VM: db-1 did not come to osaka"):
        workload.osaka.up("osaka")


def test_another_vm_of_its_name_that_holds_its_address_is_told(workload: Workload) -> None:
    add(workload, "osaka", "db-1", WORKLOAD["db-1"])
    says = rf"db-1 needs its address {WORKLOAD['db-1']}, which 'db-1 \(another VM of this name\)' holds in osaka"
    with pytest.raises(PrismError, match=says):
        workload.osaka.preview("osaka")


def test_a_vm_that_failed_and_left_the_plan_is_gone_on_without_once_that_is_accepted(
    workload: Workload, said: list[str]
) -> None:
    workload.cloud.control(
        "POST", "faults", {"site": "osaka", "kind": "recovery-failed", "vm": "db-1", "step": "recover"}
    )
    with pytest.raises(PrismError, match="ended"):
        workload.osaka.up("osaka")
    tokyo = workload.cloud.client("tokyo")
    Vms(tokyo).remove_category(named(workload, "tokyo", "db-1").id, category(tokyo))
    workload.cloud.world.advance()
    with pytest.raises(PrismError, match=r"To go on without 1 VM: db-1 in this flip, set: .*flip: 1.*not-recovered"):
        workload.osaka.up("osaka")
    assert workload.osaka.up("osaka", **accepting(1, "not-recovered")) == "update"
    assert list(workload.running("osaka")) == ["app-1"]
    assert any("1 VM: db-1 stay in tokyo, as accepted" in line for line in said)


def test_what_was_taken_over_of_another_tier_is_left_to_that_tier(workload: Workload) -> None:
    tokyo = workload.cloud.client("tokyo")
    db = named(workload, "tokyo", "db-1").id
    second = Categories(tokyo).create(Category(key="DisasterRecovery", value="Second"))
    Vms(tokyo).remove_category(db, category(tokyo))
    lineage = Lineage.of((named(workload, "tokyo", name).id, f"{name} in osaka") for name in WORKLOAD)
    own, other = (CategoryName(key="DisasterRecovery", value=value) for value in ("Protected", "Second"))

    def found() -> list[str]:
        return [vm.label for vm in of_categories(tokyo, [own], lineage, [other])]

    assert found() == ["app-1", "db-1"], "whatever category it is in"
    Vms(tokyo).add_category(db, second)
    assert found() == ["app-1"]
    Vms(tokyo).add_category(db, category(tokyo))
    assert found() == ["app-1", "db-1"], "its own category counts first"


def test_the_other_stacks_older_program_tells_no_ids_and_the_failback_works(workload: Workload) -> None:
    isolated_flip(workload)
    del workload.osaka.engine.state["taken_over"]
    workload.tokyo.up("osaka", "unplanned")
    assert workload.running("tokyo") == {}
    workload.cloud.world.push_clock(3600)
    workload.cloud.world.advance()
    assert workload.tokyo.up("tokyo") == "update"
    assert workload.running("tokyo") == WORKLOAD
    assert workload.off("tokyo") == []


def test_the_pairs_are_published_by_the_active_site_and_name_every_vm(workload: Workload) -> None:
    before = {name: named(workload, "tokyo", name).id for name in WORKLOAD}
    flip(workload, "osaka")
    lineage = Lineage.parse(workload.osaka.state["taken_over"])
    for name, vm_id in before.items():
        assert lineage.continues(vm_id, named(workload, "osaka", name).id)
    assert not lineage.took(named(workload, "osaka", "db-1").id)
