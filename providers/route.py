"""A static route of a VPC to an external subnet, such as its default route."""

from __future__ import annotations

from typing import Any

import pulumi

from prism import Collection, IpSubnet, PrismCentral
from prism.networking import Nexthop, Routes, RouteTables
from prism.networking import Route as PrismRoute
from providers.base import Cidr, Inputs, PrismProvider, describe, signatures


class RouteInputs(Inputs):
    """``destination`` is a prefix in CIDR notation."""

    vpc_id: str
    destination: Cidr
    external_subnet_id: str


class RouteProvider(PrismProvider[RouteInputs, PrismRoute]):
    """A static route. Another VPC or another destination replaces the route.

    assumed: the next hop of a route can be changed, and its destination cannot.
    """

    inputs = RouteInputs
    replace_on = ("vpc_id", "destination")

    def collection(self, client: PrismCentral, inputs: RouteInputs) -> Collection[PrismRoute]:
        return Routes(client, RouteTables(client).of_vpc(inputs.vpc_id).id)

    def same_thing(self, found: PrismRoute, inputs: RouteInputs) -> bool:
        return found.route_type in (None, "STATIC") and str(found.destination) == inputs.destination

    def desired(self, inputs: RouteInputs) -> PrismRoute:
        return PrismRoute(
            name=inputs.destination.replace("/", "-"),
            description=describe(inputs.owner),
            destination=IpSubnet.of(inputs.destination),
            nexthop=Nexthop(nexthop_type="EXTERNAL_SUBNET", nexthop_reference=inputs.external_subnet_id),
            route_type="STATIC",
            vpc_reference=inputs.vpc_id,
        )

    def observe(self, client: PrismCentral, found: PrismRoute, inputs: RouteInputs) -> dict[str, Any]:
        return {
            "destination": str(found.destination),
            "external_subnet_id": (found.nexthop and found.nexthop.nexthop_reference) or "",
        }


class Route(signatures.Route, module="prism", name="Route", provider=RouteProvider):
    """Sends traffic of the VPC to ``destination`` through the external subnet."""

    @property
    def route_id(self) -> pulumi.Output[str]:
        """The route's ``extId``."""
        return self.id
