"""The attachments of Direct Connect gateways, made and ended with the association. moto has none."""

from typing import Any

from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachment

from simulator.aws.base import BackendMixin
from simulator.aws.transit_gateway.attachment import AttachmentView
from simulator.aws.transit_gateway.gateway import GONE

_TYPE = "direct-connect-gateway"


class TransitGatewayDirectConnectAttachment(AttachmentView, TransitGatewayAttachment):
    """The attachment of a Direct Connect gateway. EC2 has no call to make or delete one."""


class TransitGatewayDirectConnectAttachmentBackend(BackendMixin):
    """What associations of Direct Connect gateways do in EC2."""

    def create_transit_gateway_direct_connect_attachment(self, gateway_id: str, transit_gateway: Any) -> Any:
        """Make the attachment; like every attachment, it is in the gateway's default tables."""
        attachment = TransitGatewayDirectConnectAttachment(
            self, resource_id=gateway_id, resource_type=_TYPE, transit_gateway=transit_gateway
        )
        return self.attach(transit_gateway, attachment)

    def end_transit_gateway_direct_connect_attachment(self, gateway_id: str, transit_gateway_id: str) -> None:
        """End the attachment of this pair."""
        for attachment in self.transit_gateway_attachments.values():
            pair = (attachment.resource_id, attachment.transit_gateway_id)
            if pair == (gateway_id, transit_gateway_id) and attachment.state not in GONE:
                assert isinstance(attachment, TransitGatewayDirectConnectAttachment)
                attachment.end("deleted")
