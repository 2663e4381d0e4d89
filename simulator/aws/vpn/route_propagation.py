"""Route propagation: a VPC's route table shows the static routes of a virtual private gateway's connections.

These are two actions that moto lacks.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError

from simulator.aws.base import BackendMixin, ResponseMixin


class VpnRoutePropagationBackend(BackendMixin):
    """EnableVgwRoutePropagation and DisableVgwRoutePropagation."""

    def enable_vgw_route_propagation(self, route_table_id: str, gateway_id: str) -> None:
        table: Any = self.get_route_table(route_table_id)
        gateway = self.get_living_vpn_gateway(gateway_id)
        attachment = gateway.attachments.get(table.vpc_id)
        if attachment is None or attachment.state != "attached":
            # assumed: the message. The code is documented.
            raise EC2ClientError("Gateway.NotAttached", f"{gateway_id} is not attached to {table.vpc_id}.")
        if gateway_id not in table.propagating_gateways():
            table.propagating_gateways().append(gateway_id)

    def disable_vgw_route_propagation(self, route_table_id: str, gateway_id: str) -> None:
        table: Any = self.get_route_table(route_table_id)
        if gateway_id in table.propagating_gateways():
            table.propagating_gateways().remove(gateway_id)


class VpnRoutePropagationState:
    """Members for moto's RouteTable, which knows no propagation."""

    def propagating_gateways(self: Any) -> list[str]:
        """The ids of the gateways that propagate into this table."""
        found: list[str] = vars(self).setdefault("propagating_gateway_ids", [])
        return found

    @property
    def propagating_vgws(self: Any) -> list[dict[str, str]]:
        """The gateways in the form of EC2."""
        return [{"GatewayId": gateway_id} for gateway_id in self.propagating_gateways()]

    @property
    def routes(self: Any) -> list[Any]:
        """The routes of the table itself, then the propagated ones that none of those hides."""
        own = {route.destination_cidr_block for route in self._routes.values()}
        return [
            *self._routes.values(),
            *(item for item in _propagated(self) if item["DestinationCidrBlock"] not in own),
        ]


class VpnRoutePropagationResponse(ResponseMixin):
    """The responses of the actions."""

    def enable_vgw_route_propagation(self) -> ActionResult:
        self.ec2_backend.enable_vgw_route_propagation(self._get_param("RouteTableId"), self._get_param("GatewayId"))
        return ActionResult({})

    def disable_vgw_route_propagation(self) -> ActionResult:
        self.ec2_backend.disable_vgw_route_propagation(self._get_param("RouteTableId"), self._get_param("GatewayId"))
        return ActionResult({})


def _propagated(table: Any) -> list[dict[str, str]]:
    return [
        {
            "DestinationCidrBlock": cidr,
            "GatewayId": connection.vpn_gateway_id,
            "Origin": "EnableVgwRoutePropagation",
            "State": "active",
        }
        for connection in table.ec2_backend.living_vpn_connections()
        if connection.vpn_gateway_id in table.propagating_gateways()
        for cidr in connection.static_route_cidrs
    ]
