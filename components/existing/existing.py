"""Existing resources of the site, looked up and checked before this stack registers anything of its own."""

from dataclasses import dataclass
from typing import Self

import pulumi

from aws import AwsError, expect_answer
from components.existing.ec2_vpc import look_up_ec2_vpc
from components.existing.gateway_owner import check_gateway_owner
from components.existing.ingress import look_up_certificate, look_up_zone
from components.existing.lookup import LookUps
from components.existing.network import look_up_network
from components.existing.on_premises import look_up_on_premises
from components.existing.shadows import refuse_shadows
from components.existing.transit_gateway import look_up_transit_gateway
from components.existing.zones import check_zones
from components.stack import Stack
from topology import Platform, SeenNetwork, SeenTransitGateway, Site, Tier, road_warnings, size_problems


@dataclass(frozen=True)
class Existing:
    """What AWS says of the things that the configuration names by id; None where the stack makes its own."""

    network: SeenNetwork | None
    gateway: SeenTransitGateway | None

    @classmethod
    def of(cls, stack: Stack, account: str) -> Self:
        """Everything looked up in the site's own region, by credentials of this account.

        Raises pulumi.RunError with one sentence per thing that is missing or does not fit, and where AWS does not
        answer: the AWS provider would wait for an answer without end, and the engine would begin nothing meanwhile.
        """
        model = stack.model
        try:
            expect_answer(stack.site.region, pulumi.log.info)
        except AwsError as error:
            raise pulumi.RunError(str(error)) from None
        ask = LookUps(stack.site, stack.aws)
        found = cls(
            network=look_up_network(ask, model, stack.tags),
            gateway=look_up_transit_gateway(ask, model, stack.tags),
        )
        if found.network is not None:
            stack.hold_to(list(size_problems(model.me, found.network)), ask.add)
        _look_up_the_rest(ask, stack, account)
        ask.refuse()
        refuse_shadows(stack)
        if found.network is not None and model.platform is Platform.NC2:
            for sentence in road_warnings(model.me, found.network, model.overlay.externally_routable_prefixes):
                pulumi.log.warn(sentence)
        return found

    def cidrs(self, site: Site, tier: Tier) -> tuple[str, ...]:
        """The CIDRs of a tier's subnets: those that exist, or those that this stack makes."""
        return tuple(subnet.cidr for subnet in (self.network.subnets[tier] if self.network else site.subnets_of(tier)))

    def vpc_cidrs(self, site: Site) -> tuple[str, ...]:
        """All blocks of the site's VPC."""
        return self.network.vpc.cidrs if self.network else (site.vpc_cidr,)


def _look_up_the_rest(ask: LookUps, stack: Stack, account: str) -> None:
    """What nothing of the program goes by: problems alone."""
    check_gateway_owner(ask, stack.site, account)
    look_up_ec2_vpc(ask, stack)
    look_up_on_premises(ask, stack.model)
    check_zones(ask, stack.model)
    look_up_certificate(ask, stack.model)
    look_up_zone(ask, stack.model)
