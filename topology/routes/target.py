"""A static route, and what it points at."""

from dataclasses import dataclass
from enum import StrEnum

from topology.network.tier import RouteTable


class Target(StrEnum):
    """What a route points at."""

    NC2_VPC = "nc2-vpc"
    EC2_VPC = "ec2-vpc"
    PEERING = "transit-gateway-peering"
    TRANSIT_GATEWAY = "transit-gateway"
    VPC_PEERING = "vpc-peering"
    VPN = "vpn"


@dataclass(frozen=True)
class TgwRoute:
    """A static route of this site's transit gateway."""

    prefix: str
    target: Target


@dataclass(frozen=True)
class VpcRoute:
    """A route of this site's VPC, in the route tables of one kind."""

    destination: str
    route_table: RouteTable
    target: Target
