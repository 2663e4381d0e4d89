"""What keeps a flip from doing harm: risks that stop it, and old checkouts, lost states and second operators that are
refused. Two simulated sites."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prism import IpAddress, PrismError, Reference
from prism.datapolicies import (
    FloatingIpAssociation,
    PlannedFloatingIp,
    RecoveryPlans,
    RecoverySetting,
    RecoverySettings,
)
from prism.datapolicies import VmRecoverySetting as Setting
from prism.dataprotection import RecoveryPlanJobs, RecoveryPoints
from prism.networking import Subnet, Subnets
from prism.prism import Categories, Category
from prism.vmm import Vms
from providers.base import ip_config
from tests.providers._sites import WORKLOAD, Stack, Workload, accepting, add_vm, protected_workload
from tests.providers.conftest import Cloud
from tests.providers.test_failover import flip, never_two_actives

pytestmark = pytest.mark.slow

GIB = 2**30


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


def later(monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    """So much time passes that no recovery point comes over."""
    moment = datetime.now(UTC) + timedelta(**span)
    monkeypatch.setattr("providers.recovery.when.now", lambda: moment)


def stops(workload: Workload, mode: str, *says: str, **more: Any) -> None:
    """Preview and up of the flip to Osaka stop with these words, and nothing was changed."""
    seen = workload.cloud.world.events.log[-1]["seq"]
    for run in (workload.osaka.preview, workload.osaka.up):
        with pytest.raises(PrismError) as stopped:
            run("osaka", mode, **more)
        for words in ("nothing was changed", *says):
            assert words in str(stopped.value)
    assert workload.osaka.state["generation"] == 0
    assert list(RecoveryPlanJobs(workload.cloud.client("osaka")).list()) == []
    assert workload.cloud.world.events.log[-1]["seq"] == seen


def test_points_older_than_the_rpo_stop_an_unplanned_flip_by_vm_until_they_are_accepted_for_it(
    workload: Workload, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    workload.cloud.links(tokyo="down")
    later(monkeypatch, minutes=90)
    line = "acceptedRisks: {flip: 1, risks: [stale-recovery-point]}"
    stops(
        workload,
        "unplanned",
        "app-1 would lose more than the RPO allows",
        "is 90 min old (RPO 60 min)",
        "db-1 would",
        line,
    )
    assert any(all(f"{name}" in text for name in WORKLOAD) and "90 min old" in text for text in said)
    stops(workload, "unplanned", "acceptedRisks is for flip 2", **accepting(2, "stale-recovery-point"))
    stops(workload, "unplanned", line, **accepting(1, "source-answers"))
    assert workload.osaka.up("osaka", "unplanned", **accepting(1, "stale-recovery-point")) == "update"
    assert workload.running("osaka") == WORKLOAD
    assert any(text.startswith("Accepted for flip 1:\n  [stale-recovery-point]") for text in said)


def test_a_forgotten_acceptance_accepts_nothing_of_the_next_flip(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(workload, "osaka", "unplanned", **accepting(1, "source-answers"))
    for run in (workload.tokyo.preview, workload.tokyo.up):
        with pytest.raises(PrismError, match=r"acceptedRisks is for flip 1, but this is flip 2"):
            run("tokyo", "unplanned", **accepting(1, "source-answers"))
    assert workload.running("osaka") == WORKLOAD


def test_a_planned_flip_stops_where_replication_has_missed_two_intervals(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, hours=3)
    stops(workload, "planned", "[unhealthy-replication]", "Replication of db-1 is behind")


def test_an_unplanned_flip_from_a_site_that_answers_stops(workload: Workload) -> None:
    stops(workload, "unplanned", "[source-answers] tokyo still answers", "failoverMode: planned")


def large_vm(workload: Workload) -> None:
    tokyo = workload.cloud.client("tokyo")
    category = Categories(tokyo).find("DisasterRecovery", "Protected")
    assert category is not None
    subnet = Subnets(tokyo).get_by_name("workload-1")
    add_vm(tokyo, "giant", "172.30.1.77", subnet.id, category.id, memory=4 * GIB)
    hosts = workload.cloud.world.site("osaka").store.all("host")
    for host in hosts:
        host.data["memorySizeBytes"] = 3 * GIB // len(hosts)


def squatter(workload: Workload) -> None:
    osaka = workload.cloud.client("osaka")
    category = Categories(osaka).create(Category(key="Squatter", value="Yes"))
    add_vm(osaka, "printer", WORKLOAD["db-1"], Subnets(osaka).get_by_name("workload-1").id, category)


def unmapped_vm(workload: Workload) -> None:
    tokyo = workload.cloud.client("tokyo")
    category = Categories(tokyo).find("DisasterRecovery", "Protected")
    assert category is not None
    vpc = Subnets(tokyo).get_by_name("workload-1").vpc_reference
    addresses = ip_config("172.30.9.0/24", "172.30.9.1", [])
    made = Subnets(tokyo).create(
        Subnet(name="forgotten", subnet_type="OVERLAY", vpc_reference=vpc, ip_config=addresses)
    )
    add_vm(tokyo, "stranger", "172.30.9.11", made, category.id)


def promised_floating_ip(workload: Workload) -> None:
    osaka, tokyo = workload.cloud.client("osaka"), workload.cloud.client("tokyo")
    vm = Vms(tokyo).get_by_name("app-1")
    wish = PlannedFloatingIp(should_allocate_dynamically=False, ip_address=IpAddress.of("203.0.113.7"))
    nics = Vms(tokyo).get(vm.id).nics
    assert nics
    setting = Setting(
        vm=Reference(ext_id=vm.id),
        floating_ip_associations=[FloatingIpAssociation(nic_ext_id=nics[0].id, recovery_floating_ip=wish)],
    )
    plan = RecoveryPlans(osaka).get_by_name("workload-recovery")
    RecoverySettings(osaka, plan.id).create(RecoverySetting(scope="VM", recovery_setting=setting))


@pytest.mark.parametrize(
    ("arrange", "says"),
    [
        (large_vm, ("[missing-capacity]", "giant needs 4.0 GiB of memory; osaka has 3.0 GiB left")),
        (squatter, ("[address-taken]", "db-1 needs its address 172.30.1.12, which 'printer' holds in osaka")),
        (unmapped_vm, ("[unmapped-network]", "stranger has the address 172.30.9.11, which is in no network mapping")),
        (promised_floating_ip, ("[floating-ip-pool]", "app-1 the floating IP 203.0.113.7, which does not exist")),
    ],
    ids=["capacity", "a taken address", "an unmapped network", "a floating IP that is not there"],
)
def test_what_the_target_lacks_is_told_by_vm_before_anything_is_shut_down(
    workload: Workload, arrange: Callable[[Workload], None], says: tuple[str, ...]
) -> None:
    arrange(workload)
    workload.cloud.world.advance()
    stops(workload, "planned", *says)
    assert set(workload.running("tokyo")) >= set(WORKLOAD)


def test_a_prism_central_that_tells_no_sizes_flips_all_the_same(cloud: Cloud, said: list[str]) -> None:
    cloud.world.set_versions({"vmm": "v4.0"})
    workload = protected_workload(cloud)
    assert workload.osaka.up("osaka") == "update"
    assert any("Could not check the sizes and addresses of the VMs before the failover" in text for text in said)


def refused(stack: Stack, active: str, *says: str, **more: Any) -> None:
    """Preview and up are refused with these words."""
    for run in (stack.preview, stack.up):
        with pytest.raises(PrismError) as caught:
            run(active, **more)
        for words in says:
            assert words in str(caught.value)


def test_a_stale_checkout_at_the_site_that_was_left_is_refused_and_touches_nothing(workload: Workload) -> None:
    workload.osaka.up("osaka")
    refused(workload.tokyo, "tokyo", "osaka took over in flip 1", "git pull")
    workload.tokyo.up("osaka")
    assert workload.tokyo.state["state"] == "standby"
    assert workload.running("osaka") == WORKLOAD
    never_two_actives(workload)


def test_a_returning_site_with_an_old_checkout_is_refused_until_it_has_stood_down(workload: Workload) -> None:
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    workload.cloud.links(tokyo="up")
    refused(workload.tokyo, "tokyo", "1. Set activeRegion: osaka and run pulumi up --stack tokyo", "two active sites")
    assert workload.tokyo.up("osaka") == "update"
    assert workload.running("tokyo") == {}
    assert workload.tokyo.up("tokyo") == "update"
    assert workload.tokyo.state["generation"] == 2
    assert workload.running("tokyo") == WORKLOAD
    refused(workload.osaka, "osaka", "tokyo took over in flip 2")
    workload.osaka.up("tokyo")
    assert workload.running("osaka") == {}


def test_a_site_stands_down_at_its_own_prism_central_only(workload: Workload) -> None:
    workload.osaka.up("osaka")
    inputs = workload.tokyo.inputs("osaka")
    workload.cloud.enter("osaka")
    with pytest.raises(
        PrismError, match=r"is not 'pc-tokyo'\. Nothing was changed\. Set PRISM_ENDPOINT and the credentials of tokyo"
    ):
        workload.tokyo.engine.up(inputs)
    assert workload.running("osaka") == WORKLOAD


def test_two_operators_at_once_one_for_each_site_leave_one_active(workload: Workload) -> None:
    assert workload.tokyo.up("tokyo") == "same"
    workload.osaka.up("osaka")
    refused(workload.tokyo, "tokyo", "osaka took over")
    assert workload.osaka.up("osaka") == "same"
    assert workload.running("tokyo") == {}
    never_two_actives(workload)


def test_the_state_of_the_returning_site_is_lost_too(workload: Workload) -> None:
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    workload.cloud.links(tokyo="up")
    workload.tokyo = Stack(workload.cloud, "tokyo", peer=workload.osaka)
    workload.osaka.peer = workload.tokyo
    with pytest.raises(PrismError, match="osaka took over in flip 1; the stack of tokyo knows of no flip"):
        workload.tokyo.up("tokyo")
    assert workload.tokyo.up("osaka") == "create"
    assert workload.tokyo.state["superseded"] == sorted(WORKLOAD)
    assert workload.tokyo.state["generation"] == 1
    assert workload.running("tokyo") == {}
    flip(workload, "tokyo")
    assert workload.running("tokyo") == WORKLOAD


def test_a_new_stack_beside_running_vms_that_nobody_has_taken_over_says_so(workload: Workload) -> None:
    workload.tokyo = Stack(workload.cloud, "tokyo", peer=workload.osaka)
    with pytest.raises(PrismError, match=r"2 VMs: app-1, db-1 run in tokyo and osaka has not taken over"):
        workload.tokyo.up("osaka")
    assert workload.running("tokyo") == WORKLOAD


def forget(workload: Workload) -> None:
    """The state of Osaka's stack is lost, with all that it has published."""
    workload.osaka = Stack(workload.cloud, "osaka", peer=workload.tokyo)
    workload.tokyo.peer = workload.osaka


