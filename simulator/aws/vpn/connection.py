"""VPN connections, one by one: two tunnels between a customer gateway and a gateway on AWS's side."""

from typing import Any

from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.utils import random_vpn_connection_id

from simulator.aws.vpn import device_configuration
from simulator.aws.vpn.tunnel import VpnTunnel

_ANYWHERE = "0.0.0.0/0"
_ASN_WITHOUT_GATEWAY = "64512"  # assumed: a connection that no gateway holds yet shows AWS's default
_DEFAULT_OPTIONS = {
    "EnableAcceleration": False,
    "StaticRoutesOnly": False,
    "LocalIpv4NetworkCidr": _ANYWHERE,
    "RemoteIpv4NetworkCidr": _ANYWHERE,
    "OutsideIpAddressType": "PublicIpv4",
    "TunnelInsideIpVersion": "ipv4",
}


class VpnConnection(TaggedEC2Resource):
    """A connection with the options asked for. moto's own class ignores them."""

    category = "VPN"

    def __init__(
        self,
        ec2_backend: Any,
        vpn_connection_type: str,
        customer_gateway_id: str,
        vpn_gateway_id: str | None,
        transit_gateway_id: str | None,
        options: dict[str, Any],
        tunnels: list[VpnTunnel],
    ) -> None:
        self.ec2_backend = ec2_backend
        self.id = random_vpn_connection_id()
        self.state = "available"
        self.type = vpn_connection_type
        self.customer_gateway_id = customer_gateway_id
        self.vpn_gateway_id = vpn_gateway_id
        self.transit_gateway_id = transit_gateway_id
        self.connection_options = {**_DEFAULT_OPTIONS, **options}
        self.tunnels = tunnels
        self.static_route_cidrs: list[str] = []

    @property
    def vpn_connection_id(self) -> str:
        """The id, by EC2's name."""
        return self.id

    @property
    def static_routes_only(self) -> bool:
        """Whether the connection has static routes instead of BGP."""
        return bool(self.connection_options["StaticRoutesOnly"])

    @property
    def carries_bgp(self) -> bool:
        """Whether BGP runs over a tunnel that is up."""
        return not self.static_routes_only and any(tunnel.up for tunnel in self.tunnels)

    @property
    def customer_gateway(self) -> Any:
        """The customer gateway, even a deleted one."""
        return self.ec2_backend.customer_gateways[self.customer_gateway_id]

    @property
    def gateway_id(self) -> str | None:
        """The gateway on AWS's side, of either kind."""
        return self.transit_gateway_id or self.vpn_gateway_id

    @property
    def amazon_side_asn(self) -> str:
        """The autonomous system number of the gateway on AWS's side."""
        if self.transit_gateway_id:
            return str(self.ec2_backend.get_transit_gateway(self.transit_gateway_id).options["AmazonSideAsn"])
        if self.vpn_gateway_id:
            return str(self.ec2_backend.get_vpn_gateway(self.vpn_gateway_id).amazon_side_asn)
        return _ASN_WITHOUT_GATEWAY

    @property
    def living(self) -> bool:
        """Whether the connection has not been deleted."""
        return self.state != "deleted"

    @property
    def customer_gateway_configuration(self) -> str | None:
        """The XML, while the connection lives."""
        return device_configuration.render(self) if self.living else None

    @property
    def gateway_association_state(self) -> str:
        """Whether the connection belongs to a gateway."""
        return "associated" if self.living and self.gateway_id else "not-associated"

    @property
    def options(self) -> dict[str, Any]:
        """The options as EC2 lists them, tunnels in the order of the request."""
        return {**self.connection_options, "TunnelOptions": [tunnel.describe() for tunnel in self.tunnels]}

    @property
    def routes(self) -> list[dict[str, str]]:
        """The static routes."""
        return [{"DestinationCidrBlock": cidr, "State": "available"} for cidr in self.static_route_cidrs]

    @property
    def vgw_telemetry(self) -> list[dict[str, Any]]:
        """The tunnels' states."""
        return [tunnel.telemetry() for tunnel in self.tunnels] if self.living else []
