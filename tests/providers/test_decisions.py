"""The pure parts: markers, fields, which job, which words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pulumi.output
import pytest

from prism.dataprotection import ExecutionStep, RecoveryPlanJob, RecoveryPoint
from providers.base import (
    Part,
    Progress,
    changed_fields,
    clear_superseded,
    coerce,
    describe,
    in_order_of,
    is_superseded,
    known,
    mark_superseded,
    owner_of,
    plain,
)
from providers.failover import replicated
from providers.failover.job_names import choose, direction, job_name, last_generation, next_generation, request_ids
from providers.failover.messages import failed_steps, progress
from providers.failover.turn import Turn, Word, refusal
from providers.recovery import span
from providers.recovery_plan import RecoveryPlanInputs
from providers.vpc import VpcInputs

BASE = job_name("plan", "tokyo", "osaka", 3)


def job(name: str, status: str, action: str = "PLANNED_FAILOVER") -> RecoveryPlanJob:
    """A job of the plan."""
    return RecoveryPlanJob(ext_id=name, name=name, status=status, action_type=action)


@pytest.mark.parametrize(
    ("jobs", "name", "adopted"),
    [
        ([], BASE, False),
        ([job(BASE, "RUNNING")], BASE, True),
        ([job(BASE, "QUEUED")], BASE, True),
        ([job(BASE, "SUCCEEDED")], BASE, True),
        ([job(BASE, "SUCCEEDED_WITH_VALIDATION_WARNING")], BASE, True),
        ([job(BASE, "FAILED")], f"{BASE} attempt 2", False),
        ([job(BASE, "ABORTED")], f"{BASE} attempt 2", False),
        ([job(BASE, "FAILED"), job(f"{BASE} attempt 2", "RUNNING")], f"{BASE} attempt 2", True),
        ([job(f"{BASE} attempt 10", "FAILED"), job(f"{BASE} attempt 9", "FAILED")], f"{BASE} attempt 11", False),
        ([job(f"{BASE}0", "SUCCEEDED")], BASE, False),
        ([job(f"{BASE} validate 20260101T000000", "SUCCEEDED", "VALIDATE")], BASE, False),
        ([job(job_name("plan", "osaka", "tokyo", 3), "SUCCEEDED")], BASE, False),
    ],
    ids=str,
)
def test_which_job_a_run_starts_or_adopts(jobs: list[RecoveryPlanJob], name: str, adopted: bool) -> None:
    chosen = choose(jobs, BASE)
    assert (chosen.name, chosen.job is not None) == (name, adopted)


@pytest.mark.parametrize(
    ("known", "in_jobs", "spent", "generation"),
    [
        (0, 0, True, 1),
        (2, 0, True, 3),
        (2, 1, True, 3),
        (2, 1, False, 3),
        (0, 1, False, 1),
        (1, 1, False, 1),
        (0, 4, True, 5),
        (0, 4, False, 4),
    ],
    ids=[
        "the first flip",
        "a flip that the other site has not seen from here",
        "an older job of ours",
        "an older job whose VMs were never taken away",
        "a job that a killed run has left",
        "a state that has forgotten that the job was done",
        "a state lost, and its last flip undone since",
        "a state lost in the middle of a flip",
    ],
)
def test_a_generation_only_grows_and_a_killed_run_keeps_its_own(
    known: int, in_jobs: int, spent: bool, generation: int
) -> None:
    assert next_generation(known, in_jobs, spent=spent) == generation


TOKYO, OSAKA = "tokyo", "osaka"

# sentence: (wanted here in tokyo, own word, osaka's word, flipNumber, last one numbered) -> what the refusal says
TURNS: dict[str, tuple[str, Word | None, Word | None, int | None, bool, str | None]] = {
    "nothing has happened yet": (TOKYO, Word(0, TOKYO), Word(0, TOKYO), None, False, None),
    "a new stack beside one that stands by": (TOKYO, None, Word(0, TOKYO), None, False, None),
    "two new stacks": (TOKYO, None, None, None, False, None),
    "a stack that goes on as the active one": (TOKYO, Word(2, TOKYO), Word(2, TOKYO), None, False, None),
    "the other has not heard of our takeover": (TOKYO, Word(3, TOKYO), Word(2, OSAKA), None, False, None),
    "a stale checkout after the other's takeover": (
        TOKYO,
        Word(0, TOKYO),
        Word(1, OSAKA),
        None,
        False,
        "osaka took over in flip 1",
    ),
    "both say they are active by the same flip": (TOKYO, Word(1, TOKYO), Word(1, OSAKA), None, False, "two active"),
    "a state that was lost, and a stale checkout": (TOKYO, None, Word(1, OSAKA), None, False, "knows of no flip"),
    "standing down after the other's takeover": (OSAKA, Word(0, TOKYO), Word(1, OSAKA), None, False, None),
    "standing down with nobody to take over": (
        OSAKA,
        Word(0, TOKYO),
        Word(0, TOKYO),
        None,
        False,
        "does not stand down",
    ),
    "standing down for a stack that never was": (OSAKA, Word(0, TOKYO), None, None, False, "has not published"),
    "standing down for a takeover that we have undone": (
        OSAKA,
        Word(3, TOKYO),
        Word(2, OSAKA),
        None,
        False,
        "in flip 2, which is older",
    ),
    "standing by": (OSAKA, Word(1, OSAKA), Word(1, OSAKA), None, False, None),
    "a new stack that stands by": (OSAKA, None, Word(1, OSAKA), None, False, None),
    "failback": (TOKYO, Word(1, OSAKA), Word(1, OSAKA), None, False, None),
    "failback with its number": (TOKYO, Word(1, OSAKA), Word(1, OSAKA), 2, True, None),
    "a checkout of an older flip to here": (TOKYO, Word(3, OSAKA), Word(3, OSAKA), 2, True, "in the past"),
    "a number that skips one": (TOKYO, Word(1, OSAKA), Word(1, OSAKA), 3, True, "not the next one"),
    "a checkout of before flips had numbers": (TOKYO, Word(3, OSAKA), Word(3, OSAKA), None, True, "Set flipNumber: 4"),
}


@pytest.mark.parametrize(("wanted", "own", "others", "number", "numbered", "says"), TURNS.values(), ids=TURNS.keys())
def test_whose_turn_it_is(
    wanted: str, own: Word | None, others: Word | None, number: int | None, numbered: bool, says: str | None
) -> None:
    why = refusal(Turn(TOKYO, OSAKA, wanted, own, others, number, numbered))
    if says is None:
        assert why is None
    else:
        assert why is not None
        assert says in why
        assert "pulumi up" in why or "flipNumber" in why, "what to do"


def test_a_request_id_belongs_to_its_job() -> None:
    assert not set(request_ids(BASE)) & set(request_ids(f"{BASE} attempt 2"))


def test_counting_goes_on_from_the_jobs_there_are() -> None:
    jobs = [
        job(BASE, "SUCCEEDED"),
        job(job_name("plan", "osaka", "tokyo", 4, 2), "FAILED"),
        job("by hand #9", "FAILED"),
    ]
    assert last_generation(jobs, "plan") == 4
    assert last_generation(jobs, "other") == 0


def test_the_direction_leads_here_from_whichever_end_the_other_is() -> None:
    assert direction("a", "a", "b") == {"source": "b", "target": "a"}
    assert direction("b", "a", "b") == {"source": "a", "target": "b"}
    assert direction("c", "a", "b") is None
    assert direction("a", "a", "a") is None


def test_markers_are_read_back_and_kept_apart() -> None:
    ours = describe("nc2-dr/tokyo/vpc")
    assert owner_of(ours) == "nc2-dr/tokyo/vpc"
    assert owner_of("made by hand") == owner_of(None) == ""
    marked = mark_superseded("The shop", "nc2-dr/tokyo/failover")
    assert is_superseded(marked)
    assert is_superseded(marked, "nc2-dr/tokyo/failover")
    assert not is_superseded(marked, "nc2-dr/osaka/failover")
    assert owner_of(marked) == ""
    assert mark_superseded(marked, "nc2-dr/tokyo/failover") == marked
    assert clear_superseded(marked) == "The shop"


def test_inputs_are_coerced_to_their_types() -> None:
    values, problems = coerce(
        RecoveryPlanInputs,
        {
            "owner": "o",
            "name": "plan",
            "primary_domain_manager_id": "a",
            "recovery_domain_manager_id": "b",
            "stages": [{"category_ids": ["c"], "delay_seconds": 30.0}],
            "__provider": "x",
        },
    )
    assert problems == []
    assert values["stages"] == [{"category_ids": ["c"], "delay_seconds": 30}]
    assert type(values["stages"][0]["delay_seconds"]) is int
    assert "__provider" not in values


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": None}, "name is missing"),
        ({"externally_routable_prefixes": ["172.30.0.1/16"]}, "[0] is '172.30.0.1/16': expected an IPv4 prefix"),
        ({"dns_servers": ["resolver"]}, "[0] is 'resolver': expected an IPv4 address"),
        ({"name": 7.0}, "name is 7.0"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_named_with_its_value(change: dict[str, Any], says: str) -> None:
    _, problems = coerce(VpcInputs, {"owner": "o", "name": "v", **change})
    assert says in " ".join(f"{field} {reason}" for field, reason in problems)


def test_a_key_nobody_declared_is_refused_in_parts() -> None:
    class Thing(Part):
        name: str

    with pytest.raises(ValueError, match="colour"):
        Thing.model_validate({"name": "x", "colour": "red"})


def test_unknown_is_found_at_any_depth_and_always_counts_as_a_change() -> None:
    unknown = pulumi.output.UNKNOWN
    assert not known({"a": [1, {"b": unknown}]})
    assert known({"a": [1, {"b": None}]})
    state = {
        "owner": "o",
        "name": "v",
        "external_subnet_ids": ["a"],
        "externally_routable_prefixes": [],
        "dns_servers": [],
    }
    assert changed_fields(VpcInputs, state, {**state, "external_subnet_ids": [unknown]}) == ["external_subnet_ids"]


def test_a_field_left_out_means_its_default() -> None:
    declared = {"owner": "o", "name": "v", "external_subnet_ids": [], "externally_routable_prefixes": []}
    assert changed_fields(VpcInputs, {**declared, "dns_servers": []}, declared) == []
    assert changed_fields(VpcInputs, {**declared, "dns_servers": ["1.1.1.1"]}, declared) == ["dns_servers"]


def test_comparison_ignores_what_the_wire_drops() -> None:
    assert plain({"a": None, "b": ({"c": None},)}) == {"b": [{}]}
    assert in_order_of(["c", "a", "x"], ["a", "b", "c"]) == ["a", "c", "x"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(-5, "0 s"), (45, "45 s"), (720, "12 min"), (7300, "2 h"), (200000, "2 d")]
)
def test_ages_are_told_in_one_unit(seconds: int, text: str) -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    assert span(now - (now - timedelta(seconds=seconds))) == text


def point(vm: str, minute: int, source: str = "s", category: str = "c", status: str = "COMPLETE") -> RecoveryPoint:
    """A recovery point of one VM."""
    moment = f"2026-01-31T03:{minute:02}:00Z"
    return RecoveryPoint.model_validate(
        {
            "creationTime": moment,
            "status": status,
            "sourceLocation": {"domainManagerExtId": source},
            "vmRecoveryPoints": [{"vmExtId": f"id-{vm}", "name": f"{vm}-{moment}", "vmCategories": [category]}],
        }
    )


def test_only_usable_copies_of_the_sources_protected_vms_count() -> None:
    points = [
        point("db-1", 1),
        point("db-1", 5),
        point("app-1", 3),
        point("here", 9, source="own"),
        point("other", 9, category="x"),
        point("half", 9, status="IN_PROGRESS"),
    ]
    found = replicated(points, [], "c", "s")
    assert [(vm.name, vm.newest and vm.newest.minute) for vm in found] == [("app-1", 3), ("db-1", 5)]
    then = replicated(points, [], "c", "s", datetime(2026, 1, 31, 3, 2, tzinfo=UTC))
    assert [(vm.name, vm.newest and vm.newest.minute) for vm in then] == [("app-1", None), ("db-1", 1)]


def step(**fields: Any) -> ExecutionStep:
    """A step of a job."""
    return ExecutionStep.model_validate(fields)


def test_progress_is_one_line() -> None:
    running = RecoveryPlanJob.model_validate(
        {
            "name": BASE,
            "status": "RUNNING",
            "percentageComplete": 40,
            "executionPhases": [
                {"phaseType": "PRE_PROCESSING", "status": "SUCCEEDED"},
                {"phaseType": "ENTITY_RECOVERY", "status": "RUNNING"},
            ],
        }
    )
    result = {"recoveredEntityExtId": "x", "name": "app-1", "entityType": "VM"}
    steps = [
        step(operationType="ENTITY_RESTORATION", status="SUCCEEDED", executionStepResults=[{"result": result}]),
        step(operationType="VM_POWER_ON", status="RUNNING", affectedEntities=[{"name": "db-1", "entityType": "VM"}]),
    ]
    assert progress(running, steps) == (
        f"{BASE}: RUNNING, 40 %, entity recovery, recovered 1 VM: app-1, vm power on db-1"
    )


def test_failed_steps_tell_their_reason_once() -> None:
    failed = step(
        stepDescription="Restore VM",
        status="FAILED",
        affectedEntities=[{"name": "db-1", "entityType": "VM"}],
        errorMessage={"message": "Address in use."},
    )
    assert failed_steps([failed, failed]) == "Restore VM (db-1): Address in use"
    assert failed_steps([]) == "Prism Central gives no reason"


def test_progress_lines_come_at_most_once_a_second_and_never_repeat() -> None:
    times = iter([0.0, 0.5, 1.0, 3.0, 3.1, 3.2, 3.3])
    lines: list[str] = []
    said = Progress(lines.append, clock=lambda: next(times))
    for line in ("a", "b", "b", "b", "c", "d"):
        said.say(line)
    said.say("e", always=True)
    assert lines == ["a", "b", "c", "e"]
