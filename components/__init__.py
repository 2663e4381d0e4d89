"""The site's building blocks, one ComponentResource a file. Providers come from the caller through `opts`."""

from components._model import load_model
from components._names import Names
from components.captured import Captured
from components.migration import Migration
from components.migration_source import MigrationSource
from components.network import Network
from components.overlay import Overlay
from components.peering import peer
from components.protection import Protection
from components.recovery import failover
from components.routes import TransitGatewayRoutes, VpcRoutes
from components.site_outputs import SiteOutputs, publish, show
from components.transit_gateway import TransitGateway

__all__ = [
    "Captured",
    "Migration",
    "MigrationSource",
    "Names",
    "Network",
    "Overlay",
    "Protection",
    "SiteOutputs",
    "TransitGateway",
    "TransitGatewayRoutes",
    "VpcRoutes",
    "failover",
    "load_model",
    "peer",
    "publish",
    "show",
]
