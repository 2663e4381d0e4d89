"""Flow Virtual Networking: VPCs, subnets, routes, floating IPs. API: ``networking/v4.x``."""

from prism.networking.floating_ip import FloatingIp, FloatingIps, VmNicAssociation
from prism.networking.route import Nexthop, Route, Routes
from prism.networking.route_table import RouteTable, RouteTables
from prism.networking.routing_policy import (
    PolicyAction,
    PolicyAddress,
    PolicyMatch,
    PortRange,
    ProtocolParameters,
    RerouteParameter,
    RoutingPolicies,
    RoutingPolicy,
    RoutingPolicyRule,
)
from prism.networking.subnet import IpConfig, Ipv4Config, Pool, Subnet, SubnetDhcpOptions, Subnets
from prism.networking.transit_vpc_prefixes import covers, prefixes_of, with_prefixes
from prism.networking.vnic import Vnic, Vnics
from prism.networking.vpc import DhcpOptions, ExternalSubnet, Vpc, Vpcs

__all__ = [
    "DhcpOptions",
    "ExternalSubnet",
    "FloatingIp",
    "FloatingIps",
    "IpConfig",
    "Ipv4Config",
    "Nexthop",
    "PolicyAction",
    "PolicyAddress",
    "PolicyMatch",
    "Pool",
    "PortRange",
    "ProtocolParameters",
    "RerouteParameter",
    "Route",
    "RouteTable",
    "RouteTables",
    "Routes",
    "RoutingPolicies",
    "RoutingPolicy",
    "RoutingPolicyRule",
    "Subnet",
    "SubnetDhcpOptions",
    "Subnets",
    "VmNicAssociation",
    "Vnic",
    "Vnics",
    "Vpc",
    "Vpcs",
    "covers",
    "prefixes_of",
    "with_prefixes",
]
