"""The configuration's schema, a section a file. They never leave `topology`: others see the frozen site model."""

from .accepted_risks import AcceptedRisksConfig
from .compute import ComputeConfig
from .dns import DnsConfig
from .ec2_vpc import Ec2VpcConfig
from .existing import ExistingConfig
from .firewall import FirewallConfig
from .flow_logs import FlowLogsConfig
from .load_balancer import AccessLogsConfig, HealthCheckConfig, LoadBalancerConfig
from .migration import MigrationConfig
from .on_premises import DirectConnectConfig, OnPremisesConfig, SiteOnPremisesConfig, VpnConfig
from .overlay import ExternalSubnetConfig, OverlayConfig, OverlaySubnetConfig, StaticAddressConfig
from .protection import CategoryConfig, ProtectionConfig, StageConfig, TierConfig
from .recovery_point_store import RecoveryPointStoreConfig
from .section import Section
from .settings import Settings
from .site import SiteConfig

__all__ = [
    "AcceptedRisksConfig",
    "AccessLogsConfig",
    "CategoryConfig",
    "ComputeConfig",
    "DirectConnectConfig",
    "DnsConfig",
    "Ec2VpcConfig",
    "ExistingConfig",
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
]
