"""One flip to this site, looked at from all sides. Nothing here changes anything, so a preview may use all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pulumi

from prism import ConflictError, NotFoundError, PrismCentral, PrismError
from prism.datapolicies import FailoverDirection, RecoveryPlan, RecoveryPlans
from prism.dataprotection import ExecutionSteps, RecoveryPlanJob, RecoveryPlanJobs, RecoveryPoint, RecoveryPoints
from prism.prism import DomainManagers, Registrations
from prism.vmm import Vm
from providers.base.marker import is_superseded
from providers.failover import messages as words
from providers.failover.facts import newer_at_source, observe
from providers.failover.inputs import FailoverInputs
from providers.failover.jobs import (
    Choice,
    choose,
    direction,
    failed_attempts,
    job_name,
    last_generation,
    next_generation,
)
from providers.failover.risks import find_risks
from providers.recovery import copies as vms
from providers.recovery.acceptance import told, verdict

_INSTANT_RESTORE = 3


def recovered_by(client: PrismCentral, job: RecoveryPlanJob) -> list[str]:
    """The ids of the VMs that a job has brought to where it ran."""
    steps = ExecutionSteps(client, job.id).list()
    return [r.recovered_entity_ext_id for s in steps for r in s.recovered_vms() if r.recovered_entity_ext_id]


def own_domain_manager(client: PrismCentral, inputs: FailoverInputs) -> str:
    """The id of this site's own domain manager. Raises NotFoundError where the environment leads elsewhere."""
    found = DomainManagers(client).find_by_name(inputs.domain_manager)
    if found is None:
        raise NotFoundError(
            f"The Prism Central at {client.endpoint} is not '{inputs.domain_manager}'. Set PRISM_ENDPOINT and the "
            f"credentials of {inputs.site}."
        )
    return found.id


@dataclass(frozen=True)
class Flip:
    """One flip to this site, against its own Prism Central only.

    ``known`` is the newest generation that either stack has told of.
    """

    client: PrismCentral
    inputs: FailoverInputs
    source: str
    known: int

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
        return own_domain_manager(self.client, self.inputs)

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

    @property
    def backwards(self) -> bool:
        """Whether it leads from the plan's recovery location to its primary one."""
        location = self.plan.primary_location
        return location is not None and location.domain_manager_ext_id == self.own_id

    @cached_property
    def generation(self) -> int:
        """The number of this flip."""
        last = last_generation(self._jobs, self.plan.label)
        return next_generation(self.known, last, spent=self._spent(last))

    def choice(self) -> Choice:
        """The job to adopt or to start."""
        return choose(self._jobs, self._base(self.generation))

    def failed_attempts(self) -> list[RecoveryPlanJob]:
        """Jobs of this flip that ended without success. What they have brought here stays."""
        return failed_attempts(self._jobs, self._base(self.generation))

    def brought(self, jobs: Iterable[RecoveryPlanJob]) -> list[Vm]:
        """The VMs here that these jobs have recovered."""
        return vms.present(self.client, [vm_id for job in jobs for vm_id in self.recovered_by(job)])

    @cached_property
    def _jobs(self) -> list[RecoveryPlanJob]:
        return RecoveryPlanJobs(self.client).of_plan(self.plan.id)

    def _base(self, generation: int) -> str:
        return job_name(self.plan.label, self.source, self.inputs.site, generation)

    def _spent(self, generation: int) -> bool:
        """Whether the flip of this generation belongs to the past: no VM that it brought here is in use here any more.

        A copy that this site has marked as stale is not in use, though it is there.
        """
        chosen = choose(self._jobs, self._base(generation))
        if chosen.job is None:
            return chosen.name == self._base(generation)
        recovered = self.recovered_by(chosen.job) if chosen.job.succeeded else []
        found = vms.present(self.client, recovered)
        return bool(recovered) and all(is_superseded(vm.description, self.inputs.owner) for vm in found)

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

    def expect_reachable(self) -> None:
        """Raises where a planned failover has no source to shut down."""
        if self.inputs.mode == "planned" and self.pairing == "DISCONNECTED":
            raise self.unreachable("the pairing is disconnected")

    def expect_no_risk(self) -> None:
        """Raises ConflictError for a risk that nobody has accepted for this flip. Reads only."""
        risks = find_risks(observe(self))
        stop = verdict(risks, self.inputs.acceptance, self.generation)
        if stop:
            raise ConflictError(stop)
        if risks:
            pulumi.log.warn(f"Accepted for flip {self.generation}: {told(risks)}")

    @cached_property
    def points(self) -> list[RecoveryPoint]:
        """All that are held here, of whichever VM and source."""
        return list(RecoveryPoints(self.client).list())

    def superseded(self) -> list[Vm]:
        """What an earlier failover away from here left, marked and powered off."""
        return vms.superseded(vms.of_categories(self.client, self.inputs.categories), self.inputs.owner)

    def stale_copies(self) -> list[Vm]:
        """Those of them that make way, as something newer has come over from the source: of the others nobody knows
        whether there is any other copy in the world, so they are kept.
        """
        found = self.superseded()
        return newer_at_source(self, found) if found else []

    def recovered_by(self, job: RecoveryPlanJob) -> list[str]:
        """The ids of the VMs that a job has brought here."""
        return recovered_by(self.client, job)

    def unreachable(self, why: str) -> PrismError:
        """Why a planned failover has nothing to shut down."""
        inputs = self.inputs
        return PrismError(words.unreachable(self.plan.label, inputs.sites, self.source, inputs.site, why.rstrip(".")))
