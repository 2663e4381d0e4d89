"""VPCs, repaired: subnets, route tables, routes, NAT gateways, peering and managed prefix lists."""

from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import Route
from moto.ec2.responses import EC2Response

from simulator.aws.base import Repairs
from simulator.aws.vpc import (
    managed_prefix_lists,
    nat_gateways,
    nc2_routes,
    peering,
    route_tables,
    routes,
    subnets,
    vpcs,
)

__all__ = ["GRAFTS", "REPAIRS"]

_BACKENDS = (
    managed_prefix_lists.ManagedPrefixListBackend,
    nc2_routes.Nc2RouteBackend,
    routes.VpcRouteBackend,
    peering.VpcPeeringBackend,
    subnets.SubnetBackend,
    nat_gateways.NatGatewayBackend,
    vpcs.VpcBackend,
    route_tables.RouteTableBackend,
)
_RESPONSES = (managed_prefix_lists.ManagedPrefixListResponse, nc2_routes.Nc2RouteResponse)
REPAIRS: Repairs = ((EC2Backend, _BACKENDS), (EC2Response, _RESPONSES))
GRAFTS = ((Route, routes.VpcRouteState),)