def test_the_state_of_the_site_that_took_over_is_lost_before_the_other_has_run(workload: Workload) -> None:
    workload.osaka.up("osaka")
    forget(workload)
    with pytest.raises(PrismError, match="osaka does not stand down before tokyo has taken over"):
        workload.osaka.up("tokyo")
    assert workload.running("osaka") == WORKLOAD
    assert workload.osaka.up("osaka") == "create"
    assert (workload.osaka.state["generation"], workload.osaka.state["active_site"]) == (1, "osaka")
    assert workload.tokyo.up("osaka") == "update"
    never_two_actives(workload)


def test_what_a_failed_flip_has_brought_is_not_stood_down_by_a_lost_state(workload: Workload, said: list[str]) -> None:
    workload.cloud.control(
        "POST", "faults", {"site": "osaka", "kind": "recovery-failed", "vm": "db-1", "step": "recover"}
    )
    with pytest.raises(PrismError, match="ended FAILED"):
        workload.osaka.up("osaka")
    forget(workload)
    assert workload.osaka.up("tokyo") == "create"
    assert list(workload.running("osaka")) == ["app-1"], "it may be the only copy"
    assert any("app-1 run in osaka, but tokyo is active" in line for line in said)
    assert workload.osaka.up("osaka") == "update"
    assert workload.running("osaka") == WORKLOAD


