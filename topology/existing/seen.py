"""What AWS says of the things that exist already. Pure: `components` asks AWS and hands over the answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from topology.network.tier import TIERS, RouteTable, Tier


@dataclass(frozen=True)
class SeenVpc:
    """A VPC as AWS describes it; `cidrs` are all of its blocks."""

    cidrs: tuple[str, ...]
    dns_support: bool
    dns_hostnames: bool


@dataclass(frozen=True)
class SeenSubnet:
    """A subnet as AWS describes it, with the route table that it uses. `cidr` is empty if it is for IPv6 alone."""

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
        """The target of the route with exactly this destination, or None."""
        return next((route.target for route in self.routes if route.destination == destination), None)

    def __str__(self) -> str:
        return f"route table {self.id} ({self.name})" if self.name else f"route table {self.id}"


@dataclass(frozen=True)
class SeenNetwork:
    """An existing VPC with its subnets, in the site's order, and the tables that they use."""

    vpc: SeenVpc
    subnets: Mapping[Tier, tuple[SeenSubnet, ...]]
    tables: Mapping[str, SeenRouteTable]
    led: frozenset[tuple[str, str]] = frozenset()
    """Table and destination of each route of others that leads where this stack would lead it: none is added."""

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
    """A transit gateway as AWS describes it, its route table for this stack, and the VPC's attachments to it.

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
    peering: "SeenPeering | None" = None
    strange_peering_id: str | None = None
    """A peering with the other site's gateway that the configuration does not name and this stack did not make."""
    led: frozenset[str] = frozenset()
    """Destinations of static routes of others that lead where this stack would lead them: none is added."""


@dataclass(frozen=True)
class SeenPeering:
    """The existing peering attachment. `peer_id`: the gateway at its other end; `route_table_id`: as of a VPC's."""

    type: str
    transit_gateway_id: str
    peer_id: str
    state: str
    route_table_id: str | None
