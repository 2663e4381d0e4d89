"""BGP session of a network gateway. GET /api/networking/v4.N/config/bgp-sessions."""

from __future__ import annotations

from simulator._noun import Noun, fields
from simulator._query import PAGED


class BgpSession(Noun):
    """Read only and empty: the overlay's routes are exchanged by nothing here."""

    kind = "bgp_session"
    namespace = "networking"
    path = "config/bgp-sessions"
    object_type = "networking.v4.config.BgpSession"
    verbs = frozenset({"list", "get"})
    query = PAGED | {"$filter", "$orderby"}
    fields = fields("name description localGatewayReference remoteGatewayReference dynamicRoutePriority status")
