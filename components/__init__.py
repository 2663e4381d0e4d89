"""The site's building blocks, one ComponentResource a file. Providers come from the caller through `opts`."""

from components.estimate import show_estimate
from components.existing.existing import find_existing
from components.gateway.peering import peer
from components.gateway.routes import TransitGatewayRoutes, VpcRoutes, WorkloadRoutes
from components.gateway.transit_gateway import TransitGateway
from components.ingress.front import Front
from components.migration.migration import Migration, cut_over
from components.migration.source import MigrationSource
from components.model import load_model
from components.names import Names
from components.network.network import Network
from components.on_premises.connection import OnPremisesConnection
from components.overlay.central import Central, published
from components.overlay.overlay import Overlay
from components.protection.protection import Protection
from components.recovery.failover import failover, last_word, told_of
from components.recovery.on_demand import on_demand
from components.recovery.restored_first import restored_first
from components.region import in_region
from components.site_outputs import SiteOutputs, publish, show

__all__ = [
    "Central",
    "Front",
    "Migration",
    "MigrationSource",
    "Names",
    "Network",
    "OnPremisesConnection",
    "Overlay",
    "Protection",
    "SiteOutputs",
    "TransitGateway",
    "TransitGatewayRoutes",
    "VpcRoutes",
    "WorkloadRoutes",
    "cut_over",
    "failover",
    "find_existing",
    "in_region",
    "last_word",
    "load_model",
    "on_demand",
    "peer",
    "publish",
    "published",
    "restored_first",
    "show",
    "show_estimate",
    "told_of",
]
