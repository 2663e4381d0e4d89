"""One failover to this site, as this site's own Prism Central shows it. Reads only, and reads each thing once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from prism import NotFoundError, PrismCentral, PrismError, UnsupportedError
from prism.datapolicies import FailoverDirection, RecoveryPlan, RecoveryPlans
from prism.dataprotection import (
    ExecutionSteps,
    RecoveryPlanJob,
    RecoveryPlanJobs,
    RecoveryPoint,
    RecoveryPoints,
    RecoveryResult,
)
from prism.prism import Registrations
from prism.vmm import AhvVmRecoveryPoint, AhvVmRecoveryPoints, Vm, Vms
from providers.base import is_superseded
from providers.failover import job_names, messages
from providers.failover.inputs import FailoverInputs
from providers.failover.job_names import Choice
from providers.failover.read_ahead import read_ahead
from providers.failover.recoverable import replicated
from providers.failover.transition import Here
from providers.recovery import (
    NOT_KNOWN,
    Lineage,
    OutOfStep,
    OwnSite,
    PlanJobs,
    RecoverableVm,
    category_ids,
    copies,
    expect_own_prism_central,
    makes_way,
    of_categories,
    out_of_step,
)


@dataclass(frozen=True)
class FailoverView:
    """One failover from ``source`` to this site. ``newest`` is the last flip that either stack has told of.

    ``before`` is what the last takeover of this site itself has moved here.
    """

    client: PrismCentral
    inputs: FailoverInputs
    source: str
    newest: int
    before: Lineage = NOT_KNOWN

    @cached_property
    def own(self) -> OwnSite:
        """This site's own Prism Central. Raises NotFoundError where the environment names another one."""
        return own_site(self.client, self.inputs)

    @cached_property
    def plan(self) -> RecoveryPlan:
        """The plan, by name, as this Prism Central knows it. Raises NotFoundError."""
        found = RecoveryPlans(self.client).find_by_name(self.inputs.recovery_plan)
        if found is None:
            inputs = self.inputs
            raise NotFoundError(messages.no_plan(self.client.endpoint, inputs.recovery_plan, inputs.home_site))
        return found

    @cached_property
    def directions(self) -> FailoverDirection:
        """From the plan's other location to this one. Raises NotFoundError for a plan that does not lead here."""
        ends = (self.plan.primary_location, self.plan.recovery_location)
        ids = job_names.direction(
            self.own.domain_manager_id, *(end.domain_manager_ext_id if end else None for end in ends)
        )
        if ids is None:
            inputs = self.inputs
            raise NotFoundError(
                f"Recovery plan '{self.plan.label}' ({self.plan.id}) does not lead to {inputs.site} "
                f"('{inputs.domain_manager}'). Run pulumi up on the stack of {inputs.home_site}."
            )
        return FailoverDirection(source_domain_manager_ext_id=ids["source"], target_domain_manager_ext_id=ids["target"])

    @property
    def source_id(self) -> str:
        """The id of the source's domain manager."""
        return self.directions.source_domain_manager_ext_id

    @property
    def backwards(self) -> bool:
        """Whether it leads from the plan's recovery location to its primary one."""
        location = self.plan.primary_location
        return location is not None and location.domain_manager_ext_id == self.own.domain_manager_id

    @property
    def jobs(self) -> PlanJobs:
        """The jobs of the plan, to be started and awaited."""
        return PlanJobs(self.client, self.plan, self.directions, self.inputs.timeout_seconds)

    @property
    def generation(self) -> int:
        """The number of this flip: its jobs', and always higher than the flip by which the source says it is active.

        That can have the same number as our jobs where both states were lost before it was published.
        """
        others = self.inputs.others
        theirs = others.generation if others and others.active_site == self.source else 0
        return max(self._number, theirs + 1)

    @cached_property
    def _number(self) -> int:
        """The number in the names of this flip's jobs."""
        last = job_names.last_generation(self._past, self.plan.label)
        return job_names.next_generation(self.newest, last, spent=self._spent(last))

    def choice(self) -> Choice:
        """The job to adopt or to start."""
        return job_names.choose(self._past, self._base(self._number))

    def failed_attempts(self) -> list[RecoveryPlanJob]:
        """Jobs of this flip that ended without success. What they have brought here stays."""
        return job_names.failed_attempts(self._past, self._base(self._number))

    def brought(self, jobs: Iterable[RecoveryPlanJob]) -> list[Vm]:
        """The VMs here that these jobs have recovered."""
        return copies.present(self.client, [vm_id for job in jobs for vm_id in recovered_by(self.client, job)])

    @cached_property
    def pairing(self) -> str:
        """CONNECTED or DISCONNECTED, as this Prism Central sees the other; empty where it does not say."""
        return self.pairing_now()

    def pairing_now(self) -> str:
        """The same, looked at again."""
        try:
            pairs = list(Registrations(self.client, self.own.domain_manager_id).list())
        except PrismError:
            return ""
        name = self.inputs.sites.get(self.source)
        found = [pair for pair in pairs if pair.remote_cluster_ext_id == self.source_id]
        # By v3 an id may be no domain manager's; the name says then which of the pairs is meant.
        found = found or [pair for pair in pairs if pair.name and pair.name == name]
        return (found[0].connectivity_status or "") if found else ""

    @cached_property
    def out_of_step(self) -> tuple[OutOfStep, ...]:
        """What of the plan, its policies and categories is not the same at both sites. Raises PrismError."""
        return out_of_step(self.client, self.source_id, plan_id=self.plan.id, categories=self.categories)

    @cached_property
    def points(self) -> list[RecoveryPoint]:
        """All recovery points that are held here, of whichever VM and source."""
        return list(RecoveryPoints(self.client).list())

    @cached_property
    def categories(self) -> frozenset[str]:
        """The ids of the protected categories that are known here."""
        return category_ids(self.client, self.inputs.categories)

    def left(self) -> list[Vm]:
        """The stale copies that an earlier failover away from here left: by their marks and their ids."""
        inputs = self.inputs
        found = of_categories(self.client, inputs.categories, inputs.lineage, inputs.other_categories)
        return copies.stale(found, inputs.owner, inputs.lineage)

    @cached_property
    def captured(self) -> list[AhvVmRecoveryPoint]:
        """The VMs as their recovery points captured them. Raises PrismError where this Prism Central does not tell."""
        return list(AhvVmRecoveryPoints(self.client).list())

    def read_ahead(self) -> list[Vm]:
        """The VMs that are here. The other long lists are read at the same time, and kept for whoever asks next."""
        read_ahead([lambda: self.points, lambda: self.captured])
        return list(Vms(self.client).list())

    def stale_copies(self) -> list[Vm]:
        """Stale copies whose VM runs on at the source and has a recovery point from there: safe to delete.

        One that runs again is powered off first. Any other stale copy is kept as it is: it may be all that is left of
        its VM.
        """
        found = self.left()
        return makes_way(found, self.coming_over(), self.inputs.lineage) if found else []

    def coming_over(self, moment: datetime | None = None) -> tuple[RecoverableVm, ...]:
        """The protected VMs with recovery points from the source, with their newest one as of ``moment``."""
        try:
            captured = self.captured
        except PrismError:
            captured = []
        return replicated(self.points, captured, self.categories, self.source_id, moment, self.has_left)

    def has_left(self, vm_id: str) -> bool:
        """Whether an earlier takeover of this site has moved the VM of this id away from the source."""
        return self.before.took(vm_id) or vm_id in self._moved

    @cached_property
    def _moved(self) -> frozenset[str]:
        """The ids at the source of all that jobs have brought here. Asked for only where a name has several ids."""
        jobs = job_names.takeovers(self._past, self.plan.label, self.inputs.site)
        return frozenset(one.source_entity_ext_id or "" for job in jobs for one in results_of(self.client, job))

    @cached_property
    def _past(self) -> list[RecoveryPlanJob]:
        return RecoveryPlanJobs(self.client).of_plan(self.plan.id)

    def _base(self, generation: int) -> str:
        return job_names.job_name(self.plan.label, self.source, self.inputs.site, generation)

    def _spent(self, generation: int) -> bool:
        """Whether the flip of this generation belongs to the past: no VM that it brought here is in use here any more.

        A copy that this site has marked as stale is not in use, though it is there.
        """
        chosen = job_names.choose(self._past, self._base(generation))
        if chosen.job is None:
            return chosen.name == self._base(generation)
        recovered = recovered_by(self.client, chosen.job) if chosen.job.succeeded else []
        found = copies.present(self.client, recovered)
        stale = copies.stale(found, self.inputs.owner, self.inputs.lineage)
        return bool(recovered) and len(stale) == len(found)


