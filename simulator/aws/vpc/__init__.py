"""VPCs, repaired: subnets, routes, NAT gateways, peering and managed prefix lists."""

from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import Route
from moto.ec2.responses import EC2Response

from simulator.aws.base import Repairs
from simulator.aws.vpc import managed_prefix_lists, nat_gateways, peering, routes, subnets, vpcs

__all__ = ["GRAFTS", "REPAIRS"]

_BACKENDS = (
    managed_prefix_lists.ManagedPrefixListBackend,
    routes.VpcRouteBackend,
    peering.VpcPeeringBackend,
    subnets.SubnetBackend,
    nat_gateways.NatGatewayBackend,
    vpcs.VpcBackend,
)
REPAIRS: Repairs = ((EC2Backend, _BACKENDS), (EC2Response, (managed_prefix_lists.ManagedPrefixListResponse,)))
GRAFTS = ((Route, routes.VpcRouteState),)
