"""The parts of a site's stack, one Pulumi component per file. `__main__.py` puts them together."""

from components.account import Account
from components.cluster import ClusterAccessGroups, PrismCentral
from components.destroy_guard import guard
from components.estimate import show_estimate
from components.existing import Arrival, Existing, refuse_names_of_others
from components.gateway import Peering, TransitGateway, TransitGatewayRoutes, VpcRoutes, WorkloadRoutes
from components.ingress import Ingress
from components.migration import Ec2Vpc, Migration
from components.network import Network
from components.on_premises import OnPremisesConnection
from components.overlay import Overlay
from components.protection import Protection
from components.published import Published, publish, show
from components.recovery import NodesAndStoreTiers, Recovery, Word
from components.stack import Stack
from components.tags import Tags

__all__ = [
    "Account",
    "Arrival",
    "ClusterAccessGroups",
    "Ec2Vpc",
    "Existing",
    "Ingress",
    "Migration",
    "Network",
    "NodesAndStoreTiers",
    "OnPremisesConnection",
    "Overlay",
    "Peering",
    "PrismCentral",
    "Protection",
    "Published",
    "Recovery",
    "Stack",
    "Tags",
    "TransitGateway",
    "TransitGatewayRoutes",
    "VpcRoutes",
    "Word",
    "WorkloadRoutes",
    "guard",
    "publish",
    "refuse_names_of_others",
    "show",
    "show_estimate",
]
