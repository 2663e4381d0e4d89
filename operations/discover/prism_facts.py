"""What a site's Prism Central holds that a configuration can name, read as one picture."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain

from prism import PrismCentral
from prism.clustermgmt import Clusters
from prism.datapolicies import (
    NetworkMapping,
    NetworkMappings,
    ProtectionPolicies,
    ProtectionPolicy,
    RecoveryPlan,
    RecoveryPlans,
    RecoveryStage,
    RecoveryStages,
)
from prism.networking import FloatingIp, FloatingIps, Route, Routes, RouteTables, Subnet, Subnets, Vpc, Vpcs
from prism.prism import Categories, Category, DomainManager, DomainManagers, Registrations
from prism.vmm import Vm, Vms

TRANSIT = "TRANSIT"


@dataclass(frozen=True)
class PlanFacts:
    """A recovery plan with its stages by priority."""

    plan: RecoveryPlan
    stages: tuple[RecoveryStage, ...]
    mappings: tuple[NetworkMapping, ...]


@dataclass(frozen=True)
class PrismFacts:
    """One Prism Central. `paired`: id and name of the Prism Centrals that it is paired with."""

    id: str
    name: str
    paired: Mapping[str, str]
    clusters: tuple[str, ...]
    vpcs: tuple[Vpc, ...]
    subnets: tuple[Subnet, ...]
    routes: Mapping[str, tuple[Route, ...]]
    categories: Mapping[str, Category]
    policies: tuple[ProtectionPolicy, ...]
    plans: tuple[PlanFacts, ...]
    floating_ips: tuple[FloatingIp, ...]
    vms: tuple[Vm, ...]

    @property
    def transit(self) -> Vpc | None:
        """The transit VPC that NC2 makes."""
        return next((vpc for vpc in self.vpcs if vpc.vpc_type == TRANSIT), None)

    def subnet(self, id: str) -> Subnet | None:
        """The subnet with this id."""
        return next((one for one in self.subnets if one.id == id), None)


def read_prism(client: PrismCentral, progress: Callable[[str], None]) -> PrismFacts:
    """Reads only. Raises what the client raises, and ConfigurationError for a Prism Central of no name."""
    with client.one_look():
        own, paired = _own(client)
        progress(f"{own.label}: networks")
        vpcs = tuple(vpc for vpc in Vpcs(client).list())
        subnets = tuple(Subnets(client).list())
        regular = [vpc for vpc in vpcs if vpc.vpc_type != TRANSIT]
        routes = {vpc.id: tuple(Routes(client, RouteTables(client).of_vpc(vpc.id).id).list()) for vpc in regular}
        progress(f"{own.label}: protection policies and recovery plans")
        policies, plans = tuple(ProtectionPolicies(client).list()), tuple(RecoveryPlans(client).list())
        full = tuple(_plan(client, plan) for plan in plans)
        progress(f"{own.label}: VMs")
        return PrismFacts(
            own.id,
            own.label,
            paired,
            tuple(sorted(one.label for one in Clusters(client).list() if not one.is_prism_central)),
            vpcs,
            subnets,
            routes,
            {one.id: one for one in Categories(client).list()},
            policies,
            full,
            tuple(FloatingIps(client).list()),
            tuple(sorted(Vms(client).list(), key=lambda vm: vm.label)),
        )


def _own(client: PrismCentral) -> tuple[DomainManager, Mapping[str, str]]:
    """The domain manager of this Prism Central itself, and those that it is paired with."""
    managers = list(DomainManagers(client).list())
    paired = {manager.id: list(Registrations(client, manager.id).list()) for manager in managers}
    others = {one.remote_id: one.name for one in chain.from_iterable(paired.values())}
    own = next((one for one in managers if one.id not in others), managers[0])
    return own, {one.remote_id: one.name for one in paired[own.id]}


def _plan(client: PrismCentral, plan: RecoveryPlan) -> PlanFacts:
    stages = sorted(RecoveryStages(client, plan.id).list(), key=lambda stage: stage.priority or 0)
    return PlanFacts(plan, tuple(stages), tuple(NetworkMappings(client, plan.id).list()))