@pytest.mark.parametrize("mode", ["planned", "unplanned"])
def test_a_vm_that_was_recovered_and_not_started_is_started_by_the_next_run(
    workload: Workload, said: list[str], mode: str
) -> None:
    workload.cloud.links(tokyo="down" if mode == "unplanned" else "up")
    workload.cloud.control(
        "POST", "faults", {"site": "osaka", "kind": "recovery-failed", "vm": "app-1", "step": "power-on"}
    )
    with pytest.raises(PrismError, match="ended FAILED"):
        workload.osaka.up("osaka", mode)
    assert list(workload.running("osaka")) == ["db-1"]
    assert workload.osaka.up("osaka", mode) == "update"
    assert workload.running("osaka") == WORKLOAD
    assert any("nothing is left to recover" in line for line in said)
    assert sorted(vm["name"] for vm in workload.osaka.state["recovered"]) == sorted(WORKLOAD)


def test_a_stale_copy_is_kept_where_the_source_has_told_only_of_what_was_before_it(workload: Workload) -> None:
    flip(workload, "osaka")
    tokyo = workload.cloud.client("tokyo")
    points = [point for point in RecoveryPoints(tokyo).list() if "db-1" in str(point.vm_recovery_points)]
    for point in points:
        RecoveryPoints(tokyo).delete(point.id)
    workload.cloud.links(osaka="down")
    workload.tokyo.up("tokyo", "unplanned")
    workload.cloud.links(osaka="up")
    workload.osaka.up("tokyo", "unplanned")
    assert "db-1" not in workload.running("tokyo")
    workload.cloud.links(tokyo="down")
    refused(
        workload.osaka,
        "osaka",
        "db-1 would not be recovered: osaka has only an old, powered-off copy",
        mode="unplanned",
    )
    assert "db-1" in workload.off("osaka")


