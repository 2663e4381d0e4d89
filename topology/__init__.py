"""Configuration into a frozen, validated site model. Pure: only `load` looks at Pulumi."""

from ._existing_problems import network_problems, transit_gateway_problems
from .category import Category, Retention, Stage
from .choices import (
    AcceptableRisk,
    Destination,
    Ends,
    FailoverMode,
    FirewallMode,
    GatewayEndpoint,
    ManagedRules,
    NatGateways,
    OnPremisesConnection,
    Peering,
    Platform,
    RetentionMode,
    RouteTable,
    StoreAccess,
    Target,
    Tier,
    VpnRouting,
)
from .dns import Dns, SeenCertificate, SeenZone, certificate_problems, hosted_zone_problems
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
from .firewall import MANAGED_RULES, Firewall
from .flip import AcceptedRisks, FlipOptions
from .flow_logs import FlowLogs
from .load_balancer import AccessLogs, HealthCheck, LoadBalancer, drains_first
from .migration import Migration
from .model import SiteModel, build
from .on_premises import DirectConnect, ExistingDirectConnectGateway, OnPremises, TransitInterface, TunnelOptions, Vpn
from .overlay import ExternalSubnet, Overlay, OverlaySubnet, StaticAddress
from .protection import Protection
from .protection_tier import ProtectionTier
from .recovery_point_store import RecoveryPointStore
from .routes import Routes, TgwRoute, VpcRoute
from .site import Site, SubnetPlan

__all__ = [
    "MANAGED_RULES",
    "AcceptableRisk",
    "AcceptedRisks",
    "AccessLogs",
    "Category",
    "ConfigurationError",
    "Destination",
    "DirectConnect",
    "Dns",
    "Ec2Vpc",
    "Ends",
    "Existing",
    "ExistingDirectConnectGateway",
    "ExternalSubnet",
    "FailoverMode",
    "Firewall",
    "FirewallMode",
    "FlipOptions",
    "FlowLogs",
    "GatewayEndpoint",
    "HealthCheck",
    "LoadBalancer",
    "ManagedRules",
    "Migration",
    "NatGateways",
    "OnPremises",
    "OnPremisesConnection",
    "Overlay",
    "OverlaySubnet",
    "Peering",
    "Platform",
    "Problem",
    "Protection",
    "ProtectionTier",
    "RecoveryPointStore",
    "Retention",
    "RetentionMode",
    "RouteTable",
    "Routes",
    "SeenAttachment",
    "SeenCertificate",
    "SeenCustomerGateway",
    "SeenDirectConnectGateway",
    "SeenNetwork",
    "SeenRoute",
    "SeenRouteTable",
    "SeenSubnet",
    "SeenTransitGateway",
    "SeenVpc",
    "SeenZone",
    "Site",
    "SiteModel",
    "Stage",
    "StaticAddress",
    "StoreAccess",
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
    "certificate_problems",
    "customer_gateway_problems",
    "direct_connect_gateway_problems",
    "drains_first",
    "hosted_zone_problems",
    "load",
    "network_problems",
    "transit_gateway_problems",
]


def load() -> SiteModel:
    """The model of the running program's stack; raises ConfigurationError with every problem found."""
    from ._pulumi_config import read

    reading = read()
    return build(reading.values, reading.stack, reading.project, reading.encrypted)
