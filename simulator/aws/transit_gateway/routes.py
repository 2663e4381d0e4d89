"""Transit gateway routes: static ones keep their attachment, propagated ones are derived.

moto stores the attachment of a static route where a list belongs, so clients read every route as a blackhole. It knows
no propagated routes, replaces a static route silently, and never turns one into a blackhole.
"""

from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidParameterValueError, RouteAlreadyExistsError
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTable

from simulator.aws.base import (
    SURROUNDINGS,
    BackendMixin,
    Filters,
    IncorrectState,
    InvalidRoute,
    InvalidTransitGatewayAttachmentID,
    ResponseMixin,
    network,
)
from simulator.aws.transit_gateway.route import TransitGatewayRoute, search

_FEWEST_ROUTES, _MOST_ROUTES = 5, 1000
"""Of one answer of SearchTransitGatewayRoutes: its API reference, MaxResults, whose default is the most.

It has got a token for the next ones lately, which older clients do not know. None is given here.
"""


class TransitGatewayRouteBackend(BackendMixin):
    """Repairs of the route half of moto's route table backend."""

    def get_route_attachment(
        self, table: TransitGatewayRouteTable, attachment_id: str | None, blackhole: bool
    ) -> Any | None:
        """The attachment that a route of this table may lead to; None for a blackhole. Raises an error of EC2."""
        if blackhole or attachment_id is None:
            return None
        attachment = self.get_transit_gateway_attachment(attachment_id)
        if table.transit_gateway_id not in attachment.gateway_ids or attachment.state == "deleted":
            raise InvalidTransitGatewayAttachmentID(attachment_id)
        if attachment.state != "available":
            raise IncorrectState(f"{attachment_id} is in invalid state")
        return attachment

    def create_transit_gateway_route(
        self,
        transit_gateway_route_table_id: str,
        destination_cidr_block: str,
        transit_gateway_attachment_id: str | None = None,
        blackhole: bool = False,
    ) -> dict[str, Any]:
        table = self.get_transit_gateway_route_table(transit_gateway_route_table_id)
        if str(network(destination_cidr_block)) in table.routes:
            raise RouteAlreadyExistsError(destination_cidr_block)
        return self._put_static_route(table, destination_cidr_block, transit_gateway_attachment_id, blackhole)

    def replace_transit_gateway_route(
        self,
        transit_gateway_route_table_id: str,
        destination_cidr_block: str,
        transit_gateway_attachment_id: str | None = None,
        blackhole: bool = False,
    ) -> dict[str, Any]:
        """Point an existing static route elsewhere without an interruption (an action that moto lacks)."""
        table = self.get_transit_gateway_route_table(transit_gateway_route_table_id)
        if str(network(destination_cidr_block)) not in table.routes:
            raise InvalidRoute(transit_gateway_route_table_id, destination_cidr_block)
        return self._put_static_route(table, destination_cidr_block, transit_gateway_attachment_id, blackhole)

    def delete_transit_gateway_route(
        self, transit_gateway_route_table_id: str, destination_cidr_block: str
    ) -> dict[str, Any]:
        table = self.get_transit_gateway_route_table(transit_gateway_route_table_id)
        route = table.routes.pop(str(network(destination_cidr_block)), None)
        if route is None:
            raise InvalidRoute(transit_gateway_route_table_id, destination_cidr_block)
        return {**route.to_dict(), "State": "deleted"}

    def search_transit_gateway_routes(
        self, transit_gateway_route_table_id: str, filters: Filters, max_results: int | None = None
    ) -> list[dict[str, Any]]:
        """The routes of the table that every filter accepts. A static route hides a propagated one."""
        table = self.get_transit_gateway_route_table(transit_gateway_route_table_id)
        routes: dict[Any, TransitGatewayRoute] = {}
        for route in self._all_routes(table):
            routes.setdefault(route.destination, route)
        return [route.to_dict() for route in search(list(routes.values()), filters)]

    def _all_routes(self, table: TransitGatewayRouteTable) -> Iterator[TransitGatewayRoute]:
        """In order of preference: static routes, prefix list references, propagated routes."""
        yield from table.routes.values()  # type: ignore[misc]
        yield from self.prefix_list_routes(table)
        for propagation in table.route_table_propagation:
            attachment = self.transit_gateway_attachments[propagation.transitGatewayAttachmentId]
            for cidr in self._propagated_cidrs(attachment):
                yield TransitGatewayRoute(network(cidr), attachment, "propagated")

    def _propagated_cidrs(self, attachment: Any) -> list[str]:
        """The blocks of a VPC, or what the surroundings announce by BGP over a VPN or Direct Connect."""
        if attachment.resource_type == "vpc":
            vpc = self.get_vpc(attachment.resource_id)
            blocks = [block for ipv6 in (False, True) for block in vpc.get_cidr_block_association_set(ipv6=ipv6)]
            return [block["cidr_block"] for block in blocks]
        if attachment.resource_type == "vpn" and not self.get_vpn_connection(attachment.resource_id).carries_bgp:
            return []
        return SURROUNDINGS.announcements.get(attachment.resource_id, [])

    def _put_static_route(
        self, table: TransitGatewayRouteTable, cidr: str, attachment_id: str | None, blackhole: bool
    ) -> dict[str, Any]:
        route = TransitGatewayRoute(network(cidr), self.get_route_attachment(table, attachment_id, blackhole), "static")
        table.routes[str(route.destination)] = route  # type: ignore[assignment]
        return route.to_dict()


class TransitGatewayRouteResponse(ResponseMixin):
    """Repairs of moto's route responses."""

    def replace_transit_gateway_route(self) -> ActionResult:
        route = self.ec2_backend.replace_transit_gateway_route(
            transit_gateway_route_table_id=self._get_param("TransitGatewayRouteTableId"),
            destination_cidr_block=self._get_param("DestinationCidrBlock"),
            transit_gateway_attachment_id=self._get_param("TransitGatewayAttachmentId"),
            blackhole=str(self._get_param("Blackhole")).lower() == "true",
        )
        return ActionResult({"Route": route})

    def search_transit_gateway_routes(self) -> ActionResult:
        routes = self.ec2_backend.search_transit_gateway_routes(
            transit_gateway_route_table_id=self._get_param("TransitGatewayRouteTableId"),
            filters=self._filters_from_querystring(),
        )
        limit = int(self._get_param("MaxResults") or _MOST_ROUTES)
        if not _FEWEST_ROUTES <= limit <= _MOST_ROUTES:
            raise InvalidParameterValueError(f"({limit}), not from {_FEWEST_ROUTES} to {_MOST_ROUTES},")
        return ActionResult({"Routes": routes[:limit], "AdditionalRoutesAvailable": len(routes) > limit})
