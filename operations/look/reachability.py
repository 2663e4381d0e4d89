"""Which subnets reach each other: a packet walked through what AWS describes, hop by hop, there and back.

Subnet's route table -> peering connection, or transit gateway's table -> peering -> the other gateway's table -> VPC.
The walk is pure. `Reachability.read` asks AWS once per site, and only reads.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from itertools import product
from typing import Any, Self

from operations.look.aws_network import Attachment, Network, Route, Subnet, Table, describe
from topology import effective_route

_OUTSIDE = ("vpn", "direct-connect-gateway")
_CARRIES = ("available", "modifying")
"""The states of an attachment that carries traffic: AWS changes the properties of one that goes on working."""


@dataclass(frozen=True)
class Walk:
    """A packet's way. `hops`: the ids it passed. `end`: the VPC, VPN connection or Direct Connect gateway it reached.

    `why`: where and why it was lost; empty for a packet that reached an end.
    """

    hops: tuple[str, ...]
    end: str | None
    why: str = ""

    def __str__(self) -> str:
        way = " -> ".join(self.hops)
        return f"{way}: {self.why}" if self.why else way


@dataclass(frozen=True)
class Pair:
    """Two subnets, and a packet's way from `here` to `there` and back."""

    here: Subnet
    there: Subnet
    to: Walk
    back: Walk

    @property
    def through(self) -> bool:
        """Whether packets arrive both ways."""
        return not self.to.why and not self.back.why

    def __str__(self) -> str:
        if self.through:
            return f"{self.here.cidr} <-> {self.there.cidr}"
        arrow, walk = ("->", self.to) if self.to.why else ("<-", self.back)
        return f"{self.here.cidr} {arrow} {self.there.cidr}: {walk}"


@dataclass(frozen=True)
class Reachability:
    """Both sites' networks, by site name."""

    sites: Mapping[str, Network]

    @classmethod
    def read(cls, clients: Mapping[str, Any]) -> Self:
        """Everything that each site's EC2 client describes of its region."""
        return cls({site: describe(ec2) for site, ec2 in clients.items()})

    def subnets(self, site: str, vpc_id: str) -> list[Subnet]:
        """The subnets of a VPC, by address."""
        found = (subnet for subnet in self.sites[site].subnets.values() if subnet.vpc_id == vpc_id)
        return sorted(found, key=lambda subnet: subnet.cidr)

    def pairs(self, here: tuple[str, str], there: tuple[str, str]) -> list[Pair]:
        """Every pair of subnets of two VPCs, each given as (site, VPC id)."""
        return [
            Pair(one, other, self.between(here[0], one, other), self.between(there[0], other, one))
            for one, other in product(self.subnets(*here), self.subnets(*there))
        ]

    def between(self, site: str, source: Subnet, target: Subnet) -> Walk:
        """A packet's way from one subnet to another."""
        walk = _Walker(self.sites, target.cidr, target).from_subnet(site, source)
        if walk.why or walk.end == target.vpc_id:
            return walk
        return Walk(walk.hops, walk.end, f"handed to {walk.end}, not to {target.vpc_id}")

    def outside(self, site: str) -> list[Attachment]:
        """The attachments by which on-premises comes in: VPN connections and Direct Connect gateways."""
        return [item for item in self.sites[site].attachments if item.kind in _OUTSIDE and item.state in _CARRIES]

    def attachments(self, site: str, vpc_id: str) -> list[Attachment]:
        """The attachments of a VPC."""
        return [item for item in self.sites[site].attachments if item.resource_id == vpc_id and item.state in _CARRIES]

    def from_outside(self, site: str, attachment: Attachment, to: IPv4Network) -> Walk:
        """The way of a packet that comes in by an attachment."""
        return _Walker(self.sites, to).from_attachment(site, attachment)

    def walk(self, site: str, source: Subnet, to: IPv4Network) -> Walk:
        """A packet's way from a subnet to any prefix."""
        return _Walker(self.sites, to).from_subnet(site, source)


def summary(pairs: Sequence[Pair]) -> str:
    """`32 of 32 subnet pairs get through`, both ways counted, and one line per pair that does not."""
    through = 2 * sum(pair.through for pair in pairs)
    lost = "".join(f"\n  {pair}" for pair in pairs if not pair.through)
    return f"{through} of {2 * len(pairs)} subnet pairs get through{lost}"


