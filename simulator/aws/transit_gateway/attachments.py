"""Transit gateway attachments: checked at creation, listed by type, kept as deleted for a while.

moto loses the tags given at creation, accepts any VPC and subnets, lists VPC and peering attachments together,
associates without propagating, and drops a deleted VPC attachment at once, while clients wait for the state deleted.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.exceptions import DuplicateTransitGatewayAttachmentError, InvalidParameterValueError
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachment

from simulator.aws.base import (
    BackendMixin,
    DuplicateSubnetsInSameZone,
    Filters,
    InvalidTransitGatewayAttachmentID,
    ResponseMixin,
    select,
)
from simulator.aws.transit_gateway.attachment import READERS, TransitGatewayVpcAttachment
from simulator.aws.transit_gateway.gateway import GONE, TransitGateway

_LISTED_AFTER_DELETION = timedelta(hours=1)  # assumed: EC2 lists a deleted attachment for about an hour


class TransitGatewayAttachmentBackend(BackendMixin):
    """Repairs of moto's attachment backend."""

    def get_transit_gateway_attachment(self, attachment_id: str) -> Any:
        """The attachment with this id, deleted ones too. Raises InvalidTransitGatewayAttachmentID.NotFound."""
        self._prune_deleted_attachments()
        attachment = self.transit_gateway_attachments.get(attachment_id)
        if attachment is None:
            raise InvalidTransitGatewayAttachmentID(attachment_id)
        return attachment

    def get_vpc_attachment_to(self, transit_gateway_id: str, vpc_id: str) -> Any | None:
        """The living attachment of a VPC to a transit gateway, if there is one."""
        attachments = self.get_vpc_attachments(vpc_id)
        return next((item for item in attachments if item.transit_gateway_id == transit_gateway_id), None)

    def get_vpc_attachments(self, vpc_id: str) -> list[Any]:
        """The living attachments of a VPC to any transit gateway."""
        attachments = self.transit_gateway_attachments.values()
        return [item for item in attachments if item.resource_id == vpc_id and item.state not in GONE]

    def create_transit_gateway_vpc_attachment(
        self,
        transit_gateway_id: str,
        vpc_id: str,
        subnet_ids: list[str],
        tags: dict[str, str] | None = None,
        options: dict[str, str] | None = None,
    ) -> TransitGatewayVpcAttachment:
        gateway = self.get_transit_gateway(transit_gateway_id)
        self.get_vpc(vpc_id)
        self._check_attachment_subnets(vpc_id, subnet_ids)
        if self.get_vpc_attachment_to(transit_gateway_id, vpc_id):
            raise DuplicateTransitGatewayAttachmentError(transit_gateway_id)
        attachment = TransitGatewayVpcAttachment(
            self, transit_gateway=gateway, vpc_id=vpc_id, subnet_ids=subnet_ids, tags=tags, options=options
        )
        self.attach(gateway, attachment)
        return attachment

    def modify_transit_gateway_vpc_attachment(
        self,
        transit_gateway_attachment_id: str,
        add_subnet_ids: list[str] | None = None,
        options: dict[str, str] | None = None,
        remove_subnet_ids: list[str] | None = None,
    ) -> TransitGatewayAttachment:
        attachment = self.get_transit_gateway_attachment(transit_gateway_attachment_id)
        kept = [subnet_id for subnet_id in attachment.subnet_ids if subnet_id not in (remove_subnet_ids or [])]
        self._check_attachment_subnets(attachment.vpc_id, [*kept, *(add_subnet_ids or [])])
        return super().modify_transit_gateway_vpc_attachment(
            transit_gateway_attachment_id, add_subnet_ids, options, remove_subnet_ids
        )

    def delete_transit_gateway_vpc_attachment(self, transit_gateway_attachment_id: str) -> TransitGatewayAttachment:
        attachment = self.get_transit_gateway_attachment(transit_gateway_attachment_id)
        if attachment.resource_type != "vpc" or attachment.state in GONE:
            raise InvalidTransitGatewayAttachmentID(transit_gateway_attachment_id)
        attachment.end("deleted")
        return attachment  # type: ignore[no-any-return]

    def describe_transit_gateway_attachments(
        self, transit_gateways_attachment_ids: list[str] | None = None, filters: Filters | None = None
    ) -> list[TransitGatewayAttachment]:
        return self.list_attachments(None, transit_gateways_attachment_ids, filters)

    def describe_transit_gateway_vpc_attachments(
        self, transit_gateways_attachment_ids: list[str] | None = None, filters: Filters | None = None
    ) -> list[TransitGatewayAttachment]:
        return self.list_attachments("vpc", transit_gateways_attachment_ids, filters)

    def list_attachments(
        self,
        resource_type: str | None,
        ids: list[str] | None,
        filters: Filters | None,
        readers: Mapping[str, Any] = READERS,
    ) -> list[TransitGatewayAttachment]:
        listed = [self.get_transit_gateway_attachment(id_) for id_ in ids or list(self.transit_gateway_attachments)]
        listed = [item for item in listed if resource_type in (None, item.resource_type)]
        return select(listed, filters, readers, "DescribeTransitGatewayAttachments")

    def attach(self, gateway: TransitGateway, attachment: Any) -> Any:
        """Register an attachment, with the association and propagation that the gateway's options promise."""
        self.transit_gateway_attachments[attachment.id] = attachment
        if gateway.default_association_route_table_id:
            self.associate_transit_gateway_route_table(attachment.id, gateway.default_association_route_table_id)
        if gateway.default_propagation_route_table_id and attachment.resource_type != "peering":
            self.enable_transit_gateway_route_table_propagation(
                attachment.id, gateway.default_propagation_route_table_id
            )
        return attachment

    def _check_attachment_subnets(self, vpc_id: str, subnet_ids: list[str]) -> None:
        subnets = [self.get_subnet(subnet_id) for subnet_id in subnet_ids]
        if strangers := [subnet.id for subnet in subnets if subnet.vpc_id != vpc_id]:
            raise InvalidParameterValueError(f"({strangers[0]}), a subnet outside {vpc_id},")
        if len({subnet.availability_zone for subnet in subnets}) < len(subnets):
            raise DuplicateSubnetsInSameZone

    def _prune_deleted_attachments(self) -> None:
        limit = utcnow() - _LISTED_AFTER_DELETION
        for attachment_id, attachment in list(self.transit_gateway_attachments.items()):
            deleted_at = getattr(attachment, "deleted_at", None)
            if deleted_at is not None and deleted_at < limit:
                del self.transit_gateway_attachments[attachment_id]


class TransitGatewayAttachmentResponse(ResponseMixin):
    """Repairs of moto's attachment responses."""

    def create_transit_gateway_vpc_attachment(self) -> ActionResult:
        attachment = self.ec2_backend.create_transit_gateway_vpc_attachment(
            transit_gateway_id=self._get_param("TransitGatewayId"),
            vpc_id=self._get_param("VpcId"),
            subnet_ids=self._get_param("SubnetIds", []),
            tags=self._parse_tag_specification().get("transit-gateway-attachment", {}),
            options=self._get_param("Options", {}),
        )
        return ActionResult({"TransitGatewayVpcAttachment": attachment})
