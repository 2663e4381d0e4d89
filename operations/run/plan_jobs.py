"""Jobs of a recovery plan that an operator's command runs: validations and test failovers."""

from collections.abc import Callable
from dataclasses import dataclass

from prism import Pauses, PrismCentral, Subject, TaskFailedError, TaskTimeoutError
from prism.datapolicies import FailoverAction, FailoverDirection, RecoveryPlan, RecoveryPlans
from prism.dataprotection import (
    ExecutionStep,
    ExecutionSteps,
    RecoveryPlanJob,
    RecoveryPlanJobs,
    ValidationError,
    ValidationErrors,
)
from prism.prism import Tasks

Watch = Callable[[RecoveryPlanJob, list[ExecutionStep]], None]


@dataclass(frozen=True)
class PlanJobs:
    """The jobs of one plan at one Prism Central; `timeout` is how many seconds a job may take."""

    prism: PrismCentral
    plan: RecoveryPlan
    directions: FailoverDirection
    timeout: float

    def all(self) -> list[RecoveryPlanJob]:
        """Every job of the plan, the oldest first."""
        jobs = RecoveryPlanJobs(self.prism).of_plan(self.plan.id)
        return sorted(jobs, key=lambda job: (job.start_time or "", job.id))

    def start(self, action: str, name: str, request_id: str | None = None) -> str:
        """Ask for `validate` or `test-failover`; answers the job's id as soon as the task or the name tells it."""
        body = FailoverAction(name=name, failover_directions=[self.directions])
        if action != "validate":
            # Warnings are told by the validation before; errors stop there.
            body.should_ignore_warnings = True
        task_id = RecoveryPlans(self.prism).run(self.plan, action, body, request_id)
        return self._job_of(task_id, name)

    def wait(self, job_id: str, watch: Watch = lambda *_: None) -> RecoveryPlanJob:
        """The job, ended. Raises TaskTimeoutError: the job goes on in Prism Central."""
        pauses = Pauses(self.timeout)
        while True:
            job = RecoveryPlanJobs(self.prism).get(job_id)
            if job.ended:
                return job
            watch(job, self.steps(job_id))
            if not pauses.wait():
                raise TaskTimeoutError(
                    f"Recovery plan job '{job.name}' ({job_id}) is {job.status} at {job.percentage_complete or 0} % "
                    f"after {self.timeout:.0f} s. It goes on in Prism Central; look there why it takes so long."
                )

    def steps(self, job_id: str) -> list[ExecutionStep]:
        return list(ExecutionSteps(self.prism, job_id).list())

    def findings(self, job_id: str) -> list[ValidationError]:
        return list(ValidationErrors(self.prism, job_id).list())

    def clean_up(self) -> None:
        """Delete what tests of the plan left here, and wait for it."""
        subject = Subject("clean up the test failover of", "recovery plan", self.plan.label, self.plan.id)
        task_id = RecoveryPlans(self.prism).run(self.plan, "clean-up-resources")
        self.prism.wait(subject, task_id, timeout=self.timeout)

    def _job_of(self, task_id: str, name: str) -> str:
        pauses = Pauses(self.prism.timeouts.task)
        while True:
            task = Tasks(self.prism).get(task_id)
            found = task.entity(RecoveryPlanJobs.rel) or next((job.id for job in self.all() if job.name == name), None)
            if found is not None:
                return found
            if task.status in ("FAILED", "CANCELED"):
                raise TaskFailedError(f"Recovery plan job '{name}' could not start: {task.complaint()[0]}.")
            if not pauses.wait():
                raise TaskTimeoutError(f"Task {task_id} is {task.status} and no job '{name}' has appeared.")
