"""Virtual private gateways: each has an autonomous system number and at most one VPC, and one in use cannot be deleted.

moto has no default number, and deletes a gateway that is attached or that connections use.
"""

from moto.ec2.exceptions import InvalidVpnGatewayIdError
from moto.ec2.models.vpn_gateway import VpnGateway

from simulator.aws.base import BackendMixin, IncorrectState

_DEFAULT_ASN = "64512"


class VpnGatewayBackend(BackendMixin):
    """Repairs of moto's virtual private gateway backend."""

    def get_living_vpn_gateway(self, vpn_gateway_id: str) -> VpnGateway:
        """The gateway with this id that has not been deleted. Raises InvalidVpnGatewayID.NotFound."""
        gateway = self.get_vpn_gateway(vpn_gateway_id)
        if gateway.state == "deleted":
            raise InvalidVpnGatewayIdError(vpn_gateway_id)
        return gateway

    def create_vpn_gateway(
        self,
        gateway_type: str = "ipsec.1",
        amazon_side_asn: str | None = None,
        availability_zone: str | None = None,
        tags: dict[str, str] | None = None,
    ) -> VpnGateway:
        return super().create_vpn_gateway(gateway_type, amazon_side_asn or _DEFAULT_ASN, availability_zone, tags)

    def delete_vpn_gateway(self, vpn_gateway_id: str) -> VpnGateway:
        gateway = self.get_living_vpn_gateway(vpn_gateway_id)
        attached = any(attachment.state == "attached" for attachment in gateway.attachments.values())
        if attached or any(item.vpn_gateway_id == vpn_gateway_id for item in self.living_vpn_connections()):
            # assumed: the message.
            raise IncorrectState(f"The vpnGateway ID '{vpn_gateway_id}' is in use.")
        return super().delete_vpn_gateway(vpn_gateway_id)
