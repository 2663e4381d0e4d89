"""Where the routes of a site lead, from the platform, the active site, the peering and on-premises."""

from topology.routes.effective import Shadow, effective_route, shadows, taken
from topology.routes.held_route import HeldRoute
from topology.routes.led_elsewhere import led_elsewhere, shadow_sentences, taken_sentences, with_addresses
from topology.routes.limits import route_limits
from topology.routes.routes import Routes
from topology.routes.situation import Situation
from topology.routes.target import Target, TgwRoute, VpcRoute

__all__ = [
    "HeldRoute",
    "Routes",
    "Shadow",
    "Situation",
    "Target",
    "TgwRoute",
    "VpcRoute",
    "effective_route",
    "led_elsewhere",
    "route_limits",
    "shadow_sentences",
    "shadows",
    "taken",
    "taken_sentences",
    "with_addresses",
]
