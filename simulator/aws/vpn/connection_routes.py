"""Static routes of VPN connections: two actions that moto lacks."""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError

from simulator.aws.base import BackendMixin, InvalidRoute, ResponseMixin, network
from simulator.aws.vpn.connection import VpnConnection


class VpnConnectionRouteBackend(BackendMixin):
    """CreateVpnConnectionRoute and DeleteVpnConnectionRoute."""

    def create_vpn_connection_route(self, vpn_connection_id: str, destination: str) -> None:
        connection: VpnConnection = self.get_vpn_connection(vpn_connection_id)
        # assumed: this message refuses a transit gateway's connection, too; the gateway's tables hold its routes.
        if not connection.static_routes_only or connection.transit_gateway_id:
            raise EC2ClientError(
                "InvalidVpnConnection.InvalidType", "The specified VPN connection does not support static routes."
            )
        cidr = str(network(destination))
        # assumed: a route that exists already is no error.
        if cidr not in connection.static_route_cidrs:
            connection.static_route_cidrs.append(cidr)

    def delete_vpn_connection_route(self, vpn_connection_id: str, destination: str) -> None:
        connection: VpnConnection = self.get_vpn_connection(vpn_connection_id)
        if destination not in connection.static_route_cidrs:
            raise InvalidRoute(vpn_connection_id, destination)
        connection.static_route_cidrs.remove(destination)


class VpnConnectionRouteResponse(ResponseMixin):
    """The responses of the actions."""

    def create_vpn_connection_route(self) -> ActionResult:
        self.ec2_backend.create_vpn_connection_route(
            self._get_param("VpnConnectionId"), self._get_param("DestinationCidrBlock")
        )
        return ActionResult({})

    def delete_vpn_connection_route(self) -> ActionResult:
        self.ec2_backend.delete_vpn_connection_route(
            self._get_param("VpnConnectionId"), self._get_param("DestinationCidrBlock")
        )
        return ActionResult({})