def own_site(client: PrismCentral, inputs: FailoverInputs) -> OwnSite:
    """This site's own Prism Central. Raises NotFoundError where the environment names another one."""
    return expect_own_prism_central(client, inputs.domain_manager, inputs.site)


def results_of(client: PrismCentral, job: RecoveryPlanJob) -> list[RecoveryResult]:
    """What a job has recovered: of each VM its id at the source, and its id where the job ran."""
    return [result for step in ExecutionSteps(client, job.id).list() for result in step.recovered_vms()]


def recovered_by(client: PrismCentral, job: RecoveryPlanJob) -> list[str]:
    """The ids of the VMs that a job has brought to where it ran."""
    return [r.recovered_entity_ext_id for r in results_of(client, job) if r.recovered_entity_ext_id]


def look_at_beginning(client: PrismCentral, inputs: FailoverInputs) -> Here:
    """What runs at the site of a stack without a state, and which flips' jobs brought it here."""
    plan = RecoveryPlans(client).find_by_name(inputs.recovery_plan)
    jobs = RecoveryPlanJobs(client).of_plan(plan.id) if plan else []
    protected = of_categories(client, inputs.categories, inputs.lineage, inputs.other_categories)
    here = copies.running(protected)
    brought = job_names.last_takeover(jobs, inputs.recovery_plan, inputs.site)
    newest = max(brought if here else 0, inputs.others.generation if inputs.others else 0)
    later = job_names.newer_than(jobs, inputs.recovery_plan, newest) if here else []
    kept = frozenset(vm_id for job in later for vm_id in recovered_by(client, job))
    return Here(tuple(vm.label for vm in here), brought, kept, gone=_gone(client, inputs, protected))


