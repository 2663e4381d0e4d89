"""Site-to-site VPN, repaired: customer gateways, VPN gateways, connections with their tunnels, and routes."""

from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import RouteTable
from moto.ec2.responses import EC2Response

from simulator.aws.base import Repairs
from simulator.aws.vpn import (
    connection_options,
    connection_routes,
    connections,
    customer_gateways,
    gateways,
    route_propagation,
)

__all__ = ["GRAFTS", "REPAIRS"]

_BACKENDS = (
    customer_gateways.CustomerGatewayBackend,
    gateways.VpnGatewayBackend,
    connections.VpnConnectionBackend,
    connection_options.VpnConnectionOptionsBackend,
    connection_routes.VpnConnectionRouteBackend,
    route_propagation.VpnRoutePropagationBackend,
)
_RESPONSES = (
    customer_gateways.CustomerGatewayResponse,
    connections.VpnConnectionResponse,
    connection_options.VpnConnectionOptionsResponse,
    connection_routes.VpnConnectionRouteResponse,
    route_propagation.VpnRoutePropagationResponse,
)
REPAIRS: Repairs = ((EC2Backend, _BACKENDS), (EC2Response, _RESPONSES))
GRAFTS = ((RouteTable, route_propagation.VpnRoutePropagationState),)
