"""Objects in Prism Central that have the names of what a new stack would make: all of them are told at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pulumi

from components.stack import Stack
from prism import ConfigurationError, Entity, PrismCentral, PrismError
from prism.datapolicies import ProtectionPolicies, RecoveryPlans
from prism.networking import Routes, RouteTables, Subnet, Subnets, Vpc, Vpcs
from prism.prism import Categories, DomainManagers
from providers.base import PREVIEW, central, owner_of
from topology import SiteModel

_ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True)
class _Taken:
    """An object, and the resource of this stack that would have its name."""

    kind: str
    found: Entity
    resource: str


def refuse_names_of_others(stack: Stack) -> None:
    """Refuse a run before the first one has published, by the name of each object in its way.

    Each provider looks for itself, too, but the engine stops at the first that refuses. A Prism Central that does not
    answer, or that is another site's, is told elsewhere. Raises pulumi.RunError.
    """
    if stack.own or not stack.model.has_cluster:
        return
    try:
        client = central(PREVIEW)
        here = any(one.label == stack.site.prism_central for one in DomainManagers(client).list())
        taken = list(_taken(stack.model, client)) if here else []
    except (PrismError, ConfigurationError):
        return
    stack_name = f"{pulumi.get_project()}/{pulumi.get_stack()}"
    others = [one for one in taken if owner_of(_description(one.found)) != f"{stack_name}/{one.resource}"]
    if others:
        raise pulumi.RunError("\n".join([_SUBJECT, *(_sentence(one, stack_name) for one in others)]))


_SUBJECT = (
    "Refused, nothing was changed: Prism Central has objects already with the names of what this stack would make. For "
    "each of them, choose another name in the configuration, or hand it over to this stack: add the marker to its "
    "description. What is handed over is used as it is, and destroy leaves it there."
)


def _sentence(one: _Taken, stack_name: str) -> str:
    owner = owner_of(_description(one.found))
    whose = f" belongs to {owner};" if owner else ""
    return f"  {one.kind} '{one.found.label}' ({one.found.id}):{whose} [nc2-dr:{stack_name}/{one.resource}]"


def _taken(model: SiteModel, client: PrismCentral) -> Iterator[_Taken]:
    yield from _networks(model, client)
    if model.is_home:
        yield from _protection(model, client)


def _networks(model: SiteModel, client: PrismCentral) -> Iterator[_Taken]:
    vpcs, subnets = list(Vpcs(client).list()), list(Subnets(client).list())
    transit = {one.id for one in vpcs if one.name == model.me.transit_vpc}
    for subnet in subnets:
        if subnet.name == model.overlay.external_subnet.name and subnet.vpc_reference in transit:
            yield _Taken("external subnet", subnet, "overlay-external")
    names = (("overlay-vpc", model.overlay.vpc), ("overlay-test-vpc", model.overlay.test_vpc))
    for resource, name in names:
        for vpc in (one for one in vpcs if one.name == name):
            yield _Taken("VPC", vpc, resource)
            yield from _within(model, vpc, subnets, client, routed=resource == "overlay-vpc")


def _within(
    model: SiteModel, vpc: Vpc, subnets: Iterable[Subnet], client: PrismCentral, *, routed: bool
) -> Iterator[_Taken]:
    wanted = model.overlay.subnets if routed else model.overlay.test_subnets
    names = {one.name for one in wanted}
    for subnet in subnets:
        if subnet.vpc_reference == vpc.id and subnet.name in names:
            yield _Taken("subnet", subnet, f"overlay-{subnet.name}")
    for route in Routes(client, RouteTables(client).of_vpc(vpc.id).id).list() if routed else ():
        if str(route.destination) == _ANYWHERE:
            yield _Taken("route", route, "overlay-default")


def _protection(model: SiteModel, client: PrismCentral) -> Iterator[_Taken]:
    own = model.protection
    staged = [stage.category for stages in (own.stages, *(tier.stages for tier in own.tiers)) for stage in stages]
    for category in dict.fromkeys([*own.categories, *staged]):
        found = Categories(client).find(category.key, category.value)
        if found is not None:
            yield _Taken("category", found, f"protection-{category.key}-{category.value}")
    policies = {} if own.in_store else {own.policy: "protection-policy"}
    plans = {} if own.in_store else {own.recovery_plan: "protection-plan"}
    policies |= {tier.policy: f"protection-{tier.name}-policy" for tier in own.tiers}
    plans |= {tier.recovery_plan: f"protection-{tier.name}-plan" for tier in own.tiers if tier.recovery_plan}
    yield from _named("protection policy", policies, ProtectionPolicies(client).list)
    yield from _named("recovery plan", plans, RecoveryPlans(client).list)


def _named(kind: str, names: dict[str, str], listed: Callable[[], Iterable[Any]]) -> Iterator[_Taken]:
    for found in listed():
        if found.name in names:
            yield _Taken(kind, found, names[found.name])


def _description(found: Entity) -> str | None:
    return getattr(found, "description", None)
