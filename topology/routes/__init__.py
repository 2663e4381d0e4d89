"""Where the routes of a site lead, from the platform, the active site, the peering and on-premises."""

from topology.routes.limits import route_limits
from topology.routes.routes import Routes
from topology.routes.situation import Situation
from topology.routes.target import Target, TgwRoute, VpcRoute

__all__ = [
    "Routes",
    "Situation",
    "Target",
    "TgwRoute",
    "VpcRoute",
    "route_limits",
]
