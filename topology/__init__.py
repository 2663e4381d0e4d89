"""Configuration into a frozen, validated site model. Pure: only `load` looks at Pulumi."""

from ._existing_problems import network_problems, transit_gateway_problems
from .choices import (
    AcceptableRisk,
    Ends,
    FailoverMode,
    GatewayEndpoint,
    NatGateways,
    OnPremisesConnection,
    Peering,
    Platform,
    RouteTable,
    Target,
    Tier,
    VpnRouting,
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
from .existing_on_premises import (
    SeenCustomerGateway,
    SeenDirectConnectGateway,
    customer_gateway_problems,
    direct_connect_gateway_problems,
)
from .flip import AcceptedRisks, FlipOptions
from .flow_logs import FlowLogs
from .model import SiteModel, build
from .on_premises import DirectConnect, ExistingDirectConnectGateway, OnPremises, TransitInterface, TunnelOptions, Vpn
from .overlay import ExternalSubnet, Overlay, OverlaySubnet, StaticAddress
from .protection import Category, Protection, Retention, Stage
from .routes import Routes, TgwRoute, VpcRoute
from .site import Site, SubnetPlan

__all__ = [
    "AcceptableRisk",
    "AcceptedRisks",
    "Category",
    "ConfigurationError",
    "DirectConnect",
    "Ec2Vpc",
    "Ends",
    "Existing",
    "ExistingDirectConnectGateway",
    "ExternalSubnet",
    "FailoverMode",
    "FlipOptions",
    "FlowLogs",
    "GatewayEndpoint",
    "NatGateways",
    "OnPremises",
    "OnPremisesConnection",
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
    "SeenCustomerGateway",
    "SeenDirectConnectGateway",
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
    "TransitInterface",
    "TunnelOptions",
    "VpcRoute",
    "Vpn",
    "VpnRouting",
    "build",
    "customer_gateway_problems",
    "direct_connect_gateway_problems",
    "load",
    "network_problems",
    "transit_gateway_problems",
]


def load() -> SiteModel:
    """The model of the running program's stack; raises ConfigurationError with every problem found."""
    from ._pulumi_config import read

    reading = read()
    return build(reading.values, reading.stack, reading.project, reading.encrypted)
