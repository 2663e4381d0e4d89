"""A coming recovery as a value: what it prints, what it is in JSON, and that reading it changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prism import PrismError
from prism.datapolicies import RecoveryPlans, RecoveryStage, RecoveryStages
from prism.dataprotection import RecoveryPlanJobs, RecoveryPoints
from prism.prism import Categories
from providers.failover import FailoverInputs, FailoverView, decide, foretell, foretell_now
from providers.recovery import (
    SCHEMA,
    Acceptance,
    Count,
    Foreseen,
    ForeseenVm,
    Network,
    Risk,
    Room,
    StandDown,
    TakeOver,
)
from tests.providers._sites import WORKLOAD, Workload, accepting, protected_workload
from tests.providers.conftest import Cloud
from topology import RiskKind

pytestmark = pytest.mark.slow

NOW = datetime(2026, 1, 31, 3, tzinfo=UTC)
LATE = Risk(RiskKind.STALE_RECOVERY_POINT, "db-1", "db-1 is late.")


def vm(name: str, minutes: int | None, stage: str = "") -> ForeseenVm:
    newest = None if minutes is None else NOW - timedelta(minutes=minutes)
    return ForeseenVm(name, f"point-{name}", newest, (f"172.30.1.{len(name)}",), stage=stage)


def foreseen(*vms: ForeseenVm, **more: Any) -> Foreseen:
    given = Foreseen("take-over", "plan", "unplanned", "tokyo", "osaka", NOW, "2 VMs will be started.", flip=3)
    return replace(given, recovered=vms, rpo_seconds=3600, **more)


def test_every_vm_is_named_with_its_recovery_point_by_stage() -> None:
    vms = [vm(f"web-{n}", n, "Stage 1 of 2") for n in range(40)] + [vm("db-1", 90, "Stage 2 of 2")]
    lines = str(foreseen(*vms)).splitlines()
    assert lines[0] == "2 VMs will be started."
    assert lines[1] == "  Stage 1 of 2:"
    assert lines[2] == "  web-0   recovery point 2026-01-31 03:00:00 UTC, 0 s old; 172.30.1.5"
    assert [line.split()[0] for line in lines if "recovery point 2" in line] == [one.name for one in vms]
    assert "  Oldest recovery point: db-1, 90 min old." in lines
    assert "  RPO: 60 min." in lines


def test_what_will_be_lost_is_told_by_vm() -> None:
    both = (vm("web-1", 5), vm("db-1", None))
    gone = "db-1: no recovery point, it will not be recovered"
    assert foreseen(*both).lost == (gone, "web-1: what was written in the last 5 min")
    assert replace(foreseen(*both), mode="planned").lost == (gone,)
    earlier = NOW - timedelta(minutes=4)
    assert foreseen(vm("web-1", 5), reference_time=earlier).lost == ("web-1: what was written in the last 60 s",)


def test_an_open_risk_refuses_and_an_accepted_one_is_told() -> None:
    late = foreseen(vm("db-1", 90), risks=(LATE,))
    assert late.open_risks == (LATE,)
    assert "acceptedRisks: {flip: 3, risks: [stale-recovery-point]}" in late.refusal
    assert "db-1 is late." not in str(late), "the refusal says it"
    taken = replace(late, accepted=Acceptance(3, frozenset({"stale-recovery-point"})))
    assert (taken.refusal, taken.open_risks) == ("", ())
    assert "  Accepted for flip 3:\n    [stale-recovery-point] db-1 is late." in str(taken)


@pytest.fixture
def told() -> dict[str, Any]:
    """The JSON of one with everything in it."""
    return foreseen(
        vm("db-1", 90),
        risks=(LATE,),
        networks=(Network("a", "b", there=False),),
        floating_ips=(("db-1", ""),),
        routes=(("172.30.0.0/16", "transit-gateway-peering", "nc2-vpc"),),
        room=Room("2 GiB of memory", enough=False, missing_nodes=1),
        stale=("db-1",),
        notes=("Could not check the weather.",),
    ).as_json()


def test_its_json_has_a_schema_and_plain_values(told: dict[str, Any]) -> None:
    assert json.loads(json.dumps(told)) == told
    assert (told["schema"], told["flip"], told["source"], told["target"]) == (SCHEMA, 3, "tokyo", "osaka")
    (one,) = told["recovered"]
    assert one == {
        "name": "db-1",
        "recoveryPoint": "point-db-1",
        "recoveryPointTime": "2026-01-31T01:30:00+00:00",
        "ageSeconds": 5400,
        "addresses": ["172.30.1.4"],
        "memoryBytes": None,
        "stage": None,
        "target": None,
        "tier": None,
        "rpoSeconds": None,
    }
    (risk,) = told["risks"]
    assert (risk["kind"], risk["vm"], risk["accepted"]) == ("stale-recovery-point", "db-1", False)
    assert told["networks"] == [{"source": "a", "target": "b", "there": False}]
    assert told["routes"] == [{"what": "172.30.0.0/16", "from": "transit-gateway-peering", "to": "nc2-vpc"}]
    assert told["room"]["missingNodes"] == 1
    assert told["refusal"].startswith("Refused, nothing was changed")


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


def view(workload: Workload, site: str, active: str, mode: str = "planned", **more: Any) -> FailoverView:
    stack = {"tokyo": workload.tokyo, "osaka": workload.osaka}[site]
    inputs = FailoverInputs(owner=stack.engine.owner, **stack.inputs(active, mode, **more))
    return FailoverView(workload.cloud.client(site), inputs, inputs.other_site, 0)


def test_a_takeover_is_foretold_without_a_change(workload: Workload) -> None:
    before = workload.cloud.world.events.log[-1]["seq"]
    looked = view(workload, "osaka", "osaka")
    coming = decide(looked.inputs, workload.osaka.state)
    assert isinstance(coming, TakeOver)
    told = foretell(coming, looked)
    assert (told.step, told.subject, told.flip) == ("take-over", "workload-recovery", 1)
    assert told.job == "nc2-dr workload-recovery tokyo to osaka #1"
    assert {one.name: one.addresses for one in told.recovered} == {name: (ip,) for name, ip in WORKLOAD.items()}
    points = {point.id for point in looked.points}
    assert {one.point_id for one in told.recovered} <= points
    assert told.networks == (Network("workload-1", "workload-1"),)
    assert told.refusal == ""
    assert foretell_now(looked).recovered == told.recovered
    assert workload.cloud.world.events.log[-1]["seq"] == before
    assert list(RecoveryPlanJobs(workload.cloud.client("osaka")).list()) == []


def test_risks_stand_in_the_value_and_refuse(workload: Workload) -> None:
    told = foretell(TakeOver("tokyo"), view(workload, "osaka", "osaka", "unplanned"))
    assert [risk.kind for risk in told.open_risks] == [RiskKind.SOURCE_ANSWERS]
    assert "tokyo still answers" in told.refusal
    accepted = accepting(1, "source-answers")
    assert foretell(TakeOver("tokyo"), view(workload, "osaka", "osaka", "unplanned", **accepted)).refusal == ""


def test_a_job_that_a_killed_run_has_left_is_foretold_as_adopted(workload: Workload) -> None:
    workload.osaka.up("osaka")
    told = foretell(TakeOver("tokyo"), view(workload, "osaka", "osaka"))
    assert (told.step, told.recovered) == ("adopt", ())
    assert "will be adopted" in str(told)
    assert set(foretell_now(view(workload, "osaka", "osaka")).here) == set(WORKLOAD)


def test_standing_down_and_counting_are_foretold(workload: Workload) -> None:
    told = foretell(StandDown(1), view(workload, "tokyo", "osaka"))
    assert (told.step, told.powered_off) == ("stand-down", ("app-1", "db-1"))
    assert str(told).startswith("tokyo stands down for osaka: 2 VMs that still run in tokyo will be powered off")
    counted = foretell(Count(4), view(workload, "osaka", "osaka", without_plan=True))
    assert str(counted).startswith("Flip 4: osaka takes over from tokyo. No recovery plan will run")


def test_where_no_vm_is_protected_the_failover_is_refused(workload: Workload) -> None:
    client = workload.cloud.client("osaka")
    for point in RecoveryPoints(client).list():
        RecoveryPoints(client).delete(point.id)
    told = foretell(TakeOver("tokyo"), view(workload, "osaka", "osaka"))
    assert "no VM is protected by DisasterRecovery:Protected" in told.refusal
    for run in (workload.osaka.preview, workload.osaka.up):
        with pytest.raises(PrismError, match="no VM is protected by DisasterRecovery:Protected"):
            run("osaka")
    assert workload.jobs("osaka") == []


def test_that_there_is_nothing_to_recover_is_accepted_by_nobody(workload: Workload) -> None:
    """The VMs run in tokyo, without a point in osaka: tokyo would stand down and power off the only copies."""
    client = workload.cloud.client("osaka")
    for point in RecoveryPoints(client).list():
        RecoveryPoints(client).delete(point.id)
    accepted = accepting(1, "nothing-protected")
    assert "Nobody can accept it" in foretell(TakeOver("tokyo"), view(workload, "osaka", "osaka", **accepted)).refusal
    with pytest.raises(PrismError, match="no VM is protected by DisasterRecovery:Protected"):
        workload.osaka.up("osaka", **accepted)
    assert workload.jobs("osaka") == []


@pytest.mark.usefixtures("said")
def test_vms_are_listed_by_the_stage_in_which_the_plan_starts_them(workload: Workload) -> None:
    client = workload.cloud.client("osaka")
    plan = RecoveryPlans(client).get_by_name("workload-recovery")
    other = Categories(client).find("DisasterRecovery", "Protected")
    assert other is not None
    RecoveryStages(client, plan.id).create(RecoveryStage(category_ext_ids=[other.id], priority=2))
    told = foretell(TakeOver("tokyo"), view(workload, "osaka", "osaka"))
    assert {one.stage for one in told.recovered} == {"Stage 1 of 2"}
    assert "  Stage 1 of 2:" in str(told).splitlines()