def test_a_state_of_before_the_flip_adopts_the_flip_that_was_done(workload: Workload, said: list[str]) -> None:
    old = dict(workload.osaka.engine.state), dict(workload.osaka.engine.inputs)
    flip(workload, "osaka")
    workload.osaka.engine.state, workload.osaka.engine.inputs = old
    assert workload.osaka.up("osaka") == "update"
    assert workload.osaka.state["generation"] == 1
    assert len(workload.jobs("osaka")) == 1
    assert any("adopted" in text for text in said)


def test_both_states_of_before_the_flip_still_count_on_from_the_jobs(workload: Workload) -> None:
    old = [(dict(s.engine.state), dict(s.engine.inputs)) for s in (workload.tokyo, workload.osaka)]
    for active in ("osaka", "tokyo"):
        flip(workload, active)
    for stack, (state, inputs) in zip((workload.tokyo, workload.osaka), old, strict=True):
        stack.engine.state, stack.engine.inputs = dict(state), dict(inputs)
    flip(workload, "osaka")
    assert workload.osaka.state["generation"] == 2, "job 1 is in Osaka's Prism Central, and its VMs have left"
    assert workload.running("osaka") == WORKLOAD
    never_two_actives(workload)


def test_with_numbers_an_old_checkout_cannot_flip_back_either(workload: Workload) -> None:
    workload.osaka.up("osaka", flip_number=1)
    workload.tokyo.up("osaka", flip_number=1)
    workload.tokyo.up("tokyo", flip_number=2)
    workload.osaka.up("tokyo", flip_number=2)
    refused(workload.osaka, "osaka", "flipNumber 1 is in the past", "Set flipNumber: 3", flip_number=1)
    refused(workload.osaka, "osaka", "flipNumber is missing", "Set flipNumber: 3")
    refused(workload.osaka, "osaka", "not the next one", flip_number=4)
    assert workload.running("tokyo") == WORKLOAD
    assert workload.osaka.up("osaka", flip_number=3) == "update"
