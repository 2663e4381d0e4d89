"""Configuration into a frozen, validated site model. Pure: only `load` looks at Pulumi."""

from topology.choices import (
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
    RiskKind,
    RouteTable,
    StoreAccess,
    Target,
    Tier,
    VpnRouting,
)
from topology.errors import ConfigurationError, Problem
from topology.existing.existing import (
    Existing,
    SeenAttachment,
    SeenNetwork,
    SeenRoute,
    SeenRouteTable,
    SeenSubnet,
    SeenTransitGateway,
    SeenVpc,
)
from topology.existing.on_premises import (
    SeenCustomerGateway,
    SeenDirectConnectGateway,
    customer_gateway_problems,
    direct_connect_gateway_problems,
)
from topology.existing.problems import network_problems, transit_gateway_problems
from topology.ingress.dns import Dns, SeenCertificate, SeenZone, certificate_problems, hosted_zone_problems
from topology.ingress.firewall import MANAGED_RULES, Firewall
from topology.ingress.load_balancer import AccessLogs, HealthCheck, LoadBalancer, drains_first
from topology.migration import Migration
from topology.model import SiteModel, build
from topology.network.ec2_vpc import Ec2Vpc
from topology.network.flow_logs import FlowLogs
from topology.network.overlay import ExternalSubnet, Overlay, OverlaySubnet, StaticAddress
from topology.on_premises.connection import (
    DirectConnect,
    ExistingDirectConnectGateway,
    OnPremises,
    TransitInterface,
    TunnelOptions,
    Vpn,
)
from topology.protection.category import Category, Retention, Stage
from topology.protection.flip import AcceptedRisks, FlipOptions
from topology.protection.protection import Protection
from topology.protection.recovery_point_store import RecoveryPointStore
from topology.protection.tier import ProtectionTier
from topology.routes import Routes, TgwRoute, VpcRoute
from topology.site import Site, SubnetPlan

__all__ = [
    "MANAGED_RULES",
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
    "RiskKind",
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
    from topology.pulumi_config import read

    reading = read()
    return build(reading.values, reading.stack, reading.project, reading.encrypted)
