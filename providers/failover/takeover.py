"""Running a failover to this site.

Validate, clear stale copies away, start the job or adopt it, wait, report.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prism import Pauses, PrismError, Subject, TaskFailedError, TaskTimeoutError
from prism.datapolicies import FailoverAction, RecoveryPlans
from prism.dataprotection import ExecutionSteps, RecoveryPlanJob, RecoveryPlanJobs, ValidationError, ValidationErrors
from prism.prism import Tasks
from prism.vmm import Vm
from providers.base.marker import is_superseded
from providers.base.progress import Progress
from providers.failover import messages as words
from providers.failover.facts import come_over, reverse_protection
from providers.failover.jobs import request_id
from providers.failover.view import Flip
from providers.recovery import copies as vms


class FlipRun(Flip):
    """A flip that is carried out."""

    def run(self, progress: Progress) -> dict[str, Any]:
        """Runs or adopts the job to its end; returns the outputs.

        Raises before the first change where it must fail.
        """
        failed = self.failed_attempts()
        job = self._adopted_or_new(progress)
        if job not in failed:
            job = self._wait(job.id, progress)
            if not job.succeeded:
                raise self._failure(job, self.recovered_by(job))
        self._finish(failed, progress)
        recovered = [vm_id for one in (*failed, job) for vm_id in self.recovered_by(one)]
        return {
            "job_id": job.id,
            "job_status": job.status,
            "recovered": vms.report(self.client, recovered, self.inputs.owner),
            "reverse_protection": self._reverse_protection(progress),
            "started_at": job.start_time or "",
            "finished_at": job.end_time or "",
        }

    def _adopted_or_new(self, progress: Progress) -> RecoveryPlanJob:
        """The job of this flip, from a run before this one or started now. Raises before the first change.

        The last one that failed where the plan has nothing left to recover, as that was done by those that failed.
        """
        chosen = self.choice()
        if chosen.job is not None:
            progress.say(f"{chosen.name} is {chosen.job.status} already: adopted.", always=True)
            return chosen.job
        self.expect_offered()
        self.expect_reachable()
        self.expect_no_risk()
        self._let_validation_end(progress)
        blocking = self._prepare(chosen.name, progress)
        if not blocking:
            return RecoveryPlanJobs(self.client).get(self._start(chosen.name))
        failed = self.failed_attempts()
        here = {vm.label for vm in self.brought(failed)}
        if not here or any(vm.name not in here for vm in come_over(self)):
            raise self._refused(blocking)
        progress.say(
            f"{words.listed(sorted(here))} are here by {failed[-1].name}: nothing is left to recover.", always=True
        )
        return failed[-1]

    def _finish(self, failed: list[RecoveryPlanJob], progress: Progress) -> None:
        """Starts the VMs that failed attempts have recovered and not started: no later attempt takes them up."""
        unfinished = {
            name
            for job in failed
            for step in ExecutionSteps(self.client, job.id).list()
            if step.status in ("FAILED", "ABORTED")
            for name in step.vm_names()
        }
        here = [vm for vm in self.brought(failed) if vm.label in unfinished and not is_superseded(vm.description)]
        started = vms.start(self.client, here)
        if started:
            progress.say(f"Started {words.listed(started)}, which an attempt before had left off.", always=True)

    def _reverse_protection(self, progress: Progress) -> str:
        """What protects the VMs from here on, in the other direction; nothing does is told, but undoes no failover."""
        try:
            text = reverse_protection(self)
        except PrismError as error:
            text = f"Whether the VMs are protected towards {self.source} is not known: {error}"
        progress.say(text, always=True)
        return text

    def _action(self, name: str) -> FailoverAction:
        return FailoverAction(name=name, failover_directions=[self.directions])

    def _prepare(self, name: str, progress: Progress) -> list[ValidationError]:
        """Validates, and removes the stale copies; what forbids the failover then.

        Where nothing but those stands in the way, removes them first; where anything else does, none is removed.
        """
        stale = self.stale_copies()
        blocking = self._validate(name, progress)
        if any(not _concerns(finding, stale) for finding in blocking):
            return blocking
        names = vms.remove(self.client, stale)
        if names:
            progress.say(
                f"Removed the stale copies left here by an earlier failover: {words.listed(names)}.", always=True
            )
        return self._validate(name, progress) if blocking else []

    def _validate(self, name: str, progress: Progress) -> list[ValidationError]:
        """What forbids the failover. Warnings are shown; a lost source forbids only a planned failover."""
        checked = f"{name} validate {datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
        task_id = RecoveryPlans(self.client).run(self.plan, "validate", self._action(checked))
        job = self._wait(self._job_of(task_id, checked), progress)
        blocking = []
        for finding in ValidationErrors(self.client, job.id).list():
            lost = finding.error_group == "CONNECTIVITY"
            if lost and self.inputs.mode == "planned" and finding.severity != "WARNING":
                raise self.unreachable(finding.sentence())
            if lost or finding.severity == "WARNING":
                progress.say(f"{name}: {finding.sentence()}", always=True)
            else:
                blocking.append(finding)
        return blocking

    def _refused(self, blocking: list[ValidationError]) -> TaskFailedError:
        return TaskFailedError(
            f"Recovery plan '{self.plan.label}' cannot fail over to {self.inputs.site}; no VM was touched. "
            f"{' '.join(finding.sentence() for finding in blocking)} Correct that, then run pulumi up again."
        )

    def _let_validation_end(self, progress: Progress) -> None:
        """A killed run may have left its validation running, and a plan runs one job at a time."""
        for job in RecoveryPlanJobs(self.client).of_plan(self.plan.id):
            if job.action_type == "VALIDATE" and not job.ended:
                self._wait(job.id, progress)

    def _start(self, name: str) -> str:
        body = self._action(name)
        # Warnings were shown by the validation just before; errors have stopped us there.
        body.should_ignore_warnings = True
        if self.inputs.mode == "unplanned" and self.inputs.reference_time:
            body.recovery_reference_time = self.inputs.reference_time
        # Sent only where asked for: v4.2 knows no instant restore.
        body.should_live_migrate_vms = self.inputs.live_migrate or None
        body.is_instant_restore = self.inputs.instant_restore or None
        action = f"{self.inputs.mode}-failover"
        return self._job_of(RecoveryPlans(self.client).run(self.plan, action, body, request_id(name)), name)

    def _job_of(self, task_id: str, name: str) -> str:
        """The job an action has made, from its task or by its name, as soon as either tells."""
        subject = Subject("start", "recovery plan job", name)
        pauses = Pauses(self.client.timeouts.task)
        while True:
            task = Tasks(self.client).get(task_id)
            job_id = task.entity(RecoveryPlanJobs.rel)
            if job_id is None:
                jobs = RecoveryPlanJobs(self.client).of_plan(self.plan.id)
                job_id = next((job.id for job in jobs if job.name == name), None)
            if job_id is not None:
                return job_id
            if task.status in ("FAILED", "CANCELED"):
                raise TaskFailedError(f"Could not {subject}: {task.complaint()[0]} (task {task_id}).")
            if not pauses.wait():
                raise TaskTimeoutError(
                    f"Could not {subject}: task {task_id} is {task.status} and no such job has appeared. "
                    "Run pulumi up again."
                )

    def _wait(self, job_id: str, progress: Progress) -> RecoveryPlanJob:
        pauses = Pauses(self.inputs.timeout_seconds)
        jobs, steps = RecoveryPlanJobs(self.client), ExecutionSteps(self.client, job_id)
        while True:
            job = jobs.get(job_id)
            if job.ended:
                return job
            progress.say(words.progress(job, steps.list()))
            if not pauses.wait():
                raise TaskTimeoutError(
                    f"Recovery plan job '{job.name}' ({job_id}) is {job.status} at "
                    f"{job.percentage_complete or 0} % after "
                    f"{self.inputs.timeout_seconds} s. It goes on in Prism Central. Run pulumi up again: "
                    "that adopts it."
                )

    def _failure(self, job: RecoveryPlanJob, recovered: list[str]) -> TaskFailedError:
        here = [vm.label for vm in vms.present(self.client, recovered)]
        why = words.failed_steps(ExecutionSteps(self.client, job.id).list())
        return TaskFailedError(
            f"Recovery plan job '{job.name}' ({job.id}) ended {job.status}: {why.rstrip('.')}. Running "
            "here now: "
            f"{words.listed(here)}; they stay. Correct the cause, then run pulumi up again: that "
            "recovers the rest."
        )


def _concerns(finding: ValidationError, stale: list[Vm]) -> bool:
    """Whether the finding is about a stale copy: names it as affected, or an address it holds."""
    ids = {entity.ext_id for entity in finding.affected_entities or []}
    words_of_it = {word.strip(".,;()'") for word in (finding.message or "").split()}
    return any(vm.id in ids or (vm.ip and vm.ip in words_of_it) for vm in stale)
