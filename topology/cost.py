"""What a site costs a month, item by item, from its model, a price book and assumptions on its traffic.

The cluster's bare-metal nodes are not in it, nor what Nutanix charges.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .choices import Peering, Platform
from .model import SiteModel
from .prices import Charge, MissingPriceError, Price, PriceBook, Unit

HOURS = 730
"""A month's, as AWS counts them: 365 days x 24 / 12."""


@dataclass(frozen=True)
class Usage:
    """A month's traffic, assumed until somebody measures it. GB are what AWS bills."""

    traffic_gb: Decimal = field(
        default=Decimal(1000), metadata={"help": "GB a month to the other site and as many back"}
    )
    nat_gb: Decimal = field(default=Decimal(100), metadata={"help": "GB a month through NAT gateways, both ways"})
    internet_gb: Decimal = field(default=Decimal(10), metadata={"help": "GB a month sent to the internet"})


@dataclass(frozen=True)
class Item:
    """One line of an estimate: `quantity` is in the units of the price."""

    what: str
    quantity: Decimal
    price: Price

    @property
    def usd(self) -> Decimal:
        return self.quantity * self.price.usd

    @property
    def is_fixed(self) -> bool:
        """Whether it costs the same whatever the traffic."""
        return self.price.charge.unit in (Unit.HOUR, Unit.MONTH)


@dataclass(frozen=True)
class Estimate:
    """A site's month. `missing`: what there is no price for, as sentences' subjects; it is not in the total."""

    site: str
    items: tuple[Item, ...]
    missing: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        return total(self.items)

    @property
    def fixed(self) -> Decimal:
        return total(item for item in self.items if item.is_fixed)

    @property
    def traffic(self) -> Decimal:
        return total(item for item in self.items if not item.is_fixed)

    @property
    def assumed(self) -> int:
        """How many items' prices have no public source."""
        return sum(item.price.assumed for item in self.items)

    @property
    def dates(self) -> tuple[date, date] | None:
        """The days of the oldest and of the newest price; None without items."""
        days = sorted(item.price.date for item in self.items)
        return (days[0], days[-1]) if days else None


def total(items: Iterable[Item]) -> Decimal:
    """The sum in US dollars, exact."""
    return sum((item.usd for item in items), Decimal(0))


def _vpc_attachments(model: SiteModel, _: Usage) -> int:
    """The site's VPC is attached whatever `peering` is; the EC2 VPC until the migration."""
    source = model.ec2_vpc is not None and model.ec2_vpc.site == model.me.name and model.platform is Platform.EC2
    return HOURS * (2 if source else 1)


def _peering_attachments(model: SiteModel, _: Usage) -> int:
    return HOURS if model.peering is Peering.TRANSIT_GATEWAY else 0


def _gateway_gb(model: SiteModel, usage: Usage) -> Decimal:
    """Charged once, to the sender: what arrives by a peering attachment is not charged again."""
    return usage.traffic_gb if model.peering is Peering.TRANSIT_GATEWAY else Decimal(0)


def _region_gb(model: SiteModel, usage: Usage) -> Decimal:
    apart = model.me.region != model.other.region
    return usage.traffic_gb if apart and model.peering is not Peering.NONE else Decimal(0)


def _zone_gb(model: SiteModel, usage: Usage) -> Decimal:
    """Across zones of one region both ends pay: the site for what it sends and for what it receives."""
    return 2 * usage.traffic_gb if model.peering is Peering.VPC and across_zones(model) else Decimal(0)


def across_zones(model: SiteModel) -> bool:
    """Whether sites of one region lie in several zones; then all of their traffic is taken to cross zones."""
    zones = {*model.me.availability_zones, *model.other.availability_zones}
    return model.me.region == model.other.region and len(zones) > 1


def _nat_hours(model: SiteModel, _: Usage) -> int:
    return HOURS * len(model.me.nat_gateway_zones)


Row = tuple[str, Charge, Callable[[SiteModel, Usage], Decimal | int]]
ROWS: tuple[Row, ...] = (
    ("transit gateway: VPC attachments", Charge.TGW_VPC_ATTACHMENT, _vpc_attachments),
    ("transit gateway: peering attachment", Charge.TGW_PEERING_ATTACHMENT, _peering_attachments),
    ("transit gateway: data sent to the other site", Charge.TGW_DATA, _gateway_gb),
    ("transfer to the other site's region", Charge.INTER_REGION_TRANSFER, _region_gb),
    ("transfer to and from the other site across zones", Charge.INTER_ZONE_TRANSFER, _zone_gb),
    ("NAT gateways", Charge.NAT_GATEWAY, _nat_hours),
    ("NAT gateways: public IPv4 addresses", Charge.PUBLIC_IPV4, _nat_hours),
    ("NAT gateways: data", Charge.NAT_DATA, lambda _, usage: usage.nat_gb),
    ("transfer to the internet", Charge.INTERNET_TRANSFER, lambda _, usage: usage.internet_gb),
)
"""What a site may be charged for, and how many units of it a month. An item of no units is left out."""


def estimate(model: SiteModel, usage: Usage, book: PriceBook, rows: Iterable[Row] = ROWS) -> Estimate:
    """The month of the model's own site. A price that is missing is named in the estimate, and never guessed."""
    items: list[Item] = []
    missing: list[str] = []
    for what, charge, units in rows:
        quantity = Decimal(units(model, usage))
        if quantity == 0:
            continue
        try:
            items.append(Item(what, quantity, book.price(charge, model.me.region, model.other.region)))
        except MissingPriceError as error:
            missing.append(error.what)
    return Estimate(model.me.name, tuple(items), tuple(missing))
