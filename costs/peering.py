"""The cost of joining the two sites: VPC peering compared with transit gateway peering."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from costs.charges import HOURS, across_zones
from costs.prices import Charge, PriceBook
from topology import Peering, SiteModel
from topology.site import Site

Direction = tuple[str, str]
"""The name of the site that sends, and of the one that receives."""


@dataclass(frozen=True)
class PeeringCost:
    """A kind of peering: US dollars a month that are fixed, and for each GB by direction; `gb` is sent each way."""

    peering: Peering
    fixed: Decimal
    per_gb: Mapping[Direction, Decimal]
    gb: Decimal

    @property
    def round_trip(self) -> Decimal:
        """A GB there and a GB back."""
        return sum(self.per_gb.values(), Decimal(0))

    @property
    def traffic(self) -> Decimal:
        return self.gb * self.round_trip

    @property
    def total(self) -> Decimal:
        return self.fixed + self.traffic


@dataclass(frozen=True)
class Comparison:
    """Both kinds for the same traffic.

    `attachments` is the part of the transit gateways' fixed cost that this project has with any kind of peering: each
    site's VPC is attached to its gateway.
    """

    vpc: PeeringCost
    gateway: PeeringCost
    attachments: Decimal

    @property
    def surplus(self) -> Decimal:
        """What transit-gateway peering costs more; negative: less."""
        return self.gateway.total - self.vpc.total

    @property
    def fixed_surplus(self) -> Decimal:
        return self.gateway.fixed - self.vpc.fixed

    @property
    def per_gb_surplus(self) -> Decimal:
        """For a GB there and a GB back."""
        return self.gateway.round_trip - self.vpc.round_trip

    @property
    def break_even_gb(self) -> Decimal | None:
        """The GB a month each way at which both cost the same; None where one is never the dearer."""
        opposed = self.fixed_surplus * self.per_gb_surplus < 0
        return -self.fixed_surplus / self.per_gb_surplus if opposed else None


def compare(model: SiteModel, gb: Decimal, book: PriceBook) -> Comparison:
    """Both ways of joining the model's sites, for so many GB a month each way. Raises MissingPriceError."""
    sites = (model.me, model.other)
    directions = (sites, sites[::-1])

    def hours(charge: Charge) -> Decimal:
        return HOURS * sum((book.price(charge, site.region).usd for site in sites), Decimal(0))

    def per_gb(rate: Callable[[Site, Site], Decimal]) -> dict[Direction, Decimal]:
        return {(sender.name, receiver.name): rate(sender, receiver) for sender, receiver in directions}

    def by_vpc(sender: Site, receiver: Site) -> Decimal:
        # Across zones of one region AWS charges a VPC peering at both ends; assumed: and a transit gateway at none.
        zones = 2 * book.price(Charge.INTER_ZONE_TRANSFER, sender.region).usd if across_zones(model) else 0
        return _transfer(sender, receiver, book) + zones

    def by_gateway(sender: Site, receiver: Site) -> Decimal:
        return _transfer(sender, receiver, book) + book.price(Charge.TGW_DATA, sender.region).usd

    attachments = hours(Charge.TGW_VPC_ATTACHMENT)
    fixed = attachments + hours(Charge.TGW_PEERING_ATTACHMENT)
    return Comparison(
        vpc=PeeringCost(Peering.VPC, Decimal(0), per_gb(by_vpc), gb),
        gateway=PeeringCost(Peering.TRANSIT_GATEWAY, fixed, per_gb(by_gateway), gb),
        attachments=attachments,
    )


def _transfer(sender: Site, receiver: Site, book: PriceBook) -> Decimal:
    if sender.region == receiver.region:
        return Decimal(0)
    return book.price(Charge.INTER_REGION_TRANSFER, sender.region, receiver.region).usd
