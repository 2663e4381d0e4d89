"""Existing resources of the site, looked up and checked before this stack registers anything of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pulumi

from components.existing.all_look_ups import look_up_all, look_up_built_on
from components.existing.ec2_vpc import look_up_ec2_vpc
from components.existing.facts import Facts
from components.existing.gateway_owner import check_gateway_owner
from components.existing.ingress import look_up_certificate
from components.existing.lookup import LookUps
from components.existing.records import look_up_records
from components.existing.shadows import refuse_shadows
from components.existing.zones import check_zones
from components.stack import Stack
from topology import Platform, SeenNetwork, SeenTransitGateway, Site, Tier, road_warnings, size_problems


@dataclass(frozen=True)
class Existing:
    """What AWS says of the things that the configuration names by id; None where the stack makes its own."""

    network: SeenNetwork | None
    gateway: SeenTransitGateway | None
    shown: Mapping[str, str]
    """For the next run, which may be a failover."""

    @classmethod
    def of(cls, stack: Stack, account: str) -> Self:
        """Everything looked up in the site's own region by credentials of this account; in a failover as little as that
        needs.

        Raises pulumi.RunError with one sentence per thing that is missing or does not fit.
        """
        ask, before = LookUps(stack.site), Facts.read(stack.own, stack.site)
        if stack.changes_active_site:
            found = _for_a_failover(stack, ask, before)
        else:
            check_gateway_owner(ask, stack.site, account)
            found = _all(stack, ask, before)
        refuse_shadows(stack)
        return cls(found.network, found.gateway, found.shown(stack.site))

    def cidrs(self, site: Site, tier: Tier) -> tuple[str, ...]:
        """The CIDRs of a tier's subnets: those that exist, or those that this stack makes."""
        return tuple(subnet.cidr for subnet in (self.network.subnets[tier] if self.network else site.subnets_of(tier)))

    def vpc_cidrs(self, site: Site) -> tuple[str, ...]:
        """All blocks of the site's VPC."""
        return self.network.vpc.cidrs if self.network else (site.vpc_cidr,)


def _for_a_failover(stack: Stack, ask: LookUps, before: Facts) -> Facts:
    """What the last run went by. Only what it does not know is asked for: a state of an earlier release.

    A failover changes nothing of what exists, so nothing that is wrong with it stops one. What users would see of it is
    told: the certificate.
    """
    found = before
    if before.lack(stack.site):
        found = look_up_built_on(ask, stack.model, stack.tags).or_else(before)
        _expect_known(found, stack, ask)
    look_up_certificate(ask, stack.model)
    ask.warn()
    if ask.unanswered:
        pulumi.log.warn(f"{ask.unanswered}. The failover needs nothing of it and goes on.")
    return found


def _all(stack: Stack, ask: LookUps, before: Facts) -> Facts:
    model = stack.model
    asked = look_up_all(ask, model, stack.tags)
    if asked.network is not None:
        stack.hold_to(list(size_problems(model.me, asked.network)), ask.add)
    look_up_ec2_vpc(ask, stack)
    look_up_records(ask, model)
    check_zones(ask, model)
    ask.refuse()
    found = asked.or_else(before)
    _expect_known(found, stack, ask)
    _tell_unanswered(stack, ask)
    if asked.network is not None and model.platform is Platform.NC2:
        for sentence in road_warnings(model.me, asked.network, model.overlay.externally_routable_prefixes):
            pulumi.log.warn(sentence)
    return found


def _expect_known(found: Facts, stack: Stack, ask: LookUps) -> None:
    """Raises RunError where the program cannot go on without an answer."""
    if found.lack(stack.site):
        ask.refuse()
        raise pulumi.RunError(f"{ask.unanswered}. Nothing was changed. Run pulumi again once AWS answers.")


def _tell_unanswered(stack: Stack, ask: LookUps) -> None:
    """A stack that stands goes on: nothing of it was different when it was made. A new one is not made unchecked."""
    if not ask.unanswered:
        return
    if not stack.own:
        raise pulumi.RunError(f"{ask.unanswered}. Nothing was made. Run pulumi again once AWS answers.")
    pulumi.log.warn(f"{ask.unanswered}. This was not checked; the run goes on by what was known before.")
