"""Static routes of a VPC. API: ``networking/v4.x/config/route-tables/{routeTableExtId}/routes``."""

from __future__ import annotations

from prism.address import IpSubnet
from prism.collection import Collection
from prism.model import Entity, Model


class Nexthop(Model):
    """With ``nexthop_type`` EXTERNAL_SUBNET, ``nexthop_reference`` is that subnet's id."""

    nexthop_type: str
    nexthop_reference: str | None = None


class Route(Entity):
    """``route_type`` is STATIC for routes that people create."""

    name: str | None = None
    description: str | None = None
    destination: IpSubnet | None = None
    # v4.4 adds a list, nexthops, and deprecates this field, which every v4 has.
    nexthop: Nexthop | None = None
    route_type: str | None = None
    vpc_reference: str | None = None
    route_table_reference: str | None = None


class Routes(Collection[Route]):
    """``Routes(central, route_table_id)``: the routes of one route table."""

    namespace, path, kind = "networking", "config/route-tables/{}/routes", "route"
    rel = "networking:config:route"
    model = Route