def _gone(client: PrismCentral, inputs: FailoverInputs, protected: list[Vm]) -> bool:
    """Whether the workload has left this site: nothing runs here, and its stale copies are all, or points came over.

    Of very many copies that the other site has taken over, none has a mark. But what took them over has recovery points
    here.
    """
    if not inputs.here_active or copies.running(protected):
        return False
    if protected and all(is_superseded(vm.description, inputs.owner) for vm in protected):
        return True
    try:
        view = FailoverView(client, inputs, inputs.other_site, 0)
        return any(not protected or not view.has_left(vm.vm_id) for vm in view.coming_over())
    except (NotFoundError, UnsupportedError):
        return False


def lineage_of(results: Iterable[RecoveryResult], here: Iterable[Vm]) -> Lineage:
    """Which VMs of the source were moved: of the results those that are here."""
    ids = {vm.id for vm in here}
    return Lineage.of(
        (one.source_entity_ext_id or "", one.recovered_entity_ext_id or "")
        for one in results
        if one.recovered_entity_ext_id in ids
    )


def brought_here(client: PrismCentral, inputs: FailoverInputs) -> dict[str, str]:
    """Of a stack whose state was lost: what the last takeover has moved here, as its jobs remember it; an output."""
    plan = RecoveryPlans(client).find_by_name(inputs.recovery_plan) if inputs.here_active else None
    jobs = RecoveryPlanJobs(client).of_plan(plan.id) if plan else []
    mine = job_names.of_last_takeover(jobs, inputs.recovery_plan, inputs.site)
    results = [result for job in mine for result in results_of(client, job)]
    pairs = [(one.source_entity_ext_id or "", one.recovered_entity_ext_id or "") for one in results]
    return {"taken_over": str(Lineage.of(pairs)) if mine else ""}
