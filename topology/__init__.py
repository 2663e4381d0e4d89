"""Configuration into a frozen, validated site model. Pure: only `load` looks at Pulumi."""

from ._existing_problems import network_problems, transit_gateway_problems
from .choices import (
    FailoverMode,
    GatewayEndpoint,
    NatGateways,
    Peering,
    Platform,
    RouteTable,
    Target,
    Tier,
)
from .ec2_vpc import Ec2Vpc
from .errors import ConfigurationError, Problem
from .existing import (
    Existing,
    SeenAttachment,
    SeenNetwork,
    SeenRoute,
    SeenRouteTable,
    SeenSubnet,
    SeenTransitGateway,
    SeenVpc,
)
from .flow_logs import FlowLogs
from .model import SiteModel, build
from .overlay import ExternalSubnet, Overlay, OverlaySubnet, StaticAddress
from .protection import Category, Protection, Retention, Stage
from .routes import Routes, TgwRoute, VpcRoute
from .site import Site, SubnetPlan

__all__ = [
    "Category",
    "ConfigurationError",
    "Ec2Vpc",
    "Existing",
    "ExternalSubnet",
    "FailoverMode",
    "FlowLogs",
    "GatewayEndpoint",
    "NatGateways",
    "Overlay",
    "OverlaySubnet",
    "Peering",
    "Platform",
    "Problem",
    "Protection",
    "Retention",
    "RouteTable",
    "Routes",
    "SeenAttachment",
    "SeenNetwork",
    "SeenRoute",
    "SeenRouteTable",
    "SeenSubnet",
    "SeenTransitGateway",
    "SeenVpc",
    "Site",
    "SiteModel",
    "Stage",
    "StaticAddress",
    "SubnetPlan",
    "Target",
    "TgwRoute",
    "Tier",
    "VpcRoute",
    "build",
    "load",
    "network_problems",
    "transit_gateway_problems",
]


def load() -> SiteModel:
    """The model of the running program's stack; raises ConfigurationError with every problem found."""
    from ._pulumi_config import read

    reading = read()
    return build(reading.values, reading.stack, reading.project, reading.encrypted)
