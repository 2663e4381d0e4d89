"""The attachments of VPN connections: made and ended with the connection, and in the gateway's default tables.

moto neither associates them nor lets them propagate.
"""

from simulator.aws.base import BackendMixin
from simulator.aws.transit_gateway.attachment import TransitGatewayVpnAttachment
from simulator.aws.transit_gateway.gateway import GONE


class TransitGatewayVpnAttachmentBackend(BackendMixin):
    """Repairs of moto's VPN attachments."""

    def create_transit_gateway_vpn_attachment(
        self, vpn_id: str, transit_gateway_id: str, tags: dict[str, str] | None = None
    ) -> TransitGatewayVpnAttachment:
        gateway = self.get_transit_gateway(transit_gateway_id)
        attachment = TransitGatewayVpnAttachment(
            self, resource_id=vpn_id, resource_type="vpn", transit_gateway=gateway, tags=tags
        )
        self.attach(gateway, attachment)
        return attachment

    def end_transit_gateway_vpn_attachment(self, vpn_connection_id: str) -> None:
        """End the attachment of a connection, if it has one."""
        for attachment in self.transit_gateway_attachments.values():
            if attachment.resource_id == vpn_connection_id and attachment.state not in GONE:
                assert isinstance(attachment, TransitGatewayVpnAttachment)
                attachment.end("deleted")
