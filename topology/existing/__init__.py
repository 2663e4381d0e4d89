"""What AWS says of the things that exist already, and what of it does not fit the configuration."""

from topology.existing.ec2_vpc import SeenEc2Vpc, ec2_vpc_fit_problems, ec2_vpc_warnings
from topology.existing.gateway_requests import ForeignGateway, gateway_requests, owned_elsewhere
from topology.existing.network import network_problems, size_problems
from topology.existing.on_premises import (
    SeenCustomerGateway,
    SeenDirectConnectGateway,
    customer_gateway_problems,
    direct_connect_gateway_problems,
)
from topology.existing.road import road_warnings
from topology.existing.seen import (
    SeenAttachment,
    SeenNetwork,
    SeenPeering,
    SeenRoute,
    SeenRouteTable,
    SeenSubnet,
    SeenTransitGateway,
    SeenVpc,
)
from topology.existing.transit_gateway import route_problem, transit_gateway_problems

__all__ = [
    "ForeignGateway",
    "SeenAttachment",
    "SeenCustomerGateway",
    "SeenDirectConnectGateway",
    "SeenEc2Vpc",
    "SeenNetwork",
    "SeenPeering",
    "SeenRoute",
    "SeenRouteTable",
    "SeenSubnet",
    "SeenTransitGateway",
    "SeenVpc",
    "customer_gateway_problems",
    "direct_connect_gateway_problems",
    "ec2_vpc_fit_problems",
    "ec2_vpc_warnings",
    "gateway_requests",
    "network_problems",
    "owned_elsewhere",
    "road_warnings",
    "route_problem",
    "size_problems",
    "transit_gateway_problems",
]
