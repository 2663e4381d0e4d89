"""Where the routes of a site lead, from the platform, the active site, the peering and on-premises."""

from topology.routes.effective import Shadow, effective_route, inside, shadows, taken
from topology.routes.held_route import HeldRoute
from topology.routes.led_elsewhere import (
    foreign_sentences,
    led_elsewhere,
    shadow_sentences,
    taken_sentences,
    with_addresses,
)
from topology.routes.limits import route_limits
from topology.routes.routes import Routes
from topology.routes.situation import Situation
from topology.routes.target import Target, TgwRoute, VpcRoute
from topology.routes.vpc_table import leads_to_node, led_off

__all__ = [
    "HeldRoute",
    "Routes",
    "Shadow",
    "Situation",
    "Target",
    "TgwRoute",
    "VpcRoute",
    "effective_route",
    "foreign_sentences",
    "inside",
    "leads_to_node",
    "led_elsewhere",
    "led_off",
    "route_limits",
    "shadow_sentences",
    "shadows",
    "taken",
    "taken_sentences",
    "with_addresses",
]
