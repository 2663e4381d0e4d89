"""What test failovers of a plan have left at a site, and its clean-up.

Prism Central's clean-up takes what the last test made and no more. So a drill never starts beside an earlier one, and
what older drills left goes by the ids that their jobs name.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from operations.look import Survivor
from prism import NotFoundError, Pauses
from prism.dataprotection import ExecutionStep, RecoveryPlanJob
from prism.vmm import Vm, Vms
from providers.failover.job_names import is_drill
from providers.recovery import PlanJobs, copies


@dataclass(frozen=True)
class TestCopies:
    """The copies that tests of one plan made here, and that are still there."""

    __test__ = False
    survivor: Survivor
    jobs: PlanJobs

    def of(self, steps: Sequence[ExecutionStep]) -> dict[str, Vm]:
        """The copies of one test that exist here, by id."""
        ids = {result.recovered_entity_ext_id for step in steps for result in step.recovered_vms()}
        return {vm.id: vm for vm in Vms(self.survivor.prism).list() if vm.id in ids} if ids else {}

    def by_job(self) -> Iterator[tuple[RecoveryPlanJob, dict[str, Vm]]]:
        """Each test of the plan that has copies here, the oldest first."""
        for job in self.jobs.all():
            if job.action_type == "TEST_FAILOVER":
                found = self.of(self.jobs.steps(job.id))
                if found:
                    yield job, found

    def left(self) -> dict[str, Vm]:
        """All of them, by id."""
        return {vm_id: vm for _, found in self.by_job() for vm_id, vm in found.items()}

    def clean_up(self) -> dict[str, Vm]:
        """Cleans up after the last test, then deletes what older drills left, and waits; what is left, by id.

        Tests that are no drills of this project are left to their owners.
        """
        self.jobs.clean_up()
        older = {vm_id: vm for job, found in self.by_job() if is_drill(job) for vm_id, vm in found.items()}
        for vm_id in [vm_id for vm_id, vm in older.items() if vm.power_state == "ON"]:
            with suppress(NotFoundError):
                Vms(self.survivor.prism).power_off(vm_id)
        copies.remove(self.survivor.failover.own, list(older.values()))
        pauses = Pauses(self.survivor.prism.timeouts.task)
        while (left := self.left()) and all(vm_id in older for vm_id in left) and pauses.wait():
            continue
        return left
