"""A site's transit gateway, the peering with the other site, and the static routes."""

from components.gateway.peering import Peering
from components.gateway.route_targets import RouteTarget, RouteTargets
from components.gateway.routes import TransitGatewayRoutes, VpcRoutes
from components.gateway.transit_gateway import TransitGateway
from components.gateway.workload_routes import WorkloadRoutes

__all__ = [
    "Peering",
    "RouteTarget",
    "RouteTargets",
    "TransitGateway",
    "TransitGatewayRoutes",
    "VpcRoutes",
    "WorkloadRoutes",
]
