"""Transit gateway attachments, one by one: what each shows.

moto derives the association of an attachment from the gateway's default table, whether or not it is associated there.
"""

from collections.abc import Callable
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachment
from moto.ec2.models.transit_gateway_attachments import (
    TransitGatewayVpcAttachment as MotoTransitGatewayVpcAttachment,
)

_TABLE = "TransitGatewayRouteTableId"
READERS: dict[str, Callable[[Any], Any]] = {
    "association.state": lambda item: (item.association or {}).get("State"),
    "association.transit-gateway-route-table-id": lambda item: (item.association or {}).get(_TABLE),
    "resource-id": lambda item: item.resource_id,
    "resource-owner-id": lambda item: item.resource_owner_id,
    "resource-type": lambda item: item.resource_type,
    "state": lambda item: item.state,
    "transit-gateway-attachment-id": lambda item: item.id,
    "transit-gateway-id": lambda item: item.transit_gateway_id,
    "transit-gateway-owner-id": lambda item: item.transit_gateway_owner_id,
    "vpc-id": lambda item: item.resource_id,
}


class AttachmentView:
    """What the attachments of every type show."""

    id: str
    state: str
    ec2_backend: Any
    transit_gateway_id: str
    deleted_at: Any = None

    @property
    def gateway_ids(self) -> tuple[str, ...]:
        """The gateways of this region whose route tables may know the attachment."""
        return (self.transit_gateway_id,)

    @property
    def association(self) -> dict[str, str] | None:
        """The association as the attachment lists it. The route tables keep it."""
        table = self.ec2_backend.get_associated_route_table(self.id, self.transit_gateway_id)
        return {"State": "associated", _TABLE: table.id} if table else None

    def end(self, state: str) -> None:
        """Become deleted, rejected or failed: in no route table any more, but still listed for a while."""
        self.ec2_backend.forget_transit_gateway_attachment(self.id)
        self.state = state
        self.deleted_at = utcnow()


class TransitGatewayVpcAttachment(AttachmentView, MotoTransitGatewayVpcAttachment):
    """A VPC attachment."""


class TransitGatewayVpnAttachment(AttachmentView, TransitGatewayAttachment):
    """The attachment of a VPN connection."""
