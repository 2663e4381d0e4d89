"""Jobs of a recovery plan: starting one, finding it by its task or its name, and waiting for its end.

A failover, its validation, readiness and the drills all go through here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from prism import PAGE, Pauses, PrismCentral, Subject, TaskFailedError, TaskTimeoutError
from prism.datapolicies import FailoverAction, FailoverDirection, RecoveryPlan, RecoveryPlans
from prism.dataprotection import (
    ExecutionStep,
    ExecutionSteps,
    RecoveryPlanJob,
    RecoveryPlanJobs,
    ValidationError,
    ValidationErrors,
)
from prism.prism import Task, Tasks

_A_LOOK = 2
Watch = Callable[[RecoveryPlanJob, list[ExecutionStep]], None]


def _unwatched(job: RecoveryPlanJob, steps: list[ExecutionStep]) -> None:
    """Nobody listens."""


@dataclass
class WatchedSteps:
    """The steps of a running job as they were when they were listed last."""

    look: Callable[[], list[ExecutionStep]]
    _steps: list[ExecutionStep] = field(default_factory=list)
    _moved: object = None
    _saved: int = 0
    """The requests that looks without a list have saved."""

    def at(self, job: RecoveryPlanJob) -> list[ExecutionStep]:
        """The steps of this look at the job. They are listed anew if the job has moved and the list can be afforded."""
        moved = (job.status, job.percentage_complete, job.execution_phases)
        self._saved += _A_LOOK
        if moved != self._moved and self._saved >= len(self._steps) // PAGE + 1:
            self._steps, self._moved, self._saved = self.look(), moved, 0
        return self._steps


@dataclass(frozen=True)
class PlanJobs:
    """The jobs of one plan at one Prism Central; ``timeout`` is how many seconds a job may take."""

    client: PrismCentral
    plan: RecoveryPlan
    directions: FailoverDirection
    timeout: float

    def all(self) -> list[RecoveryPlanJob]:
        """Every job of the plan, the oldest first."""
        jobs = RecoveryPlanJobs(self.client).of_plan(self.plan.id)
        return sorted(jobs, key=lambda job: (job.start_time or "", job.id))

    def action(self, name: str) -> FailoverAction:
        """The body of an action, for the one direction of this plan."""
        return FailoverAction(name=name, failover_directions=[self.directions])

    def start(self, verb: str, body: FailoverAction) -> str:
        """Asks for ``verb`` (such as validate, test-failover); answers the id of the job.

        Raises TaskFailedError if the action is refused, TaskTimeoutError if no job appears.
        """
        return self._find(RecoveryPlans(self.client).run(self.plan, verb, body), body.name or "")

    def start_once(self, verb: str, body: FailoverAction, request_ids: Iterable[str]) -> str:
        """Like ``start``, for an action that starts one job however often it is sent, with the first of these ids.

        To an id that it knows Prism Central answers with the task of then, also where that task has failed and made no
        job. Then the next id is for a new one.
        """
        before = Tasks(self.client).newest(1)
        *known, last = request_ids
        for request_id in known:
            task_id = RecoveryPlans(self.client).run(self.plan, verb, body, request_id)
            try:
                return self._find(task_id, body.name or "")
            except TaskFailedError:
                if not before or not self._is_as_old(task_id, before[0]):
                    raise
        return self._find(RecoveryPlans(self.client).run(self.plan, verb, body, last), body.name or "")

    def _is_as_old(self, task_id: str, other: Task) -> bool:
        """Whether a task was there when the other was the newest. Both times are of one clock."""
        task = Tasks(self.client).get(task_id)
        created, then = task.created_time, other.created_time
        return task.id == other.id or bool(created and then and created < then)

    def wait(self, job_id: str, watch: Watch = _unwatched, *, on_timeout: str) -> RecoveryPlanJob:
        """The job, ended. Raises TaskTimeoutError at the timeout, and ``on_timeout`` says what to do then.

        A look is one request. Steps are listed where the job has moved, and as rarely as they are many: all lists
        together cost about two requests per look, however many VMs there are.
        """
        pauses, steps = Pauses(self.timeout), WatchedSteps(partial(self.steps, job_id))
        while True:
            job = RecoveryPlanJobs(self.client).get(job_id)
            if job.ended:
                return job
            watch(job, steps.at(job))
            if not pauses.wait():
                raise TaskTimeoutError(
                    f"Recovery plan job '{job.label}' ({job_id}) is {job.status} at {job.percentage_complete or 0} % "
                    f"after {self.timeout:.0f} s. It goes on in Prism Central. {on_timeout}"
                )

    def steps(self, job_id: str) -> list[ExecutionStep]:
        """The steps of a job."""
        return list(ExecutionSteps(self.client, job_id).list())

    def findings(self, job_id: str) -> list[ValidationError]:
        """What a job's validation has found."""
        return list(ValidationErrors(self.client, job_id).list())

    def clean_up(self) -> None:
        """Deletes what the last test of the plan left here, and waits for it. What older tests left stays."""
        subject = Subject("clean up the test failover of", "recovery plan", self.plan.label, self.plan.id)
        task_id = RecoveryPlans(self.client).run(self.plan, "clean-up-resources")
        self.client.wait(subject, task_id, timeout=self.timeout)

    def _find(self, task_id: str, name: str) -> str:
        """The job that an action has made: by its task's completion detail, its affected entity, or the job's name."""
        subject = Subject("start", "recovery plan job", name)
        pauses = Pauses(self.client.timeouts.task)
        while True:
            task = Tasks(self.client).get(task_id)
            found = task.detail(RecoveryPlanJobs.detail) or task.entity(RecoveryPlanJobs.rel)
            found = found or next((job.id for job in self.all() if job.name == name), None)
            if found is not None:
                return found
            if task.status in ("FAILED", "CANCELED"):
                raise TaskFailedError(f"Could not {subject}: {task.complaint()[0]} (task {task_id}).")
            if not pauses.wait():
                raise TaskTimeoutError(
                    f"Could not {subject}: task {task_id} is {task.status} and no such job has appeared. Run it again."
                )
