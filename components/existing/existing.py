"""What the site has already, looked up and checked before this stack registers anything of its own."""

from dataclasses import dataclass

from pulumi import ResourceOptions

from components.existing.front import look_up_certificate, look_up_zone
from components.existing.lookup import LookUps
from components.existing.network import look_up_network
from components.existing.on_premises import look_up_on_premises
from components.existing.transit_gateway import look_up_transit_gateway
from components.existing.zones import check_zones
from components.names import Names
from topology import SeenNetwork, SeenTransitGateway, Site, SiteModel, Tier


@dataclass(frozen=True)
class Existing:
    """What AWS says of the things that the configuration names by id; None where the stack makes its own."""

    network: SeenNetwork | None
    gateway: SeenTransitGateway | None

    def cidrs(self, site: Site, tier: Tier) -> tuple[str, ...]:
        """The CIDRs of a tier's subnets, there or to be made."""
        return tuple(subnet.cidr for subnet in (self.network.subnets[tier] if self.network else site.subnets_of(tier)))

    def vpc_cidrs(self, site: Site) -> tuple[str, ...]:
        """All blocks of the site's VPC."""
        return self.network.vpc.cidrs if self.network else (site.vpc_cidr,)


def find_existing(model: SiteModel, *, names: Names, opts: ResourceOptions) -> Existing:
    """Everything looked up by the provider of `opts`.

    Raises pulumi.RunError with a sentence for each thing that is missing or does not fit.
    """
    ask = LookUps(model.me, opts)
    found = Existing(
        network=look_up_network(ask, model, names),
        gateway=look_up_transit_gateway(ask, model, names),
    )
    look_up_on_premises(ask, model)
    check_zones(ask, model)
    look_up_certificate(ask, model)
    look_up_zone(ask, model)
    ask.refuse()
    return found