@dataclass
class _Walker:
    sites: Mapping[str, Network]
    to: IPv4Network
    target: Subnet | None = None
    hops: list[str] = field(default_factory=list)

    def from_attachment(self, site: str, attachment: Attachment) -> Walk:
        self.hops.append(attachment.id)
        return self._through_table(site, attachment, attachment.gateway_id, frozenset())

    def from_subnet(self, site: str, source: Subnet) -> Walk:
        network = self.sites[site]
        self.hops += [source.id, source.table_id]
        route = effective_route(network.vpc_tables.get(source.table_id, ()), self.to)
        if route is None:
            return self._lost(f"{source.table_id} has no route to {self.to}")
        if route.target == "local":
            return self._arrived(source.vpc_id)
        self.hops.append(route.target)
        if route.target.startswith("pcx-"):
            return self._over_vpc_peering(network, source, route)
        if route.target.startswith("tgw-"):
            return self._into_gateway(site, source, route)
        return self._lost(f"{source.table_id} leads {self.to} to {route.target}")

    def _over_vpc_peering(self, network: Network, source: Subnet, route: Route) -> Walk:
        id = route.target
        peering = network.peerings.get(id)
        if peering is None or peering.status != "active":
            return self._lost(f"{id} is {peering.status if peering else 'not there'}, not active")
        if source.vpc_id not in peering.vpc_ids:
            return self._lost(f"{id} does not join {source.vpc_id}")
        if route.state != "active":
            return self._dropped(route, source.table_id)
        return self._arrived(next(vpc for vpc in peering.vpc_ids if vpc != source.vpc_id))

    def _into_gateway(self, site: str, source: Subnet, route: Route) -> Walk:
        gateway_id = route.target
        attachment = next(
            (
                item
                for item in self.sites[site].attachments
                if (item.gateway_id, item.resource_id) == (gateway_id, source.vpc_id) and item.state != "deleted"
            ),
            None,
        )
        if attachment is None:
            return self._lost(f"{source.vpc_id} is not attached to {gateway_id}")
        if route.state != "active":
            return self._dropped(route, source.table_id)
        if source.availability_zone not in attachment.zones:
            return self._lost(f"{attachment.id} has no subnet in {source.availability_zone}")
        return self._through_table(site, attachment, gateway_id, frozenset())

    def _through_table(self, site: str, attachment: Attachment, gateway_id: str, seen: frozenset[str]) -> Walk:
        if attachment.state not in _CARRIES:
            return self._lost(f"{attachment.id} is {attachment.state}, not available")
        table = self._table(site, attachment.id, gateway_id)
        if table is None:
            return self._lost(f"{attachment.id} is associated with no route table of {gateway_id}")
        self.hops.append(table.id)
        if table.id in seen:
            return self._lost(f"{table.id} was passed before: the routes to {self.to} go in a circle")
        route = effective_route(table.routes, self.to)
        if route is None:
            return self._lost(f"{table.id} has no route to {self.to}")
        onward = next((item for item in self.sites[site].attachments if item.id == route.target), None)
        if route.state != "active" or onward is None:
            return self._dropped(route, table.id)
        self.hops.append(onward.id)
        if onward.state not in _CARRIES:
            return self._lost(f"{onward.id} is {onward.state}, not available")
        if onward.kind == "peering":
            return self._across(site, onward, gateway_id, seen | {table.id})
        target = self.target
        if target and onward.resource_id == target.vpc_id and target.availability_zone not in onward.zones:
            return self._lost(f"{onward.id} has no subnet in {target.availability_zone}")
        return self._arrived(onward.resource_id)

    def _across(self, site: str, peering: Attachment, gateway_id: str, seen: frozenset[str]) -> Walk:
        ends = self.sites[site].gateway_ends.get(peering.id, ())
        far = next((end for end in ends if end != gateway_id), None)
        for other, network in self.sites.items():
            if far is not None and any(table.gateway_id == far for table in network.tables):
                # In one region both gateways know the same attachment, listed once.
                view = next((item for item in network.attachments if item.id == peering.id), None)
                if view is not None:
                    return self._through_table(other, view, far, seen)
        return self._lost(f"the other end of {peering.id}, {far}, is in none of the sites described")

    def _table(self, site: str, attachment_id: str, gateway_id: str) -> Table | None:
        tables: Iterator[Table] = (
            table
            for table in self.sites[site].tables
            if table.gateway_id == gateway_id and attachment_id in table.associated
        )
        return next(tables, None)

    def _arrived(self, end: str) -> Walk:
        return Walk((*self.hops, end), end)

    def _dropped(self, route: Route, table_id: str) -> Walk:
        return self._lost(f"the route of {route.destination} in {table_id} is a {route.state}")

    def _lost(self, why: str) -> Walk:
        return Walk(tuple(self.hops), None, why)
