"""Problems of an existing VPC: where it does not fit the site's configuration."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from ipaddress import IPv4Network

from topology.choices import NatGateways
from topology.errors import Problem
from topology.existing.seen import SeenNetwork, SeenRouteTable, SeenSubnet
from topology.network.tier import TIERS, RouteTable, Tier
from topology.network.tier_sizes import LONGEST
from topology.site import Site

_DEFAULT_ROUTE = "0.0.0.0/0"

Destinations = Mapping[RouteTable, Sequence[str]]
"""Those of the routes that this stack adds, by the kind of the table."""
Ours = Callable[[str], bool]
"""Whether the target of a route, by its id, is something that this stack made or uses."""


def network_problems(site: Site, seen: SeenNetwork, destinations: Destinations, ours: Ours) -> Iterator[Problem]:
    """Problems of an existing VPC, its subnets and its route tables."""
    path = f"sites.{site.name}.existing"
    yield from _vpc_problems(path, site, seen)
    for tier in TIERS:
        for number, subnet in enumerate(seen.subnets[tier]):
            key = f"{path}.subnetIds.{tier}[{number}]"
            yield from _subnet_problems(key, site, subnet, site.availability_zones[number])
    yield from _way_out_problems(path, site, seen)
    for kind in RouteTable:
        for table in seen.tables_of(kind):
            yield from _table_problems(path, site, table, destinations[kind], ours)
    if not site.public_subnets_reach_other_site:
        yield from _shared_table_problems(path, site, seen)


def _shared_table_problems(path: str, site: Site, seen: SeenNetwork) -> Iterator[Problem]:
    """A table that public and private subnets share cannot lead the private ones alone to the other site."""
    public = {subnet.route_table_id for subnet in seen.subnets[Tier.PUBLIC]}
    for tier in TIERS:
        for number, subnet in enumerate(seen.subnets[tier]):
            if tier is not Tier.PUBLIC and subnet.route_table_id in public:
                expected = (
                    f"expected a subnet whose route table no public subnet uses, because sites.{site.name}."
                    f"publicSubnetsReachOtherSite is false; {subnet.id} shares {subnet.route_table_id}"
                )
                yield Problem(f"{path}.subnetIds.{tier}[{number}]", expected)


def _vpc_problems(path: str, site: Site, seen: SeenNetwork) -> Iterator[Problem]:
    vpc, key = seen.vpc, f"{path}.vpcId"
    if site.vpc_cidr not in vpc.cidrs:
        expected = f"expected a block of {site.existing.vpc_id}, which has {', '.join(vpc.cidrs)}"
        yield Problem.with_value(f"sites.{site.name}.vpcCidr", site.vpc_cidr, expected)
    for what, on in (("DNS support", vpc.dns_support), ("DNS host names", vpc.dns_hostnames)):
        if not on:
            yield Problem(key, f"expected a VPC with {what} enabled; it is disabled in {site.existing.vpc_id}")


def _subnet_problems(key: str, site: Site, subnet: SeenSubnet, zone: str) -> Iterator[Problem]:
    if subnet.vpc_id != site.existing.vpc_id:
        yield Problem(key, f"expected a subnet of {site.existing.vpc_id}, found {subnet.id} of {subnet.vpc_id}")
        return
    if subnet.availability_zone != zone:
        expected = f"expected a subnet in {zone}, the zone at this place of availabilityZones, found {subnet.id}"
        yield Problem(key, f"{expected} in {subnet.availability_zone}")
    if not subnet.cidr:
        yield Problem(key, f"expected a subnet with IPv4 addresses, found {subnet.id}, which is for IPv6 alone")
        return
    network = IPv4Network(subnet.cidr)
    if not network.subnet_of(IPv4Network(site.vpc_cidr)):
        expected = f"expected a subnet inside vpcCidr, {site.vpc_cidr}: the other site routes no other block"
        yield Problem(key, f"{expected}; found {subnet.id} with {subnet.cidr}")
    if subnet.state != "available":
        yield Problem(key, f"expected a subnet in state available, found {subnet.id} in state {subnet.state}")


def size_problems(site: Site, seen: SeenNetwork) -> Iterator[Problem]:
    """Existing subnets that are smaller than Nutanix supports for what they are for."""
    for tier in TIERS:
        for number, subnet in enumerate(seen.subnets[tier]):
            if subnet.cidr and IPv4Network(subnet.cidr).prefixlen > LONGEST[tier]:
                key = f"sites.{site.name}.existing.subnetIds.{tier}[{number}]"
                expected = f"expected a {tier} subnet of /{LONGEST[tier]} or larger, the smallest that NC2 supports"
                yield Problem(key, f"{expected}; found {subnet.id} with {subnet.cidr}")


def _way_out_problems(path: str, site: Site, seen: SeenNetwork) -> Iterator[Problem]:
    """Public subnets need an internet gateway, the others some route to the internet: NC2 talks to its portal."""
    for tier in TIERS:
        for number, subnet in enumerate(seen.subnets[tier]):
            table = seen.tables.get(subnet.route_table_id)
            if table is None:
                continue
            target, key = table.target_of(_DEFAULT_ROUTE), f"{path}.subnetIds.{tier}[{number}]"
            if tier is Tier.PUBLIC and not (target or "").startswith("igw-"):
                expected = f"expected a public subnet: {table} of {subnet.id} should lead {_DEFAULT_ROUTE}"
                yield Problem(key, f"{expected} to an internet gateway, found {target or 'no such route'}")
            stays_in = target is None or target.startswith("igw-")
            if tier is not Tier.PUBLIC and stays_in and site.nat_gateways is not NatGateways.NONE:
                expected = f"expected a private subnet with a route to the internet: {table} of {subnet.id} should lead"
                found = target or "no such route (set natGateways: none if that is intended)"
                yield Problem(key, f"{expected} {_DEFAULT_ROUTE} to a NAT gateway or the like, found {found}")


def _table_problems(
    path: str, site: Site, table: SeenRouteTable, destinations: Sequence[str], ours: Ours
) -> Iterator[Problem]:
    if table.main and not site.existing.use_main_route_table:
        expected = "expected true: this stack adds routes to the main route table, which subnets of others may use"
        yield Problem(f"{path}.useMainRouteTable", f"{expected} too; subnets of this site use it, {table}")
    for destination in destinations:
        target = table.target_of(destination)
        if target is not None and not ours(target):
            expected = f"expected no route of {destination} in {table}, where this stack adds its own"
            yield Problem(f"{path}.vpcId", f"{expected}; found one to {target}")
