"""The configuration's schema, a section a file. They never leave `topology`: others see the frozen site model."""

from .accepted_risks import AcceptedRisksConfig
from .ec2_vpc import Ec2VpcConfig
from .existing import ExistingConfig
from .flow_logs import FlowLogsConfig
from .on_premises import DirectConnectConfig, OnPremisesConfig, SiteOnPremisesConfig, VpnConfig
from .overlay import ExternalSubnetConfig, OverlayConfig, OverlaySubnetConfig, StaticAddressConfig
from .protection import CategoryConfig, ProtectionConfig, StageConfig
from .section import Section
from .settings import Settings
from .site import SiteConfig

__all__ = [
    "AcceptedRisksConfig",
    "CategoryConfig",
    "DirectConnectConfig",
    "Ec2VpcConfig",
    "ExistingConfig",
    "ExternalSubnetConfig",
    "FlowLogsConfig",
    "OnPremisesConfig",
    "OverlayConfig",
    "OverlaySubnetConfig",
    "ProtectionConfig",
    "Section",
    "Settings",
    "SiteConfig",
    "SiteOnPremisesConfig",
    "StageConfig",
    "StaticAddressConfig",
    "VpnConfig",
]
