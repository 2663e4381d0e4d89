"""The site's building blocks, one ComponentResource a file. Providers come from the caller through `opts`."""

from components._model import load_model
from components._names import Names
from components.central import Central, published
from components.estimate import show_estimate
from components.existing import find_existing
from components.front import Front
from components.migration import Migration, cut_over
from components.migration_source import MigrationSource
from components.network import Network
from components.on_demand import on_demand
from components.on_premises import OnPremisesConnection
from components.overlay import Overlay
from components.peering import peer
from components.protection import Protection
from components.recovery import failover, last_word, told_of
from components.region import in_region
from components.restored_first import restored_first
from components.routes import TransitGatewayRoutes, VpcRoutes, WorkloadRoutes
from components.site_outputs import SiteOutputs, publish, show
from components.transit_gateway import TransitGateway

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
