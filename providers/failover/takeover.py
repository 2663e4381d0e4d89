"""A failover to this site, in eleven steps: the numbers of the functions' docstrings.

Killed anywhere, the next run begins again at step 1 and goes on with what it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pulumi

from plain_text import shortened
from prism import ConflictError, PrismError, TaskFailedError
from prism.dataprotection import (
    ExecutionStep,
    ExecutionSteps,
    RecoveryPlanJob,
    RecoveryPlanJobs,
    RecoveryResult,
    ValidationError,
)
from prism.vmm import Vm
from providers.base import Progress, is_superseded
from providers.failover import addresses, guards, messages
from providers.failover.arrival import not_come
from providers.failover.facts import announced, come_over
from providers.failover.job_names import request_ids
from providers.failover.reverse_protection import reverse_protection
from providers.failover.view import FailoverView, lineage_of, recovered_by, results_of
from providers.recovery import Risk, copies, listed, of_categories, open_risks, when
from providers.recovery import stand_down as power_off_and_mark
from topology import RiskKind

_SHOWN = 12
_ADOPT = "Run pulumi up again: that adopts it."
_VALIDATE_AGAIN = "Run pulumi up again: that waits for it, then validates once more."


def run(view: FailoverView, progress: Progress) -> dict[str, Any]:
    """All steps; the outputs. Raises before the first change where the failover must fail."""
    return Takeover(view, progress).run()


@dataclass(frozen=True)
class Takeover:
    """A failover that is carried out."""

    view: FailoverView
    progress: Progress

    def run(self) -> dict[str, Any]:
        """Runs or adopts the job to its end; the outputs."""
        failed = self.view.failed_attempts()
        adopted = self.adopt()
        job = adopted or self.begin()
        if job not in failed:
            job = self.wait(job)
        self.start_leftovers(failed)
        results = [result for one in [*failed, job] for result in results_of(self.view.client, one)]
        recovered = addresses.keep(self.view, results, self.revive(results), self.progress)
        lineage = lineage_of(results, recovered)
        self.expect_all(results, recovered, self.announced_until(adopted))
        return {
            "job_id": job.id,
            "job_status": job.status,
            "recovered": copies.report(recovered),
            "reverse_protection": self.tell_reverse_protection(),
            "started_at": job.start_time or "",
            "finished_at": job.end_time or "",
            "taken_over": str(lineage),
        }

    def adopt(self) -> RecoveryPlanJob | None:
        """1. Take up the job of this flip that an earlier run has left, running or done.

        Raises ConflictError where its VMs have run on at the source meanwhile, unless that is accepted.
        """
        chosen = self.view.choice()
        if chosen.job is not None:
            guards.expect_newest(self.view, chosen.job)
            self.progress.say(f"{chosen.name} is {chosen.job.status} already: adopted.", always=True)
        return chosen.job

    def begin(self) -> RecoveryPlanJob:
        """2. Refuse what must not be. Then steps 3 to 5, and start the job.

        If the plan has nothing left to recover, as failed attempts did it all, the last of those stands for the job. So
        it does where the operator accepts that the rest does not come: a VM may have left the plan meanwhile.
        """
        guards.expect_offered(self.view)
        guards.expect_reachable(self.view)
        guards.expect_no_risk(self.view)
        name = self.view.choice().name
        self.let_validation_end()
        blocking = self.validate_and_make_way(name)
        if not blocking:
            return self.start(name)
        failed = self.view.failed_attempts()
        here = {vm.label for vm in self.view.brought(failed)}
        left = [vm.name for vm in come_over(self.view) if vm.name not in here]
        if not here or (left and self._expects(left)):
            raise self._refused(blocking, left if here else [])
        rest = f"; {listed(left)} stay in {self.view.source}, as accepted" if left else ": nothing is left to recover"
        self.progress.say(f"{listed(sorted(here))} are here by {failed[-1].label}{rest}.", always=True)
        return failed[-1]

    def let_validation_end(self) -> None:
        """3. Wait for a validation that a killed run has left: a plan runs one job at a time."""
        for job in self.view.jobs.all():
            if job.action_type == "VALIDATE" and not job.ended:
                self.view.jobs.wait(job.id, self._watch, on_timeout=_VALIDATE_AGAIN)

    def validate_and_make_way(self, name: str) -> list[ValidationError]:
        """4. Validate, and remove the stale copies; what forbids the failover then.

        Those that run again, as power has returned, are powered off: their VMs run on at the source. If anything but
        the stale copies stands in the way, none is removed.
        """
        view, inputs = self.view, self.view.inputs
        stale = view.stale_copies()
        if copies.running(stale):
            power_off_and_mark(view.own, view.stale_copies, inputs.owner, inputs.lineage)
            stale = view.stale_copies()
        blocking = self._validate(name)
        if any(not _concerns(finding, stale) for finding in blocking):
            return blocking
        names = copies.remove(self.view.own, stale)
        if names:
            self.progress.say(f"Removed stale copies that an earlier failover left here: {listed(names)}.", always=True)
        return self._validate(name) if blocking else []

    def start(self, name: str) -> RecoveryPlanJob:
        """5. Start the job. The request ids are made of the name: sent twice, it starts one job."""
        guards.expect_reachable_now(self.view)
        inputs = self.view.inputs
        body = self.view.jobs.action(name)
        # Warnings were shown by the validation just before; errors have stopped us there.
        body.should_ignore_warnings = True
        if inputs.mode == "unplanned" and inputs.reference_time:
            body.recovery_reference_time = inputs.reference_time
        # Sent only where asked for: v4.2 knows no instant restore.
        body.should_live_migrate_vms = inputs.live_migrate or None
        body.is_instant_restore = inputs.instant_restore or None
        job_id = self.view.jobs.start_once(f"{inputs.mode}-failover", body, request_ids(name))
        return RecoveryPlanJobs(self.view.client).get(job_id)

    def wait(self, job: RecoveryPlanJob) -> RecoveryPlanJob:
        """6. Wait for the job's end. Raises TaskFailedError, with what runs here by then, where it fails."""
        ended = self.view.jobs.wait(job.id, self._watch, on_timeout=_ADOPT)
        if not ended.succeeded:
            raise self._failure(ended)
        return ended

    def start_leftovers(self, failed: list[RecoveryPlanJob]) -> None:
        """7. Start the VMs that failed attempts have recovered and not started: no later attempt takes them up."""
        unfinished = {
            name
            for job in failed
            for step in self.view.jobs.steps(job.id)
            if step.status in ("FAILED", "ABORTED")
            for name in step.vm_names()
        }
        here = [vm for vm in self.view.brought(failed) if vm.label in unfinished and not is_superseded(vm.description)]
        started = copies.start(self.view.own, here)
        if started:
            self.progress.say(f"Started {listed(started)}, which an earlier attempt left powered off.", always=True)

    def revive(self, results: list[RecoveryResult]) -> list[Vm]:
        """8. Start the VMs that came here with the other site's mark; all the VMs of these results that are here.

        9. is ``addresses.keep``: each VM has the addresses of its recovery point, or gets them back.
        """
        recovered = copies.present(self.view.client, [one.recovered_entity_ext_id or "" for one in results])
        copies.revive(self.view.own, recovered, self.view.inputs.owner)
        return recovered

    def announced_until(self, adopted: RecoveryPlanJob | None) -> datetime | None:
        """Later recovery points announce nothing; None: all do.

        What a new job was to bring was read before it began; of an adopted one that is told by time. A planned failover
        leaves nothing running at the source, whichever job it adopts: an unplanned one may be hours old, and given up.
        """
        began = when.instant(adopted.start_time) if adopted and self.view.inputs.mode == "unplanned" else None
        return began + when.BOUND if began else None

    def expect_all(self, results: list[RecoveryResult], recovered: list[Vm], before: datetime | None) -> None:
        """10. Compare what came with what was announced. Raises ConflictError where a VM is missing, unless accepted.

        The run ends here, so no route moves over the gap. Accepted, the next run adopts the job and goes on. Recovery
        points after ``before`` announce nothing.
        """
        view, ids = self.view, {vm.id for vm in recovered}
        came = {one.source_entity_ext_id or "" for one in results if one.recovered_entity_ext_id in ids}
        known = all(one.source_entity_ext_id for one in results)
        here = copies.running(of_categories(view.client, view.inputs.categories))
        # Without ids, those that came are among them, and nothing but their names says which.
        others = [(vm.label, vm.bios_uuid if known else None) for vm in here if not known or vm.id not in ids]
        missing = tuple(not_come(announced(view, before), came, others, view.source, view.inputs.site))
        text = messages.did_not_come(missing, view.inputs, view.generation)
        if open_risks(missing, view.inputs.acceptance, view.generation):
            raise ConflictError(text)
        if missing:
            pulumi.log.warn(text)

    def tell_reverse_protection(self) -> str:
        """11. Tell what protects the VMs from here on, in the other direction. Its absence undoes no failover."""
        try:
            text = reverse_protection(self.view)
        except PrismError as error:
            text = f"Could not check whether the VMs are protected towards {self.view.source}: {error}"
        self.progress.say(text, always=True)
        return text

    def _validate(self, name: str) -> list[ValidationError]:
        """What forbids the failover. Warnings are shown; a lost source forbids only a planned failover."""
        body = self.view.jobs.action(f"{name} validate {datetime.now(UTC):%Y%m%dT%H%M%S.%f}")
        job_id = self.view.jobs.start("validate", body)
        self.view.jobs.wait(job_id, self._watch, on_timeout=_VALIDATE_AGAIN)
        blocking, warnings, findings = [], [], self.view.jobs.findings(job_id)
        # assumed: a warning about a VM's address is of the error group NETWORK.
        addresses.expect_no_warning(self.view, findings)
        for finding in findings:
            # assumed: an unreachable source is reported in this group.
            lost = finding.error_group == "CONNECTIVITY"
            if lost and self.view.inputs.mode == "planned" and finding.severity != "WARNING":
                raise guards.unreachable(self.view, finding.sentence())
            if lost or finding.severity == "WARNING":
                warnings.append(f"{name}: {finding.sentence()}")
            else:
                blocking.append(finding)
        if warnings:
            self.progress.say(shortened(warnings, "\n"), always=True)
        return blocking

    def _watch(self, job: RecoveryPlanJob, steps: list[ExecutionStep]) -> None:
        self.progress.say(messages.progress(job, steps))

    def _expects(self, names: list[str]) -> bool:
        """Whether the operator has not accepted for this flip that VMs do not come."""
        risks = [Risk(RiskKind.NOT_RECOVERED, name, "") for name in names]
        return bool(open_risks(risks, self.view.inputs.acceptance, self.view.generation))

    def _refused(self, blocking: list[ValidationError], left: list[str]) -> TaskFailedError:
        """``left``: what does not come, where failed attempts have brought the others."""
        view = self.view
        line = messages.without_them(view.inputs, view.generation)
        without = f" To go on without {listed(left, _SHOWN)} in this flip, set: {line}." if left else ""
        return TaskFailedError(
            f"Recovery plan '{view.plan.label}' cannot fail over to {view.inputs.site}; no VM was touched. "
            f"{shortened([finding.sentence() for finding in blocking], ' ')} Correct that, then run pulumi up again."
            f"{without}"
        )

    def _failure(self, job: RecoveryPlanJob) -> TaskFailedError:
        here = [vm.label for vm in copies.present(self.view.client, recovered_by(self.view.client, job))]
        why = messages.failed_steps(ExecutionSteps(self.view.client, job.id).list())
        return TaskFailedError(
            f"Recovery plan job '{job.label}' ({job.id}) ended {job.status}: {why.rstrip('.')}. Running here now: "
            f"{listed(here, _SHOWN)}; they stay. Correct the cause, then run pulumi up again: that recovers the rest."
        )


def _concerns(finding: ValidationError, stale: list[Vm]) -> bool:
    """Whether the finding is about a stale copy: names it as affected, or an address it holds."""
    ids = {entity.ext_id for entity in finding.affected_entities or []}
    words_of_it = {word.strip(".,;()'") for word in (finding.message or "").split()}
    return any(vm.id in ids or (vm.ip and vm.ip in words_of_it) for vm in stale)
