"""What a site has already: the ids that the configuration names, what AWS says of them, and what does not fit.

Pure: `components` asks AWS and hands over what it said. A problem names the key of the id it is about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topology.choices import RouteTable, Tier
from topology.config import ExistingConfig, SiteConfig
from topology.errors import Problem
from topology.network.addressing import TIERS

DEFAULT_ROUTE = "0.0.0.0/0"


@dataclass(frozen=True)
class Existing:
    """The ids of what is used as it is; None where this stack makes its own.

    `subnets` holds, for each tier, one id an availability zone, in the site's order.
    """

    vpc_id: str | None
    subnets: tuple[tuple[Tier, tuple[str, ...]], ...]
    use_main_route_table: bool
    transit_gateway_id: str | None
    transit_gateway_route_table_id: str | None
    transit_gateway_attachment_id: str | None

    @property
    def subnet_ids(self) -> dict[Tier, tuple[str, ...]]:
        """The subnets' ids by tier."""
        return dict(self.subnets)


@dataclass(frozen=True)
class SeenVpc:
    """A VPC as AWS describes it; `cidrs` are all of its blocks."""

    cidrs: tuple[str, ...]
    dns_support: bool
    dns_hostnames: bool


@dataclass(frozen=True)
class SeenSubnet:
    """A subnet as AWS describes it, with the route table that it uses."""

    id: str
    vpc_id: str
    availability_zone: str
    cidr: str
    state: str
    route_table_id: str


@dataclass(frozen=True)
class SeenRoute:
    """A route: a prefix or prefix list, and the id of what it leads to."""

    destination: str
    target: str


@dataclass(frozen=True)
class SeenRouteTable:
    """A VPC route table as AWS describes it."""

    id: str
    name: str
    main: bool
    routes: tuple[SeenRoute, ...]

    def target_of(self, destination: str) -> str | None:
        """What a route of exactly this destination leads to."""
        return next((route.target for route in self.routes if route.destination == destination), None)

    def __str__(self) -> str:
        return f"route table {self.id} ({self.name})" if self.name else f"route table {self.id}"


@dataclass(frozen=True)
class SeenNetwork:
    """An existing VPC with its subnets, in the site's order, and the tables that they use."""

    vpc: SeenVpc
    subnets: Mapping[Tier, tuple[SeenSubnet, ...]]
    tables: Mapping[str, SeenRouteTable]

    def tables_of(self, kind: RouteTable) -> tuple[SeenRouteTable, ...]:
        """The tables that this kind of subnet uses; one that both kinds use counts as public."""
        public = dict.fromkeys(subnet.route_table_id for subnet in self.subnets[Tier.PUBLIC])
        private = dict.fromkeys(s.route_table_id for tier in TIERS for s in self.subnets[tier] if tier != Tier.PUBLIC)
        ids = public if kind is RouteTable.PUBLIC else [table for table in private if table not in public]
        return tuple(self.tables[table] for table in ids if table in self.tables)


@dataclass(frozen=True)
class SeenAttachment:
    """The existing attachment of the VPC; `route_table_id`: the table that it is associated with."""

    transit_gateway_id: str
    resource_id: str
    state: str
    route_table_id: str | None
    propagates: bool


@dataclass(frozen=True)
class SeenTransitGateway:
    """A transit gateway as AWS describes it, the route table of it that is to be used, and the VPC's attachments to it.

    `associates` and `propagates`: whether AWS itself puts a new attachment into that table, being the default one;
    `associates_elsewhere`: whether AWS puts it into another one.
    """

    asn: int
    dns_support: bool
    route_table_gateway_id: str
    attachment: "SeenAttachment | None" = None
    strange_attachment_id: str | None = None
    """An attachment of the VPC that the configuration does not name and this stack did not make."""
    associates: bool = False
    associates_elsewhere: bool = False
    propagates: bool = False


def build_existing(config: ExistingConfig) -> Existing:
    """The ids of a configuration that has no problems."""
    subnets = config.subnet_ids
    return Existing(
        vpc_id=config.vpc_id,
        subnets=tuple((tier, getattr(subnets, tier)) for tier in TIERS) if subnets else (),
        use_main_route_table=config.use_main_route_table,
        transit_gateway_id=config.transit_gateway_id,
        transit_gateway_route_table_id=config.transit_gateway_route_table_id,
        transit_gateway_attachment_id=config.transit_gateway_attachment_id,
    )


def existing_problems(path: str, site: SiteConfig) -> Iterator[Problem]:
    """What is wrong with the ids beside each other, before AWS is asked."""
    config, path = site.existing, f"{path}.existing"
    yield from _together(path, ("vpcId", config.vpc_id), ("subnetIds", config.subnet_ids))
    gateway = ("transitGatewayId", config.transit_gateway_id)
    yield from _together(path, gateway, ("transitGatewayRouteTableId", config.transit_gateway_route_table_id))
    if config.transit_gateway_attachment_id and not (config.vpc_id and config.transit_gateway_id):
        expected = "expected only beside vpcId and transitGatewayId, which it attaches to each other"
        yield Problem.with_value(f"{path}.transitGatewayAttachmentId", config.transit_gateway_attachment_id, expected)
    given = [tier for tier in TIERS if getattr(site.subnets, tier) is not None]
    if config.vpc_id and given:
        yield Problem(
            f"{path.removesuffix('.existing')}.subnets", "expected none beside existing.vpcId: subnets have CIDRs"
        )
    if config.subnet_ids:
        yield from _subnet_id_problems(f"{path}.subnetIds", config, len(site.availability_zones))


def _together(path: str, *named: tuple[str, object]) -> Iterator[Problem]:
    missing = [key for key, value in named if value is None]
    for key in missing if len(missing) < len(named) else ():
        other = next(name for name, _ in named if name != key)
        yield Problem(f"{path}.{key}", f"is missing: expected beside {other}")


def _subnet_id_problems(path: str, config: ExistingConfig, zones: int) -> Iterator[Problem]:
    seen: set[str] = set()
    for tier in TIERS:
        ids = getattr(config.subnet_ids, tier)
        if len(ids) != zones:
            yield Problem.with_value(f"{path}.{tier}", ids, f"expected one subnet for each availability zone, {zones}")
        for number, id in enumerate(ids):
            if id in seen:
                yield Problem.with_value(f"{path}.{tier}[{number}]", id, "expected a subnet that no other tier has")
            seen.add(id)
