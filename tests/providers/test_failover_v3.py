"""The same failovers on Prism Centrals that have recovery plans by the v3 API only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prism import (
    NotFoundError,
    Pauses,
    PrismCentral,
    PrismError,
    Reference,
    Subject,
    UnreachableError,
    UnsupportedError,
)
from prism.datapolicies import (
    FailoverAction,
    FailoverDirection,
    NetworkConfig,
    NetworkIpConfig,
    NetworkIpv4Config,
    NetworkMappings,
    RecoveryPlan,
    RecoveryPlans,
    RecoveryStages,
)
from prism.dataprotection import ExecutionSteps, RecoveryPlanJob, RecoveryPlanJobs
from prism.prism import Registrations
from prism.vmm import Vms
from providers.recovery_plan import RecoveryPlanProvider
from tests.providers._engine import Engine
from tests.providers._noun import new_subnet, new_vpc
from tests.providers._nouns import NOUNS
from tests.providers._sites import WORKLOAD, Workload, protected_workload
from tests.providers.base.test_lifecycle import Killed
from tests.providers.conftest import Cloud
from tests.providers.test_failover import never_two_actives

pytestmark = pytest.mark.slow

RECOVERY_PLAN = next(noun for noun in NOUNS if noun.name == "recovery plan")
OLD = {"datapolicies": "v4.1", "dataprotection": "v4.1", "prism": "v4.1"}


@pytest.fixture
def old(cloud: Cloud) -> Cloud:
    """Both sites at a release before v4.2."""
    cloud.world.set_versions(OLD)
    return cloud


@pytest.fixture
def workload(old: Cloud) -> Workload:
    """Tokyo runs the workload; its plan was made by v3."""
    return protected_workload(old)


def test_planned_failover_and_failback_keep_the_addresses(workload: Workload) -> None:
    assert workload.osaka.up("osaka") == "update"
    assert workload.tokyo.up("osaka") == "update"
    assert workload.running("osaka") == WORKLOAD
    assert workload.running("tokyo") == {}
    assert {row["name"]: row["ip"] for row in workload.osaka.state["recovered"]} == WORKLOAD
    assert workload.osaka.state["job_status"] == "SUCCEEDED"
    workload.tokyo.up("tokyo")
    workload.osaka.up("tokyo")
    assert workload.running("tokyo") == WORKLOAD
    assert workload.jobs("tokyo") == ["nc2-dr workload-recovery osaka to tokyo #2"]
    never_two_actives(workload)


def test_unplanned_failover_with_the_source_gone_and_the_way_back(workload: Workload, said: list[str]) -> None:
    workload.cloud.links(tokyo="down")
    with pytest.raises(PrismError, match=r"tokyo \(pc-tokyo\) cannot be reached.*failoverMode: unplanned"):
        workload.osaka.up("osaka")
    assert workload.osaka.up("osaka", "unplanned") == "update"
    assert workload.running("osaka") == WORKLOAD
    workload.cloud.links(tokyo="up")
    workload.tokyo.up("osaka", "unplanned")
    assert workload.off("tokyo") == sorted(WORKLOAD)
    workload.tokyo.up("tokyo")
    assert workload.running("tokyo") == WORKLOAD


def test_what_validation_finds_stops_the_failover(workload: Workload) -> None:
    client = workload.cloud.client("tokyo")
    for vm in Vms(client).list():
        Vms(client).delete(vm.id)
    workload.cloud.world.advance()
    with pytest.raises(PrismError, match=r"cannot fail over to osaka; no VM was touched\. ENTITY: .*no VM to recover"):
        workload.osaka.up("osaka")
    assert workload.jobs("osaka") == []


def test_the_preview_names_vms_and_networks(workload: Workload, said: list[str]) -> None:
    assert workload.osaka.preview("osaka")
    assert all(f"  {name} " in said[-1] for name in ("app-1", "db-1"))
    assert "workload-1 to workload-1" in said[-1]


def test_pressed_twice_and_a_state_restored_start_what_is_needed_and_no_more(workload: Workload) -> None:
    old = dict(workload.osaka.engine.state), dict(workload.osaka.engine.inputs)
    workload.osaka.up("osaka")
    assert workload.osaka.up("osaka") == "same"
    assert len(workload.jobs("osaka")) == 1
    workload.tokyo.up("osaka")
    workload.tokyo.up("tokyo")
    workload.osaka.up("tokyo")
    workload.osaka.engine.state, workload.osaka.engine.inputs = old
    workload.osaka.up("osaka")
    assert workload.running("osaka") == WORKLOAD


def test_killed_after_any_write_the_next_run_starts_no_second_job(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = PrismCentral.plain_call
    writes = fatal = 0

    def count_and_die(self: PrismCentral, subject: Any, method: str, path: str, **more: Any) -> Any:
        nonlocal writes
        reply = honest(self, subject, method, path, **more)
        if path.endswith("/recovery_plan_jobs"):
            writes += 1
            if writes == fatal:
                raise Killed
        return reply

    stacks = {"osaka": (workload.osaka, workload.tokyo), "tokyo": (workload.tokyo, workload.osaka)}
    for fatal, active in ((1, "osaka"), (2, "tokyo")):  # noqa: B007 (the closure reads it)
        first, second = stacks[active]
        monkeypatch.setattr(PrismCentral, "plain_call", count_and_die)
        writes = 0
        with pytest.raises(Killed):
            first.up(active)
        monkeypatch.setattr(PrismCentral, "plain_call", honest)
        first.up(active)
        second.up(active)
        assert workload.running(active) == WORKLOAD
        assert len(workload.jobs(active)) == 1


def test_a_lost_answer_to_the_start_is_not_asked_again_but_the_job_is_adopted(
    workload: Workload, said: list[str]
) -> None:
    path = "/api/nutanix/v3/recovery_plan_jobs"
    workload.cloud.control(
        "POST", "faults", {"kind": "lost-response", "method": "POST", "path": path, "skip": 1}, "osaka"
    )
    with pytest.raises(UnreachableError, match="tried once"):
        workload.osaka.up("osaka")
    assert workload.osaka.up("osaka") == "update"
    assert workload.running("osaka") == WORKLOAD
    assert len(workload.jobs("osaka")) == 1
    assert any("adopted" in line for line in said)


@pytest.mark.parametrize("cloud", ["ticks:1"], indirect=True)
def test_progress_names_the_phase_and_the_vms(
    workload: Workload, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.base.progress.LEAST_PAUSE", 0.0)
    workload.cloud.world.recover_seconds = 3
    workload.osaka.up("osaka")
    lines = [line for line in said if "RUNNING" in line]
    assert any("entity recovery" in line and "app-1" in line for line in lines)


def without_settings(fields: dict[str, Any]) -> dict[str, Any]:
    """Recovery settings of single VMs need v4.2, and the provider says so below it."""
    return {name: value for name, value in fields.items() if name != "settings"}


def plan(old: Cloud) -> tuple[Engine, dict[str, Any], PrismCentral]:
    """A plan with two stages and two mappings, up once."""
    client = old.client("tokyo")
    engine, inputs = Engine(RecoveryPlanProvider), without_settings(RECOVERY_PLAN.inputs(client))
    assert engine.up(inputs) == "create"
    return engine, inputs, client


def test_a_plan_is_read_as_it_was_written(old: Cloud) -> None:
    engine, inputs, client = plan(old)
    assert engine.refresh()
    assert engine.up(inputs) == "same"
    assert RecoveryPlans(client).get_by_name("workload-recovery").id == engine.id
    assert Registrations(client, "any").list().__next__().connectivity_status == "CONNECTED"


def test_each_field_of_a_plan_changes_in_place_and_back(old: Cloud) -> None:
    engine, inputs, client = plan(old)
    for field, value in without_settings(dict(RECOVERY_PLAN.changes(client))).items():
        wanted = {**inputs, field: value}
        assert engine.up(wanted) == "update", field
        assert engine.refresh()
        assert engine.up(wanted) == "same", field
        assert engine.up(inputs) == "update", field


def _lose_a_stage(client: PrismCentral, plan_id: str) -> None:
    stages = RecoveryStages(client, plan_id)
    stages.delete(next(s.id for s in stages.list() if s.priority == 1))


def _double_a_stage(client: PrismCentral, plan_id: str) -> None:
    stages = RecoveryStages(client, plan_id)
    stages.create(next(s for s in stages.list() if s.priority == 1))


def _lose_a_mapping(client: PrismCentral, plan_id: str) -> None:
    mappings = NetworkMappings(client, plan_id)
    mappings.delete(next(iter(mappings.list())).id)


def _double_a_mapping(client: PrismCentral, plan_id: str) -> None:
    mappings = NetworkMappings(client, plan_id)
    mappings.create(next(iter(mappings.list())))


def _rename(client: PrismCentral, plan_id: str) -> None:
    RecoveryPlans(client).update(plan_id, lambda plan: plan.model_copy(update={"name": "by-hand"}))


@pytest.mark.parametrize("drift", [_lose_a_stage, _double_a_stage, _lose_a_mapping, _double_a_mapping, _rename])
def test_drift_of_a_plan_is_seen_and_repaired(old: Cloud, drift: Callable[[PrismCentral, str], None]) -> None:
    engine, inputs, client = plan(old)
    drift(client, engine.id)
    assert engine.refresh()
    assert engine.up(inputs) == "update"
    assert engine.refresh()
    assert engine.up(inputs) == "same"
    assert [stage.delay_seconds for stage in RecoveryStages(client, engine.id).list()] == [30, 0]


def test_a_plan_is_deleted_once_and_gone_is_gone(old: Cloud) -> None:
    engine, _, client = plan(old)
    engine.make().delete(engine.id, engine.state)
    engine.make().delete(engine.id, engine.state)
    with pytest.raises(NotFoundError, match=r"read recovery plan \(.*HTTP 404, code "):
        RecoveryPlans(client).get(engine.id)
    assert not engine.refresh()


def test_a_plan_that_somebody_changed_meanwhile_is_read_again(old: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, _, client = plan(old)
    honest = PrismCentral.plain_call
    meddled: list[str] = []

    def meddle(self: PrismCentral, subject: Any, method: str, path: str, **more: Any) -> Any:
        if method == "PUT" and not meddled:
            meddled.append(path)
            _rename(client, engine.id)
        return honest(self, subject, method, path, **more)

    monkeypatch.setattr(PrismCentral, "plain_call", meddle)
    stages = RecoveryStages(client, engine.id)
    stages.delete(next(s.id for s in stages.list() if s.priority == 2))
    assert len(list(stages.list())) == 1
    assert RecoveryPlans(client).get(engine.id).name == "by-hand"


def ended(client: PrismCentral, name: str) -> RecoveryPlanJob:
    """The job of this name, waited for."""
    pauses = Pauses(20)
    while True:
        job: RecoveryPlanJob | None = RecoveryPlanJobs(client).find_by_name(name)
        if job is not None and job.ended:
            return job
        assert pauses.wait(), f"{name} does not end"


def asked(client: PrismCentral, name: str) -> tuple[RecoveryPlan, FailoverAction]:
    """The plan and an action of it that leads here from Tokyo."""
    plan = RecoveryPlans(client).get_by_name("workload-recovery")
    ends = [end.domain_manager_ext_id for end in (plan.primary_location, plan.recovery_location) if end]
    direction = FailoverDirection(source_domain_manager_ext_id=ends[0], target_domain_manager_ext_id=ends[1])
    return plan, FailoverAction(name=name, failover_directions=[direction], should_ignore_warnings=True)


def give_test_network(cloud: Cloud) -> None:
    """Both ends of the plan's mapping get a network for tests."""
    tokyo = cloud.client("tokyo")
    plan = RecoveryPlans(tokyo).get_by_name("workload-recovery")
    ends = {}
    for site, role in (("tokyo", "primary_test_network"), ("osaka", "recovery_test_network")):
        vpc = new_vpc(cloud.client(site), "drills")
        new_subnet(cloud.client(site), vpc, "drill-1", 1)
        addresses = NetworkIpv4Config(default_gateway_ip="172.30.1.1", prefix_length=24)
        config = NetworkIpConfig(ipv4=addresses)
        ends[role] = NetworkConfig(subnet_name="drill-1", vpc=Reference(ext_id=vpc), ip_config=config)
    mappings = NetworkMappings(tokyo, plan.id)
    (mapping,) = mappings.list()
    mappings.update(mapping.id, lambda found: found.model_copy(update=ends))


