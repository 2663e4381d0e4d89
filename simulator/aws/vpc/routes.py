"""VPC routes to a transit gateway: only from an attached VPC, and a blackhole once their target is gone.

moto accepts a route to any transit gateway, even one that does not exist, and shows every route as active. So a
deployment that does not wait for its attachment works there and fails on AWS.
"""

from typing import Any

from moto.ec2.exceptions import InvalidTransitGatewayID
from moto.ec2.models.route_tables import Route

from simulator.aws.base import BackendMixin


class VpcRouteBackend(BackendMixin):
    """Repairs of moto's route backend."""

    def create_route(self, route_table_id: str, *args: Any, **kwargs: Any) -> Route:
        self._check_transit_gateway_attached(route_table_id, kwargs.get("transit_gateway_id"))
        return super().create_route(route_table_id, *args, **kwargs)

    def replace_route(  # type: ignore[override]
        self,
        route_table_id: str,
        destination_cidr_block: str,
        destination_ipv6_cidr_block: str | None = None,
        destination_prefix_list_id: str | None = None,
        nat_gateway_id: str | None = None,
        egress_only_igw_id: str | None = None,
        transit_gateway_id: str | None = None,
        **kwargs: Any,
    ) -> Route:
        self._check_transit_gateway_attached(route_table_id, transit_gateway_id)
        return super().replace_route(
            route_table_id,
            destination_cidr_block,
            destination_ipv6_cidr_block,
            destination_prefix_list_id,
            nat_gateway_id,
            egress_only_igw_id,
            transit_gateway_id,
            **kwargs,
        )

    def _check_transit_gateway_attached(self, route_table_id: str, transit_gateway_id: str | None) -> None:
        if not transit_gateway_id:
            return
        vpc_id = self.get_route_table(route_table_id).vpc_id
        if not self.get_vpc_attachment_to(transit_gateway_id, vpc_id):
            raise InvalidTransitGatewayID(transit_gateway_id)


class VpcRouteState:
    """Members for moto's Route, which is always `active`."""

    @property
    def state(self: Any) -> str:
        """`blackhole` when the target no longer carries traffic."""
        return "active" if _carries(self) else "blackhole"


def _carries(route: Any) -> bool:
    backend, vpc_id = route.route_table.ec2_backend, route.route_table.vpc_id
    if route.transit_gateway:
        return backend.get_vpc_attachment_to(route.transit_gateway.id, vpc_id) is not None
    if route.nat_gateway:
        return bool(route.nat_gateway.state == "available")
    if route.vpc_pcx:
        return bool(route.vpc_pcx.status["Code"] == "active")
    return True
