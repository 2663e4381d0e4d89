"""A look at a running job costs a bounded number of requests, however many steps the job has."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from prism.dataprotection import ExecutionStep, RecoveryPlanJob
from providers.recovery.jobs import WatchedSteps


@dataclass
class Lists:
    """Counts the requests of lists of steps, a hundred per request."""

    steps: int
    requests: int = 0
    seen: list[int] = field(default_factory=list)

    def __call__(self) -> list[ExecutionStep]:
        self.requests += max(1, -(-self.steps // 100))
        return [ExecutionStep(ext_id=str(number)) for number in range(self.steps)]


def job(percent: int, status: str = "RUNNING") -> RecoveryPlanJob:
    """The job as a look shows it."""
    return RecoveryPlanJob(ext_id="j", status=status, percentage_complete=percent)


def test_steps_are_listed_at_the_first_look_and_not_again_while_the_job_has_not_moved() -> None:
    lists = Lists(20)
    watched = WatchedSteps(lists)
    assert len({len(watched.at(job(7))) for _ in range(50)}) == 1
    assert lists.requests == 1


def test_steps_of_a_small_job_are_listed_at_each_move() -> None:
    lists = Lists(20)
    watched = WatchedSteps(lists)
    for percent in range(50):
        watched.at(job(percent))
    assert lists.requests == 50


@pytest.mark.slow
def test_looks_at_a_job_of_thousands_of_steps_that_always_moves_cost_three_requests_each() -> None:
    lists = Lists(7_800)
    watched = WatchedSteps(lists)
    for percent in range(900):
        watched.at(job(percent))
    # One request of each look is the job itself.
    assert lists.requests <= 2 * 900 + 78
    assert lists.requests >= 900
