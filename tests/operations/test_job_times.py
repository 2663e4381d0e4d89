"""What is measured, from the times that Prism tells and from no clock of ours."""

from datetime import UTC, datetime

import pytest

from operations.look import duration
from operations.report import Span
from operations.report.job_times import lost, phases, recovery_time, vms
from prism.dataprotection import ExecutionStep, RecoveryPlanJob, RecoveryResult, StepEntity, StepResult


def at(second: int) -> str:
    return f"2026-11-22T03:00:{second:02}Z"


def job(status: str = "SUCCEEDED", action: str = "TEST_FAILOVER") -> RecoveryPlanJob:
    return RecoveryPlanJob(
        ext_id="j", name="drill", action_type=action, status=status, start_time=at(0), end_time=at(59)
    )


def step(vm: str, phase: str, start: int, end: int, copy: str = "", status: str = "SUCCEEDED") -> ExecutionStep:
    result = RecoveryResult(
        source_entity_ext_id=f"{vm}-id", recovered_entity_ext_id=copy, name=f"{vm}-test", entity_type="VM"
    )
    return ExecutionStep(
        phase=phase,
        operation_type="ENTITY_RESTORATION",
        step_description=f"Recover {vm}",
        status=status,
        start_time=at(start),
        end_time=at(end),
        affected_entities=[StepEntity(ext_id=f"{vm}-id", name=vm, entity_type="VM")],
        execution_step_results=[StepResult(result=result)] if copy else [],
        error_message={"message": "no space"} if status == "FAILED" else None,
    )


STEPS = [
    step("web", "ENTITY_RECOVERY", 2, 20, "web-copy"),
    step("db", "ENTITY_RECOVERY", 5, 41, "db-copy"),
    step("web", "ENTITY_RECOVERY", 41, 45),
    step("db", "POST_PROCESSING", 50, 51),
]


def test_phases_go_from_their_first_step_to_their_last() -> None:
    assert phases(job(), STEPS) == (Span("Recovery", 2, 45), Span("Completion", 50, 51))


def test_a_machine_bears_its_own_name_and_its_copy_s_id() -> None:
    assert [(vm.name, vm.id, vm.ready) for vm in vms(job(), STEPS)] == [("db", "db-copy", 51), ("web", "web-copy", 45)]


def test_the_recovery_time_is_the_last_machine_s() -> None:
    assert recovery_time(job(), vms(job(), STEPS)) == 51
    assert recovery_time(job("FAILED"), vms(job(), STEPS)) is None
    assert recovery_time(job(), ()) == 59, "without steps, the job's own"


def test_a_failed_step_is_told_with_its_machine() -> None:
    (found,) = vms(job("FAILED"), [step("db", "ENTITY_RECOVERY", 1, 2, status="FAILED")])
    assert (found.id, found.problem) == ("", "no space")


@pytest.mark.parametrize(
    ("action", "newest", "expected"),
    [
        ("TEST_FAILOVER", datetime(2026, 11, 22, 2, 59, tzinfo=UTC), 60.0),
        ("UNPLANNED_FAILOVER", None, None),
        ("PLANNED_FAILOVER", datetime(2026, 11, 22, 1, 0, tzinfo=UTC), 0.0),
    ],
)
def test_what_would_be_lost(action: str, newest: datetime | None, expected: float | None) -> None:
    assert lost(job(action=action), newest) == expected


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (119.4, "119 s"), (125, "2 min 5 s"), (1800, "30 min"), (3600, "60 min"), (11000, "3 h 3 min")],
)
def test_a_duration_in_words(seconds: float, told: str) -> None:
    assert duration(seconds) == told
