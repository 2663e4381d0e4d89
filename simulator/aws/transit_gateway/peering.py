"""Transit gateway peering: one request, seen from two regions.

moto keeps one object for both regions: the accepter sees the requester's gateway as its own, and neither can tag its
side. Here each region has its own attachment under the common id; state and status are common.

assumed: a peering inside one region is one attachment with one set of tags. It is listed once, under the requester's
gateway, and known to the route tables of both.
"""

from typing import Any, cast

from moto.ec2.exceptions import InvalidParameterValueErrorPeeringAttachment
from moto.ec2.models import ec2_backends
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachment
from moto.ec2.models.transit_gateway_attachments import (
    TransitGatewayPeeringAttachment as MotoTransitGatewayPeeringAttachment,
)

from simulator.aws.base import (
    BackendMixin,
    DuplicateTransitGatewayPeering,
    Filters,
    IncorrectState,
    InvalidTransitGatewayAttachmentID,
)
from simulator.aws.transit_gateway.attachment import READERS, AttachmentView
from simulator.aws.transit_gateway.gateway import GONE

_PEERING_READERS = {
    **READERS,
    "local-owner-id": lambda item: item.owner_id,
    "remote-owner-id": lambda item: item.remote_owner_id,
}


class TransitGatewayPeeringAttachment(AttachmentView, MotoTransitGatewayPeeringAttachment):
    """One region's view of a peering; `other` is the view of the other region."""

    other: "TransitGatewayPeeringAttachment | None" = None

    @property
    def remote_owner_id(self) -> str:
        """The account that owns the gateway of the other region."""
        accepter, requester = self.accepter_tgw_info, self.requester_tgw_info
        across = accepter if accepter["TransitGatewayId"] == self.resource_id else requester
        return across["OwnerId"]

    @property
    def gateway_ids(self) -> tuple[str, ...]:
        # A request that waits binds only the requester's gateway.
        accepter = self.accepter_tgw_info
        inside = accepter["Region"] == self.requester_tgw_info["Region"] and self.state != "pendingAcceptance"
        return (self.transit_gateway_id, accepter["TransitGatewayId"]) if inside else (self.transit_gateway_id,)

    def both(self) -> list["TransitGatewayPeeringAttachment"]:
        """This view and the other one."""
        return [self, self.other] if self.other else [self]

    def fail(self, reason: str) -> None:
        """Become a request that could not be delivered."""
        self._peering_status.code, self._peering_status.message = "failed", reason
        self.end("failed")

    def seen_from(self, backend: Any) -> "TransitGatewayPeeringAttachment":
        """The accepter's view: the same id and request, the gateways exchanged, tags of its own."""
        view = object.__new__(TransitGatewayPeeringAttachment)
        view.__dict__.update(self.__dict__)
        view.ec2_backend = backend
        view.transit_gateway_id, view.resource_id = self.resource_id, self.transit_gateway_id
        view.owner_id = view.resource_owner_id = backend.account_id
        view.other, self.other = self, view
        return view


class TransitGatewayPeeringBackend(BackendMixin):
    """Repairs of the peering half of moto's attachment backend."""

    def create_transit_gateway_peering_attachment(
        self,
        transit_gateway_id: str,
        peer_transit_gateway_id: str,
        peer_region: str,
        peer_account_id: str,
        tags: dict[str, str],
    ) -> MotoTransitGatewayPeeringAttachment:
        peer_account_id = peer_account_id or self.account_id
        peer = cast("TransitGatewayPeeringBackend", ec2_backends[peer_account_id][peer_region])
        self._check_only_peering(transit_gateway_id, peer_transit_gateway_id)
        attachment = TransitGatewayPeeringAttachment(
            self,
            transit_gateway=self.get_transit_gateway(transit_gateway_id),
            peer_transit_gateway_id=peer_transit_gateway_id,
            peer_region=peer_region,
            peer_account_id=peer_account_id,
            tags=tags,
            region_name=self.region_name,
        )
        self.transit_gateway_attachments[attachment.id] = attachment
        if peer_transit_gateway_id not in peer.transit_gateways:
            # EC2 accepts the request and fails it; the state tells a client so.
            attachment.fail(f"{peer_transit_gateway_id} does not exist in {peer_region}")
            return attachment
        attachment._peering_status.pending()
        attachment.state = "pendingAcceptance"
        if peer is not self:
            peer.transit_gateway_attachments[attachment.id] = attachment.seen_from(peer)
        return attachment

    def describe_transit_gateway_peering_attachments(
        self, transit_gateways_attachment_ids: list[str] | None = None, filters: Filters | None = None
    ) -> Any:
        return self.list_attachments("peering", transit_gateways_attachment_ids, filters, _PEERING_READERS)

    def accept_transit_gateway_peering_attachment(self, transit_gateway_attachment_id: str) -> TransitGatewayAttachment:
        attachment = self._pending_peering("accept", transit_gateway_attachment_id)
        attachment._peering_status.accept()
        for view in attachment.both():
            view.state = "available"
            for gateway_id in view.gateway_ids:
                view.ec2_backend.attach(view.ec2_backend.get_transit_gateway(gateway_id), view)
        return attachment

    def reject_transit_gateway_peering_attachment(self, transit_gateway_attachment_id: str) -> TransitGatewayAttachment:
        attachment = self._pending_peering("reject", transit_gateway_attachment_id)
        attachment._peering_status.reject()
        for view in attachment.both():
            view.end("rejected")
        return attachment

    def delete_transit_gateway_peering_attachment(self, transit_gateway_attachment_id: str) -> TransitGatewayAttachment:
        attachment = self._get_peering(transit_gateway_attachment_id)
        # assumed: deleting a peering that the other side has deleted succeeds, because both sides may try.
        attachment._peering_status.deleted(deleter_id=self.account_id)
        for view in attachment.both():
            view.end("deleted")
        return attachment

    def _check_only_peering(self, gateway_id: str, peer_id: str) -> None:
        for attachment in self.transit_gateway_attachments.values():
            pair = (attachment.transit_gateway_id, attachment.resource_id)
            if pair == (gateway_id, peer_id) and attachment.state not in GONE:
                raise DuplicateTransitGatewayPeering(gateway_id, peer_id)

    def _get_peering(self, attachment_id: str) -> TransitGatewayPeeringAttachment:
        attachment = self.get_transit_gateway_attachment(attachment_id)
        if not isinstance(attachment, TransitGatewayPeeringAttachment):
            raise InvalidTransitGatewayAttachmentID(attachment_id)
        return attachment

    def _pending_peering(self, verb: str, attachment_id: str) -> TransitGatewayPeeringAttachment:
        """A request that this side may answer."""
        attachment = self._get_peering(attachment_id)
        accepter = (attachment.accepter_tgw_info["OwnerId"], attachment.accepter_tgw_info["Region"])
        if accepter != (self.account_id, self.region_name):
            raise InvalidParameterValueErrorPeeringAttachment(verb, attachment_id)
        if attachment.state in GONE:
            raise InvalidTransitGatewayAttachmentID(attachment_id)
        if attachment.state != "pendingAcceptance":
            raise IncorrectState(f"{attachment_id} is in invalid state")
        return attachment
