"""A drill: a test failover into the test network, measured, cleaned up whatever happens, and reported.

It runs at the site that would recover, against that site's own Prism Central, and asks nothing of the other site. The
job's name consists of plan, sites and a number, so that the next drill finds a killed one and cleans up after it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from operations.drill.production_snapshot import Production
from operations.drill.test_copies import TestCopies
from operations.look import Check, Survivor, not_run, validation_checks
from operations.report import DRILL, Networks, Report, Run, address_checks, recovery_report
from prism import ConflictError, PrismError
from prism.dataprotection import ExecutionStep, RecoveryPlanJob
from prism.networking import Subnets, Vpcs
from prism.vmm import Vm
from providers.failover import observe, progress
from providers.failover.addresses import lost_addresses
from providers.failover.job_names import DRILL as DRILL_JOB
from providers.failover.job_names import drill_name, is_drill, request_ids
from providers.recovery import PlanJobs, listed, repair

Say = Callable[[str], None]


@dataclass
class Drill:
    """One drill at the surviving site."""

    survivor: Survivor
    say: Say
    checks: list[Check] = field(default_factory=list)

    def run(self) -> Report:
        """The report. Raises ConflictError, before anything is started, where a drill is not possible."""
        self._expect_possible()
        self.clean_up_leftovers()
        began = datetime.now(UTC)
        before, expected = Production.look(self.survivor), observe(self.survivor.failover).vms
        coming = list(self.survivor.foreseen.table())
        self._validate()
        name = self._name()
        self.say("\n  ".join([f"Test failover '{name}' into {self._networks.where}", *coming]))
        job: RecoveryPlanJob | None = None
        copies: dict[str, Vm] = {}
        steps: list[ExecutionStep] = []
        try:
            job = self._wait(self._start("test-failover", name, request_ids(name)))
            steps = self.jobs.steps(job.id)
            copies = self._with_their_addresses(steps)
            self.say(f"{job.label}: {job.status}; {listed(sorted(vm.label for vm in copies.values()))} came up")
            self.checks += validation_checks(self.jobs.findings(job.id), "test failover")
        except PrismError as error:
            self.checks.append(not_run(name, error))
        finally:
            # Also on an interrupt: a test that is left running costs money and memory.
            self._clean_up()
        self.checks += before.compared(Production.look(self.survivor), self.survivor.name)
        job = job or RecoveryPlanJob(name=name, action_type="TEST_FAILOVER", status="FAILED")
        run = Run(DRILL, job, steps, copies, expected, self._networks, began, datetime.now(UTC))
        return recovery_report(self.survivor, run, self.checks)

    def clean_up_leftovers(self) -> int:
        """Clean up after drills that were killed; answers how many.

        Raises ConflictError for somebody else's test, and where something is left: a second test would bury it, because
        Prism Central's clean-up takes what the last test made alone (assumed: as the API's clients say).
        """
        left = 0
        for job in [job for job in self.jobs.all() if job.action_type == "TEST_FAILOVER"]:
            ours = is_drill(job)
            if not job.ended:
                if not ours:
                    raise ConflictError(self._not_ours(job, "is running"))
                self.say(f"{job.label} of an earlier drill is still running; waiting for its end")
                self._wait(job.id)
            found = self._tests.of(self.jobs.steps(job.id))
            if found and not ours:
                raise ConflictError(self._not_ours(job, f"has left {listed(_names(found))}"))
            left += bool(found)
        if left:
            self.say("An earlier drill was not cleaned up. Cleaning up after it first")
            stays = self._tests.clean_up()
            if stays:
                raise ConflictError(
                    f"No drill was started: {listed(_names(stays))} of an earlier drill could not be cleaned up. "
                    "Delete them in Prism Central, then run the drill again."
                )
        return left

    @cached_property
    def jobs(self) -> PlanJobs:
        view = self.survivor.failover
        view.own  # noqa: B018 - the wrong Prism Central is told before anything else
        return PlanJobs(
            self.survivor.prism, view.plan, view.directions, self.survivor.model.protection.timeout_minutes * 60
        )

    @property
    def _tests(self) -> TestCopies:
        return TestCopies(self.survivor, self.jobs)

    @cached_property
    def _networks(self) -> Networks:
        overlay = self.survivor.model.overlay
        found = list(Subnets(self.survivor.prism).list())
        vpcs = {vpc.id for vpc in Vpcs(self.survivor.prism).list() if vpc.name == overlay.test_vpc}
        allowed = frozenset(subnet.id for subnet in found if subnet.vpc_reference in vpcs)
        return Networks({subnet.id: subnet.label for subnet in found}, allowed, f"the test VPC {overlay.test_vpc}")

    def _expect_possible(self) -> None:
        model, here = self.survivor.model, self.survivor.name
        if model.is_active:
            raise ConflictError(
                f"{here} is the active site, and a drill recovers at the standby. Run the drill for "
                f"{self.survivor.other}."
            )
        if not model.has_cluster:
            raise ConflictError(
                f"{here} has no cluster while it stands by (zero-compute), so a drill has nothing to recover on. "
                "Rehearse the failover itself instead: docs/pilot-light.md says how, and at what cost."
            )
        if model.overlay.test_vpc is None:
            raise ConflictError(
                "overlay.testVpc is not set, so there is no test network. Set it and run pulumi up on both stacks."
            )
        if not self._networks.allowed:
            raise ConflictError(
                f"{here} has no subnet in VPC '{model.overlay.test_vpc}'. Run pulumi up on the stack of {here}, then "
                f"on that of {model.home.name}, whose recovery plan maps tests to it."
            )
        busy = next((job for job in self.jobs.all() if "PLANNED" in (job.action_type or "") and not job.ended), None)
        if busy is not None:
            raise ConflictError(
                f"Failover '{busy.label}' is {busy.status}. Wait for its end, then run the drill again."
            )

    def _validate(self) -> None:
        name = f"{DRILL_JOB} validate {datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
        job = self._wait(self._start("validate", name))
        self.checks += validation_checks(self.jobs.findings(job.id), "recovery plan")

    def _name(self) -> str:
        plan = self.survivor.failover.plan.label
        return drill_name(plan, self.survivor.other, self.survivor.name, self.jobs.all())

    def _start(self, verb: str, name: str, request_ids: list[str] | None = None) -> str:
        body = self.jobs.action(name)
        # The validation before has reported the warnings.
        body.should_ignore_warnings = None if verb == "validate" else True
        return self.jobs.start_once(verb, body, request_ids) if request_ids else self.jobs.start(verb, body)

    def _wait(self, job_id: str) -> RecoveryPlanJob:
        return self.jobs.wait(job_id, self._watch, on_timeout="Check there why it takes so long.")

    def _watch(self, job: RecoveryPlanJob, steps: list[ExecutionStep]) -> None:
        self.say(progress(job, steps))

    def _with_their_addresses(self, steps: list[ExecutionStep]) -> dict[str, Vm]:
        """The copies, each address compared with its recovery point's and given back: a failover would do the same."""
        copies, view = self._tests.of(steps), self.survivor.failover
        if not view.inputs.keeps_addresses:
            return copies
        results = [result for step in steps for result in step.recovered_vms()]
        done = repair(view.own, lost_addresses(view, results, copies.values(), test=True)[0])
        self.checks += address_checks(done)
        return self._tests.of(steps) if done.given else copies

    def _clean_up(self) -> None:
        """Wait for the job's end, then clean up. What cannot be cleaned up is a failed check."""
        here = self.survivor.name
        todo = f"Run python -m operations drill --site {here} --clean-up, or clean the test up in Prism Central."
        try:
            for job in self.jobs.all():
                if job.action_type == "TEST_FAILOVER" and not job.ended:
                    self._wait(job.id)
            left = self._tests.clean_up()
            found = listed(_names(left))
            self.checks.append(
                Check.of("cleaned up", here, f"{found} left", good=not left, expected="none left", what_to_do=todo)
            )
        except PrismError as error:
            self.checks.append(
                Check.of("cleaned up", here, str(error), good=False, expected="none left", what_to_do=todo)
            )
        self.say("Cleaned up" if self.checks[-1].status == "pass" else f"NOT cleaned up: {self.checks[-1].found}")

    def _not_ours(self, job: RecoveryPlanJob, what: str) -> str:
        return (
            f"Test failover '{job.label}', which is no drill of this project, {what}. Its owner must clean it up in "
            "Prism Central first: after a drill, its clean-up would take the drill's copies and no others."
        )


def _names(copies: dict[str, Vm]) -> list[str]:
    return sorted(vm.label for vm in copies.values())
