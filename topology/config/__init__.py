"""The configuration's schema, a section a file. They never leave `topology`: others see the frozen site model."""

from .ec2_vpc import Ec2VpcConfig
from .migration import MigrationConfig
from .overlay import ExternalSubnetConfig, OverlayConfig, OverlaySubnetConfig, StaticAddressConfig
from .protection import CategoryConfig, ProtectionConfig, StageConfig
from .section import Section
from .settings import Settings
from .site import SiteConfig

__all__ = [
    "CategoryConfig",
    "Ec2VpcConfig",
    "ExternalSubnetConfig",
    "MigrationConfig",
    "OverlayConfig",
    "OverlaySubnetConfig",
    "ProtectionConfig",
    "Section",
    "Settings",
    "SiteConfig",
    "StageConfig",
    "StaticAddressConfig",
]
