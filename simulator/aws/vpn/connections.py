"""VPN connections: made with the options asked for, changed in place, gone when deleted.

moto ignores every option, cannot change a connection, and shows a deleted one as if it existed.
"""

from collections.abc import Iterable
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    EC2ClientError,
    InvalidParameterCombination,
    InvalidParameterValue,
    InvalidVpnConnectionIdError,
)

from simulator.aws.base import AsnConflict, BackendMixin, Filters, ResponseMixin, select
from simulator.aws.vpn import tunnel_options
from simulator.aws.vpn.connection import VpnConnection
from simulator.aws.vpn.tunnel import VpnTunnel

_TUNNELS = 2
_READERS = {
    "customer-gateway-id": lambda item: item.customer_gateway_id,
    "option.static-routes-only": lambda item: item.static_routes_only,
    "route.destination-cidr-block": lambda item: item.static_route_cidrs,
    "state": lambda item: item.state,
    "transit-gateway-id": lambda item: item.transit_gateway_id,
    "type": lambda item: item.type,
    "vpn-connection-id": lambda item: item.id,
    "vpn-gateway-id": lambda item: item.vpn_gateway_id,
}


class VpnConnectionBackend(BackendMixin):
    """Repairs of moto's VPN connection backend."""

    def get_vpn_connection(self, vpn_connection_id: str) -> VpnConnection:
        """The living connection with this id. Raises InvalidVpnConnectionID.NotFound."""
        connection = self.vpn_connections.get(vpn_connection_id)
        if connection is None or not connection.living:
            raise InvalidVpnConnectionIdError(vpn_connection_id)
        return connection  # type: ignore[no-any-return]

    def create_vpn_connection(  # type: ignore[override]
        self,
        vpn_conn_type: str,
        customer_gateway_id: str,
        vpn_gateway_id: str | None = None,
        transit_gateway_id: str | None = None,
        tags: dict[str, str] | None = None,
        options: dict[str, Any] | None = None,
    ) -> VpnConnection:
        asked = dict(options or {})
        bgp = not asked.get("StaticRoutesOnly")
        self.check_vpn_ends(customer_gateway_id, vpn_gateway_id, transit_gateway_id, bgp)
        tunnels = self._make_tunnels(asked.pop("TunnelOptions", []), vpn_gateway_id or transit_gateway_id)
        _check_options(asked, transit_gateway_id)
        connection = VpnConnection(
            self, vpn_conn_type, customer_gateway_id, vpn_gateway_id, transit_gateway_id, asked, tunnels
        )
        connection.add_tags(tags or {})
        self.vpn_connections[connection.id] = connection
        if transit_gateway_id:
            self.create_transit_gateway_vpn_attachment(connection.id, transit_gateway_id)
        return connection

    def describe_vpn_connections(
        self, vpn_connection_ids: list[str] | None = None, filters: Filters | None = None
    ) -> list[Any]:
        for vpn_connection_id in vpn_connection_ids or []:
            if vpn_connection_id not in self.vpn_connections:
                raise InvalidVpnConnectionIdError(vpn_connection_id)
        connections = [self.vpn_connections[id_] for id_ in vpn_connection_ids or list(self.vpn_connections)]
        return select(connections, filters, _READERS, "DescribeVpnConnections")

    def delete_vpn_connection(self, vpn_connection_id: str) -> VpnConnection:  # type: ignore[override]
        connection = self.get_vpn_connection(vpn_connection_id)
        connection.state = "deleted"
        self.end_transit_gateway_vpn_attachment(vpn_connection_id)
        return connection

    def living_vpn_connections(self) -> Iterable[VpnConnection]:
        """The connections that have not been deleted."""
        return (item for item in self.vpn_connections.values() if item.living)

    def check_vpn_ends(self, customer_id: str, vpn_gateway_id: str | None, tgw_id: str | None, bgp: bool) -> None:
        """Refuse gateways that do not exist, two of them on AWS's side, and BGP between equal numbers."""
        if vpn_gateway_id and tgw_id:
            raise InvalidParameterCombination(
                "The request must not contain both parameter vpnGatewayId and transitGatewayId"
            )
        asn = self.get_living_customer_gateway(customer_id).bgp_asn
        if vpn_gateway_id and self.get_living_vpn_gateway(vpn_gateway_id).amazon_side_asn == asn and bgp:
            raise AsnConflict("virtual private gateway")
        if tgw_id and str(self.get_transit_gateway(tgw_id).options["AmazonSideAsn"]) == asn and bgp:
            raise AsnConflict("transit gateway")  # assumed: the code is that of the other kind

    def _make_tunnels(self, asked: list[dict[str, Any]], gateway_id: str | None) -> list[VpnTunnel]:
        if len(asked) > _TUNNELS:
            raise InvalidParameterValue(f"A VPN connection has {_TUNNELS} tunnels, not {len(asked)}.")
        others, tunnels = self.vpn_tunnels_of(gateway_id), list[VpnTunnel]()
        addresses = {tunnel.outside_ip_address for item in self.living_vpn_connections() for tunnel in item.tunnels}
        taken = {tunnel.inside_cidr for tunnel in others} | {options.get("TunnelInsideCidr", "") for options in asked}
        for options in [*asked, *[{}] * (_TUNNELS - len(asked))]:
            inside = {"TunnelInsideCidr": tunnel_options.random_inside_cidr(taken)}
            tunnels.append(VpnTunnel.make({**inside, **options}, [*others, *tunnels], addresses))
            addresses.add(tunnels[-1].outside_ip_address)
            taken.add(tunnels[-1].inside_cidr)
        return tunnels

    def vpn_tunnels_of(self, gateway_id: str | None) -> list[VpnTunnel]:
        """Every tunnel that ends at a gateway."""
        connections = [item for item in self.living_vpn_connections() if item.gateway_id == gateway_id]
        return [tunnel for connection in connections for tunnel in connection.tunnels]


class VpnConnectionResponse(ResponseMixin):
    """Repairs of moto's VPN connection responses."""

    def create_vpn_connection(self) -> ActionResult:
        connection = self.ec2_backend.create_vpn_connection(
            self._get_param("Type"),
            self._get_param("CustomerGatewayId"),
            vpn_gateway_id=self._get_param("VpnGatewayId"),
            transit_gateway_id=self._get_param("TransitGatewayId"),
            tags=self._parse_tag_specification().get("vpn-connection", {}),
            options=self._get_param("Options", {}),
        )
        return ActionResult({"VpnConnection": connection})

    def delete_vpn_connection(self) -> ActionResult:
        self.ec2_backend.delete_vpn_connection(self._get_param("VpnConnectionId"))
        return ActionResult({})


def _check_options(asked: dict[str, Any], transit_gateway_id: str | None) -> None:
    if asked.get("TunnelInsideIpVersion", "ipv4") != "ipv4":
        # What EC2 says where there are no IPv6 inside tunnels. This simulator has none.
        raise EC2ClientError(
            "UnsupportedOperation", "The tunnel inside ip version parameter is not currently supported in this region"
        )
    if asked.get("EnableAcceleration") and not transit_gateway_id:
        # assumed: the message. It is documented that only a transit gateway's connection can be accelerated.
        raise InvalidParameterCombination("Acceleration is only supported for VPN connections on a transit gateway")
