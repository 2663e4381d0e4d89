"""Running a failover to this site.

Validate, clear stale copies away, start the job or adopt it, wait, report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from prism import PrismCentral
from prism._errors import NotFoundError, PrismError, Subject, TaskFailedError, TaskTimeoutError
from prism._task import Pauses
from prism.domain_manager import DomainManagers
from prism.execution_step import ExecutionSteps
from prism.recovery_plan import FailoverAction, FailoverDirection, RecoveryPlan, RecoveryPlans
from prism.recovery_plan_job import RecoveryPlanJob, RecoveryPlanJobs
from prism.registration import Registrations
from prism.task import Tasks
from prism.validation_error import ValidationError, ValidationErrors
from prism.vm import Vm
from providers import _failover_vms as vms
from providers import _failover_words as words
from providers._failover_inputs import FailoverInputs
from providers._failover_jobs import Choice, choose, direction, job_name, request_id
from providers._progress import Progress

_INSTANT_RESTORE = 3


@dataclass(frozen=True)
class Flip:
    """One flip to this site, against its own Prism Central only."""

    client: PrismCentral
    inputs: FailoverInputs
    source: str
    generation: int

    @cached_property
    def plan(self) -> RecoveryPlan:
        """The plan, by name, as this Prism Central knows it."""
        found = RecoveryPlans(self.client).find_by_name(self.inputs.recovery_plan)
        if found is None:
            raise NotFoundError(
                f"The Prism Central at {self.client.endpoint} has no recovery plan "
                f"'{self.inputs.recovery_plan}'. The stack "
                f"of {self.inputs.home_site} makes it and paired Prism Centrals share it: run pulumi up "
                "there first, or "
                "look whether the two are still paired."
            )
        return found

    @cached_property
    def own_id(self) -> str:
        """This site's own domain manager."""
        found = DomainManagers(self.client).find_by_name(self.inputs.domain_manager)
        if found is None:
            raise NotFoundError(
                f"The Prism Central at {self.client.endpoint} is not '{self.inputs.domain_manager}'. Set "
                "PRISM_ENDPOINT and "
                f"the credentials of {self.inputs.site}."
            )
        return found.id

    @cached_property
    def directions(self) -> FailoverDirection:
        """From the plan's other location to this one."""
        ends = (self.plan.primary_location, self.plan.recovery_location)
        ids = direction(self.own_id, *(end.domain_manager_ext_id if end else None for end in ends))
        if ids is None:
            raise NotFoundError(
                f"Recovery plan '{self.plan.label}' ({self.plan.id}) does not lead to {self.inputs.site} "
                f"('{self.inputs.domain_manager}'). Run pulumi up on the stack of {self.inputs.home_site}."
            )
        return FailoverDirection(source_domain_manager_ext_id=ids["source"], target_domain_manager_ext_id=ids["target"])

    def choice(self) -> Choice:
        """The job to adopt or to start. A job whose VMs are all gone from here belongs to the past."""
        jobs = RecoveryPlanJobs(self.client).of_plan(self.plan.id)
        base = job_name(self.plan.label, self.source, self.inputs.site, self.generation)
        chosen = choose(jobs, base)
        if chosen.job is None or not chosen.job.succeeded:
            return chosen
        recovered = self._recovered(chosen.job)
        if recovered and not vms.present(self.client, recovered):
            return choose(jobs, base, spent=[chosen.name])
        return chosen

    @cached_property
    def pairing(self) -> str:
        """CONNECTED or DISCONNECTED, as this Prism Central sees the other; empty where it does not say."""
        source_id = self.directions.source_domain_manager_ext_id
        try:
            pairs = list(Registrations(self.client, self.own_id).list())
        except PrismError:
            return ""
        found = [pair.connectivity_status for pair in pairs if pair.remote_cluster_ext_id == source_id]
        return (found[0] or "") if found else ""

    def expect_offered(self) -> None:
        """Raises UnsupportedError where this Prism Central has not what is asked for."""
        if self.inputs.instant_restore:
            self.client.require("dataprotection", _INSTANT_RESTORE, "unplanned failovers with instant restore")

    def run(self, progress: Progress) -> dict[str, Any]:
        """Runs or adopts the job to its end; returns the outputs.

        Raises before the first change where it must fail.
        """
        chosen = self.choice()
        if chosen.job is not None:
            progress.say(f"{chosen.name} is {chosen.job.status} already: adopted.", always=True)
            job_id = chosen.job.id
        else:
            self.expect_offered()
            self._let_validation_end(progress)
            self._prepare(chosen.name, progress)
            job_id = self._start(chosen.name)
        job = self._wait(job_id, progress)
        recovered = self._recovered(job)
        if not job.succeeded:
            raise self._failure(job, recovered)
        return {
            "job_id": job.id,
            "job_status": job.status,
            "recovered": vms.report(self.client, recovered),
            "started_at": job.start_time or "",
            "finished_at": job.end_time or "",
        }

    def _action(self, name: str) -> FailoverAction:
        return FailoverAction(name=name, failover_directions=[self.directions])

    def _prepare(self, name: str, progress: Progress) -> None:
        """Validates, and removes the stale copies.

        Where nothing but those stands in the way, removes them first.
        """
        if self.inputs.mode == "planned" and self.pairing == "DISCONNECTED":
            raise self._unreachable("")
        stale = self.stale_copies()
        blocking = self._validate(name, progress)
        if any(not _concerns(finding, stale) for finding in blocking):
            raise self._refused(blocking)
        names = vms.remove(self.client, stale)
        if names:
            progress.say(
                f"Removed the stale copies left here by an earlier failover: {words.listed(names)}.", always=True
            )
        if blocking:
            blocking = self._validate(name, progress)
        if blocking:
            raise self._refused(blocking)

    def _validate(self, name: str, progress: Progress) -> list[ValidationError]:
        """What forbids the failover. Warnings are shown; a lost source forbids only a planned failover."""
        checked = f"{name} validate {datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
        task_id = RecoveryPlans(self.client).run(self.plan, "validate", self._action(checked))
        job = self._wait(self._job_of(task_id, checked), progress)
        blocking = []
        for finding in ValidationErrors(self.client, job.id).list():
            lost = finding.error_group == "CONNECTIVITY"
            if lost and self.inputs.mode == "planned" and finding.severity != "WARNING":
                raise self._unreachable(finding.sentence())
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

    def stale_copies(self) -> list[Vm]:
        """What an earlier failover away from here left, marked and powered off: it makes way."""
        category = self.inputs.category
        return vms.superseded(vms.protected(self.client, category.key, category.value), self.inputs.owner)

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

    def _recovered(self, job: RecoveryPlanJob) -> list[str]:
        steps = ExecutionSteps(self.client, job.id).list()
        return [r.recovered_entity_ext_id for s in steps for r in s.recovered_vms() if r.recovered_entity_ext_id]

    def _failure(self, job: RecoveryPlanJob, recovered: list[str]) -> TaskFailedError:
        here = [vm.label for vm in vms.present(self.client, recovered)]
        why = words.failed_steps(ExecutionSteps(self.client, job.id).list())
        return TaskFailedError(
            f"Recovery plan job '{job.name}' ({job.id}) ended {job.status}: {why.rstrip('.')}. Running "
            "here now: "
            f"{words.listed(here)}; they stay. Correct the cause, then run pulumi up again: that "
            "recovers the rest."
        )

    def _unreachable(self, why: str) -> PrismError:
        inputs = self.inputs
        return PrismError(words.unreachable(self.plan.label, inputs.sites, self.source, inputs.site, why.rstrip(".")))


def _concerns(finding: ValidationError, stale: list[Vm]) -> bool:
    """Whether the finding is about a stale copy: names it as affected, or an address it holds."""
    ids = {entity.ext_id for entity in finding.affected_entities or []}
    words_of_it = {word.strip(".,;()'") for word in (finding.message or "").split()}
    return any(vm.id in ids or (vm.ip and vm.ip in words_of_it) for vm in stale)
