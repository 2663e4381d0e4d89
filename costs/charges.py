"""What a site is charged for per month, and how many units of it: one row per charge."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from costs.prices import Charge
from topology import Peering, Platform, SiteModel

HOURS = 730
"""The hours of a month as AWS counts them: 365 days x 24 / 12."""


@dataclass(frozen=True)
class Usage:
    """A month's traffic, assumed until somebody measures it. GB are what AWS bills."""

    traffic_gb: Decimal = field(
        default=Decimal(1000), metadata={"help": "GB a month to the other site and as many back"}
    )
    nat_gb: Decimal = field(default=Decimal(100), metadata={"help": "GB a month through NAT gateways, both ways"})
    capacity_units: Decimal = field(
        default=Decimal(1), metadata={"help": "load balancer capacity units in use, on average"}
    )
    requests_millions: Decimal = field(
        default=Decimal(1), metadata={"help": "millions of requests a month that the web ACL inspects"}
    )
    internet_gb: Decimal = field(default=Decimal(10), metadata={"help": "GB a month sent to the internet"})


def _vpc_attachments(model: SiteModel, _: Usage) -> int:
    """The site's VPC is attached whatever `peering` is; the EC2 VPC until the migration."""
    vpc = model.ec2_vpc
    source = vpc is not None and vpc.site == model.me.name and not vpc.is_attached_by_others
    return HOURS * (2 if source and model.platform is Platform.EC2 else 1)


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
    """An existing VPC has NAT gateways of its own, which this project does not pay for."""
    return HOURS * len(model.me.nat_gateway_zones) if model.me.existing.vpc_id is None else 0


def _nat_gb(model: SiteModel, usage: Usage) -> Decimal:
    return usage.nat_gb if _nat_hours(model, usage) else Decimal(0)


def _vpn(model: SiteModel, _: Usage) -> int:
    return HOURS if model.on_premises and model.on_premises.vpn else 0


def _direct_connect(model: SiteModel, _: Usage) -> int:
    """The gateway's attachment; the line itself is charged where it was ordered."""
    return HOURS if model.on_premises and model.on_premises.direct_connect else 0


def _balancer(model: SiteModel, _: Usage) -> int:
    return HOURS if model.load_balancer else 0


def _capacity_units(model: SiteModel, usage: Usage) -> Decimal:
    """Only the site that serves has any; a standby's balancer has no load."""
    return _balancer(model, usage) * usage.capacity_units if model.is_active else Decimal(0)


def _balancer_addresses(model: SiteModel, _: Usage) -> int:
    """A public IPv4 address in each zone."""
    return _balancer(model, _) * len(model.me.availability_zones)


def _web_acl(model: SiteModel, _: Usage) -> int:
    return 1 if model.firewall else 0


def _web_acl_rules(model: SiteModel, _: Usage) -> int:
    """The managed rule groups and the rate limit."""
    return len(model.firewall.rules) + 1 if model.firewall else 0


def _inspected(model: SiteModel, usage: Usage) -> Decimal:
    return usage.requests_millions if model.firewall and model.is_active else Decimal(0)


def _zone(model: SiteModel, _: Usage) -> int:
    """The home site makes the zone, unless there was one. Answers of alias records to load balancers are free."""
    return 1 if model.dns and model.dns.zone and model.is_home else 0


def _health_checks(model: SiteModel, _: Usage) -> int:
    """The home site's record is held off by one."""
    return 1 if model.dns and model.is_home else 0


Row = tuple[str, Charge, Callable[[SiteModel, Usage], Decimal | int]]
ROWS: tuple[Row, ...] = (
    ("transit gateway: VPC attachments", Charge.TGW_VPC_ATTACHMENT, _vpc_attachments),
    ("transit gateway: peering attachment", Charge.TGW_PEERING_ATTACHMENT, _peering_attachments),
    ("transit gateway: data sent to the other site", Charge.TGW_DATA, _gateway_gb),
    ("transfer to the other site's region", Charge.INTER_REGION_TRANSFER, _region_gb),
    ("transfer to and from the other site across zones", Charge.INTER_ZONE_TRANSFER, _zone_gb),
    ("NAT gateways", Charge.NAT_GATEWAY, _nat_hours),
    ("NAT gateways: public IPv4 addresses", Charge.PUBLIC_IPV4, _nat_hours),
    ("NAT gateways: data", Charge.NAT_DATA, _nat_gb),
    ("site-to-site VPN", Charge.VPN_CONNECTION, _vpn),
    ("transit gateway: VPN attachment", Charge.TGW_VPN_ATTACHMENT, _vpn),
    ("transit gateway: Direct Connect attachment", Charge.TGW_DIRECT_CONNECT_ATTACHMENT, _direct_connect),
    ("load balancer", Charge.LOAD_BALANCER, _balancer),
    ("load balancer: capacity units", Charge.LOAD_BALANCER_CAPACITY, _capacity_units),
    ("load balancer: public IPv4 addresses", Charge.PUBLIC_IPV4, _balancer_addresses),
    ("web ACL", Charge.WEB_ACL, _web_acl),
    ("web ACL: rules", Charge.WEB_ACL_RULE, _web_acl_rules),
    ("web ACL: requests", Charge.WEB_ACL_REQUESTS, _inspected),
    ("hosted zone", Charge.HOSTED_ZONE, _zone),
    ("health check", Charge.HEALTH_CHECK, _health_checks),
    ("transfer to the internet", Charge.INTERNET_TRANSFER, lambda _, usage: usage.internet_gb),
)
"""Every charge of a site, with the units per month. A charge of no units is left out."""
