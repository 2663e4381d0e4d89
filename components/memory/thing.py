"""The things of a stack whose deletion takes something from the workload: its protection, its networks, its name."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology import SiteModel


@dataclass(frozen=True)
class Thing:
    """`kind` is one of `topology.protection.THINGS`.

    `name` is what people know it by. Another `key` is another object, whose predecessor is deleted; another name of the
    same key is a change in place. `protects`: the category whose VMs are replicated because of it.
    """

    kind: str
    key: str
    name: str
    protects: str = ""


def things(model: SiteModel) -> tuple[Thing, ...]:
    """What this stack has, or will have as soon as the other site stands. Of the configuration alone."""
    protection = tuple(_protection(model)) if model.is_home else ()
    # The networks of a site in zero compute come and go with its cluster.
    networks = () if model.me.zero_compute else tuple(_networks(model))
    return (*protection, *networks, *_dns(model))


def _protection(model: SiteModel) -> Iterator[Thing]:
    own = model.protection
    if not own.in_store:
        yield Thing("policies", "policy", own.policy, f"{own.category.key}:{own.category.value}")
        yield Thing("recoveryPlans", "plan", own.recovery_plan)
    for tier in own.tiers:
        yield Thing("policies", f"{tier.name}-policy", tier.policy, f"{tier.category.key}:{tier.category.value}")
        if tier.recovery_plan is not None:
            yield Thing("recoveryPlans", f"{tier.name}-plan", tier.recovery_plan)
    staged = [stage.category for stages in (own.stages, *(tier.stages for tier in own.tiers)) for stage in stages]
    for category in dict.fromkeys([own.category, *(tier.category for tier in own.tiers), *staged]):
        yield Thing("categories", f"{category.key}:{category.value}", f"{category.key}:{category.value}")


def _networks(model: SiteModel) -> Iterator[Thing]:
    overlay = model.overlay
    yield Thing("externalSubnets", overlay.external_subnet.cidr, overlay.external_subnet.name)
    for subnet in overlay.subnets:
        yield Thing("subnets", f"{subnet.name} {subnet.cidr}", subnet.name)


def _dns(model: SiteModel) -> Iterator[Thing]:
    if model.dns is None or model.load_balancer is None:
        return
    yield Thing("dnsNames", model.dns.name, model.dns.name)
    if model.is_home and model.dns.zone is not None:
        yield Thing("hostedZones", model.dns.zone, model.dns.zone)
