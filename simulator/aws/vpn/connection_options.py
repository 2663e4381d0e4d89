"""Changes of a VPN connection in place: three actions that moto lacks."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidParameterValue

from simulator.aws.base import BackendMixin, ResponseMixin
from simulator.aws.vpn import tunnel_options
from simulator.aws.vpn.connection import VpnConnection

_CIDRS = ("LocalIpv4NetworkCidr", "RemoteIpv4NetworkCidr")


class VpnConnectionOptionsBackend(BackendMixin):
    """ModifyVpnConnection, ModifyVpnConnectionOptions and ModifyVpnTunnelOptions."""

    def modify_vpn_connection(
        self,
        vpn_connection_id: str,
        customer_gateway_id: str | None,
        vpn_gateway_id: str | None,
        transit_gateway_id: str | None,
    ) -> VpnConnection:
        """Move a connection to another gateway on either side. Its tunnels stay as they are."""
        connection: VpnConnection = self.get_vpn_connection(vpn_connection_id)
        moved = bool(vpn_gateway_id or transit_gateway_id)
        customer_gateway_id = customer_gateway_id or connection.customer_gateway_id
        if not moved:
            vpn_gateway_id, transit_gateway_id = connection.vpn_gateway_id, connection.transit_gateway_id
        bgp = not connection.static_routes_only
        self.check_vpn_ends(customer_gateway_id, vpn_gateway_id, transit_gateway_id, bgp)
        connection.customer_gateway_id = customer_gateway_id
        connection.vpn_gateway_id, connection.transit_gateway_id = vpn_gateway_id, transit_gateway_id
        if moved:
            self.end_transit_gateway_vpn_attachment(connection.id)
            if transit_gateway_id:
                self.create_transit_gateway_vpn_attachment(connection.id, transit_gateway_id)
        return connection

    def modify_vpn_connection_options(self, vpn_connection_id: str, options: dict[str, Any]) -> VpnConnection:
        connection: VpnConnection = self.get_vpn_connection(vpn_connection_id)
        connection.connection_options.update(options)
        return connection

    def modify_vpn_tunnel_options(
        self, vpn_connection_id: str, outside_ip_address: str, options: dict[str, Any]
    ) -> VpnConnection:
        connection: VpnConnection = self.get_vpn_connection(vpn_connection_id)
        tunnel = next((item for item in connection.tunnels if item.outside_ip_address == outside_ip_address), None)
        if tunnel is None:
            # assumed: the message.
            raise InvalidParameterValue(f"{vpn_connection_id} has no tunnel with outside IP {outside_ip_address}.")
        others = [item for item in self.vpn_tunnels_of(connection.gateway_id) if item is not tunnel]
        tunnel.change(tunnel_options.parse(options), others)
        return connection


class VpnConnectionOptionsResponse(ResponseMixin):
    """The responses of the actions."""

    def modify_vpn_connection(self) -> ActionResult:
        connection = self.ec2_backend.modify_vpn_connection(
            self._get_param("VpnConnectionId"),
            self._get_param("CustomerGatewayId"),
            self._get_param("VpnGatewayId"),
            self._get_param("TransitGatewayId"),
        )
        return ActionResult({"VpnConnection": connection})

    def modify_vpn_connection_options(self) -> ActionResult:
        options = {name: self._get_param(name) for name in _CIDRS if self._get_param(name)}
        connection = self.ec2_backend.modify_vpn_connection_options(self._get_param("VpnConnectionId"), options)
        return ActionResult({"VpnConnection": connection})

    def modify_vpn_tunnel_options(self) -> ActionResult:
        connection = self.ec2_backend.modify_vpn_tunnel_options(
            self._get_param("VpnConnectionId"),
            self._get_param("VpnTunnelOutsideIpAddress"),
            self._get_param("TunnelOptions", {}),
        )
        return ActionResult({"VpnConnection": connection})