@pytest.mark.parametrize("cloud", ["immediate", "ticks:2"], indirect=True)
def test_a_test_failover_is_run_and_cleaned_up_while_the_source_runs_on(workload: Workload) -> None:
    client = workload.cloud.client("osaka")
    give_test_network(workload.cloud)
    plan, action = asked(client, "drill")
    client.wait(Subject("run", "test failover", "drill"), RecoveryPlans(client).run(plan, "test-failover", action))
    job = ended(client, "drill")
    assert (job.status, job.action_type) == ("SUCCEEDED", "TEST_FAILOVER")
    copies = {vm.id for vm in Vms(client).list()}
    steps = list(ExecutionSteps(client, job.id).list())
    assert copies == {r.recovered_entity_ext_id for step in steps for r in step.recovered_vms()}
    assert len(copies) == len(WORKLOAD)
    assert workload.running("tokyo") == WORKLOAD

    task = RecoveryPlans(client).run(plan, "clean-up-resources")
    client.wait(Subject("clean up", "test failover", "drill"), task)
    assert list(Vms(client).list()) == []
    assert workload.running("tokyo") == WORKLOAD
    # The flip that comes next finds the same plan and no leftovers.
    assert workload.osaka.up("osaka") == "update"
    assert workload.running("osaka") == WORKLOAD


