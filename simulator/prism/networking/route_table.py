"""Route table: one per VPC, made and deleted with it. GET /api/networking/v4.N/config/route-tables."""

from __future__ import annotations

from simulator.prism.model import Noun, fields


class RouteTable(Noun):
    """Read only."""

    kind = "route_table"
    namespace = "networking"
    path = "config/route-tables"
    object_type = "networking.v4.config.RouteTable"
    rel = "networking:config:route-table"
    verbs = frozenset({"list", "get"})
    query = Noun.query - {"$select"}
    fields = fields("vpcReference externalRoutingDomainReference metadata projectExtId")
