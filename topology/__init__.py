"""Configuration into a frozen, validated site model. Pure: only `load` looks at Pulumi."""

from .choices import (
    Ends,
    FailoverMode,
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
from .model import SiteModel, build
from .on_premises import DirectConnect, ExistingDirectConnectGateway, OnPremises, TransitInterface, TunnelOptions, Vpn
from .overlay import ExternalSubnet, Overlay, OverlaySubnet, StaticAddress
from .protection import Category, Protection, Retention, Stage
from .routes import Routes, TgwRoute, VpcRoute
from .site import Site, SubnetPlan

__all__ = [
    "Category",
    "ConfigurationError",
    "DirectConnect",
    "Ec2Vpc",
    "Ends",
    "ExistingDirectConnectGateway",
    "ExternalSubnet",
    "FailoverMode",
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
    "load",
]


def load() -> SiteModel:
    """The model of the running program's stack; raises ConfigurationError with every problem found."""
    from ._pulumi_config import read

    reading = read()
    return build(reading.values, reading.stack, reading.project, reading.encrypted)
