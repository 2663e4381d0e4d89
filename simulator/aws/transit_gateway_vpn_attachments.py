"""The attachments of VPN connections: made and ended with the connection, in the gateway's default tables meanwhile.

moto neither associates them nor lets them propagate, and its response to a deletion only marks them.
"""

from typing import Any

from moto.core.responses import ActionResult

from ._repair import BackendMixin, ResponseMixin
from .transit_gateway_attachment import AttachmentView, TransitGatewayVpnAttachment


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

    def delete_vpn_connection(self, vpn_connection_id: str) -> Any:
        connection = super().delete_vpn_connection(vpn_connection_id)
        for attachment in self.transit_gateway_attachments.values():
            if attachment.resource_id == vpn_connection_id and isinstance(attachment, AttachmentView):
                attachment.end("deleted")
        return connection


class TransitGatewayVpnAttachmentResponse(ResponseMixin):
    """Repairs of moto's VPN responses."""

    def delete_vpn_connection(self) -> ActionResult:
        self.ec2_backend.delete_vpn_connection(self._get_param("VpnConnectionId"))
        return ActionResult({})
