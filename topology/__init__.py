"""Configuration into a frozen, validated site model. Pure: only `load` looks at Pulumi."""

from .choices import FailoverMode, NatGateways, Peering, Platform, RetentionMode, RouteTable, Target, Tier
from .ec2_vpc import Ec2Vpc
from .errors import ConfigurationError, Problem
from .migration import Migration
from .model import SiteModel, build
from .overlay import ExternalSubnet, Overlay, OverlaySubnet, StaticAddress
from .protection import Category, Protection, Retention, Stage
from .routes import Routes, TgwRoute, VpcRoute
from .site import Site, SubnetPlan

__all__ = [
    "Category",
    "ConfigurationError",
    "Ec2Vpc",
    "ExternalSubnet",
    "FailoverMode",
    "Migration",
    "NatGateways",
    "Overlay",
    "OverlaySubnet",
    "Peering",
    "Platform",
    "Problem",
    "Protection",
    "Retention",
    "RetentionMode",
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
    "VpcRoute",
    "build",
    "load",
]


def load() -> SiteModel:
    """The model of the running program's stack; raises ConfigurationError with every problem found."""
    from ._pulumi_config import read

    reading = read()
    return build(reading.values, reading.stack, reading.project, reading.encrypted)
