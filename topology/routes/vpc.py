"""The routes in the tables of a site's own VPC, and of the EC2 VPC beside it."""

from topology.choices import Peering
from topology.network.tier import RouteTable
from topology.routes.on_premises import reached_on_premises
from topology.routes.situation import Situation
from topology.routes.target import Target, VpcRoute

_TARGETS = {Peering.TRANSIT_GATEWAY: Target.TRANSIT_GATEWAY, Peering.VPC: Target.VPC_PEERING}


def vpc_routes(situation: Situation) -> tuple[VpcRoute, ...]:
    """The routes to the other VPC and to on-premises, alike for public and private subnets unless chosen otherwise.

    The private tables serve the overlay too: what a VM sends leaves its cluster's hosts by them.
    """
    found: list[VpcRoute] = []
    if target := _TARGETS.get(situation.peering):
        tables = [one for one in RouteTable if one is RouteTable.PRIVATE or situation.public_reaches_other]
        found += [VpcRoute(situation.other_vpc_cidr, table, target) for table in tables]
    for prefix in reached_on_premises(situation):
        found += [VpcRoute(prefix, table, Target.TRANSIT_GATEWAY) for table in RouteTable]
    return tuple(found)


def ec2_vpc_routes(situation: Situation) -> tuple[str, ...]:
    """What the EC2 VPC reaches by the transit gateway: both VPCs, and on-premises."""
    return (situation.vpc_cidr, situation.other_vpc_cidr, *reached_on_premises(situation))
