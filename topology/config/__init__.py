"""The configuration's schema, a section a file. They never leave `topology`: others see the frozen site model."""

from topology.config.accepted_changes import AcceptedChangesConfig
from topology.config.accepted_risks import AcceptedRisksConfig
from topology.config.compute import ComputeConfig
from topology.config.dns import DnsConfig
from topology.config.ec2_vpc import Ec2VpcConfig, ExistingEc2VpcConfig
from topology.config.existing import ExistingConfig
from topology.config.firewall import FirewallConfig
from topology.config.flow_logs import FlowLogsConfig
from topology.config.load_balancer import AccessLogsConfig, HealthCheckConfig, LoadBalancerConfig
from topology.config.migration import MigrationConfig
from topology.config.on_premises import DirectConnectConfig, OnPremisesConfig, SiteOnPremisesConfig, VpnConfig
from topology.config.overlay import ExternalSubnetConfig, OverlayConfig, OverlaySubnetConfig, StaticAddressConfig
from topology.config.protection import CategoryConfig, ProtectionConfig, StageConfig, TierConfig
from topology.config.reading import read_section
from topology.config.recovery_point_store import RecoveryPointStoreConfig
from topology.config.section import Section
from topology.config.settings import Settings
from topology.config.site import SiteConfig

__all__ = [
    "AcceptedChangesConfig",
    "AcceptedRisksConfig",
    "AccessLogsConfig",
    "CategoryConfig",
    "ComputeConfig",
    "DirectConnectConfig",
    "DnsConfig",
    "Ec2VpcConfig",
    "ExistingConfig",
    "ExistingEc2VpcConfig",
    "ExternalSubnetConfig",
    "FirewallConfig",
    "FlowLogsConfig",
    "HealthCheckConfig",
    "LoadBalancerConfig",
    "MigrationConfig",
    "OnPremisesConfig",
    "OverlayConfig",
    "OverlaySubnetConfig",
    "ProtectionConfig",
    "RecoveryPointStoreConfig",
    "Section",
    "Settings",
    "SiteConfig",
    "SiteOnPremisesConfig",
    "StageConfig",
    "StaticAddressConfig",
    "TierConfig",
    "VpnConfig",
    "read_section",
]