def test_what_v3_has_not_is_refused_with_a_sentence(workload: Workload) -> None:
    client = workload.cloud.client("osaka")
    plan, action = asked(client, "drill")
    with pytest.raises(NotFoundError, match="no test failover"):
        RecoveryPlans(client).run(plan, "clean-up-resources")
    with pytest.raises(UnsupportedError, match="by v3 only"):
        RecoveryPlans(client).run(plan, "resume-protection")
    action.is_instant_restore = True
    with pytest.raises(UnsupportedError, match="v3, which has no instant restore"):
        RecoveryPlans(client).run(plan, "unplanned-failover", action)
    for run in (workload.osaka.preview, workload.osaka.up):
        with pytest.raises(UnsupportedError, match=r"speaks dataprotection v4\.1, but unplanned failovers with"):
            run("osaka", "unplanned", instant_restore=True)
    assert list(RecoveryPlanJobs(client).list()) == []


def test_a_planned_failover_can_move_the_vms_while_they_run(workload: Workload) -> None:
    assert workload.osaka.up("osaka", live_migrate=True) == "update"
    assert workload.running("osaka") == WORKLOAD
    (job,) = workload.cloud.world.site("osaka").store.where("recovery_plan_job", actionType="PLANNED_FAILOVER")
    assert job.data["isLiveMigrateVMs"]


@pytest.mark.parametrize("mode", ["planned", "unplanned"])
def test_a_job_that_failed_for_some_vms_is_run_again_for_the_rest(mode: str, workload: Workload) -> None:
    if mode == "unplanned":
        workload.cloud.links(tokyo="down")
    order = {"kind": "recovery-failed", "vm": "db-1", "message": "No memory left on any host."}
    workload.cloud.control("POST", "faults", order, "osaka")
    with pytest.raises(PrismError, match=r"ended FAILED: .*db-1.*No memory left.*Running here now: 1 VM: app-1"):
        workload.osaka.up("osaka", mode)
    assert workload.running("osaka") == {"app-1": WORKLOAD["app-1"]}
    assert workload.osaka.state["generation"] == 0

    assert workload.osaka.up("osaka", mode) == "update"
    assert workload.running("osaka") == WORKLOAD
    base = "nc2-dr workload-recovery tokyo to osaka #1"
    assert workload.jobs("osaka") == [base, f"{base} attempt 2"]
    assert workload.osaka.up("osaka", mode) == "same"
