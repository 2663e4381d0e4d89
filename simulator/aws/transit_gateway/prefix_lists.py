"""Prefix list references in transit gateway route tables: four actions that moto lacks.

A reference can be pointed at another attachment in place; a static route cannot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import RouteAlreadyExistsError
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTable

from simulator.aws.base import (
    BackendMixin,
    Filters,
    InvalidTransitGatewayPrefixListReference,
    PrefixListNotFound,
    ResponseMixin,
    network,
    select,
)
from simulator.aws.transit_gateway.route import TransitGatewayRoute

ROUTE_TYPE = "propagated"
"""Of a route that a reference stands for, as AWS documents it; a static route of the same prefix is preferred."""
_READERS = {
    "attachment.resource-id": lambda item: item.attachment.resource_id if item.attachment else None,
    "attachment.resource-type": lambda item: item.attachment.resource_type if item.attachment else None,
    "attachment.transit-gateway-attachment-id": lambda item: item.attachment.id if item.attachment else None,
    "is-blackhole": lambda item: item.blackhole,
    "prefix-list-id": lambda item: item.prefix_list_id,
    "state": lambda item: item.state,
}


@dataclass
class TransitGatewayPrefixListReference:
    """One prefix list in one table; `attachment` is None for a blackhole."""

    transit_gateway_route_table_id: str
    prefix_list_id: str
    prefix_list_owner_id: str
    attachment: Any | None
    state: str = "available"

    @property
    def blackhole(self) -> bool:
        """Whether the reference drops traffic on purpose."""
        return self.attachment is None

    @property
    def transit_gateway_attachment(self) -> dict[str, str] | None:
        """The reference in the form of EC2."""
        if self.attachment is None:
            return None
        return {
            "TransitGatewayAttachmentId": self.attachment.id,
            "ResourceType": self.attachment.resource_type,
            "ResourceId": self.attachment.resource_id,
        }


class TransitGatewayPrefixListBackend(BackendMixin):
    """Prefix list references, kept by table id and prefix list id."""

    def __init__(self) -> None:
        self.prefix_list_references: dict[tuple[str, str], TransitGatewayPrefixListReference] = {}

    def create_transit_gateway_prefix_list_reference(
        self, route_table_id: str, prefix_list_id: str, attachment_id: str | None, blackhole: bool
    ) -> TransitGatewayPrefixListReference:
        table = self.get_transit_gateway_route_table(route_table_id)
        prefix_list = self.managed_prefix_lists.get(prefix_list_id)
        if prefix_list is None:
            raise PrefixListNotFound(prefix_list_id)
        if (route_table_id, prefix_list_id) in self.prefix_list_references:
            raise RouteAlreadyExistsError(prefix_list_id)
        reference = TransitGatewayPrefixListReference(
            route_table_id,
            prefix_list_id,
            prefix_list.owner_id,
            self.get_route_attachment(table, attachment_id, blackhole),
        )
        self.prefix_list_references[route_table_id, prefix_list_id] = reference
        return reference

    def modify_transit_gateway_prefix_list_reference(
        self, route_table_id: str, prefix_list_id: str, attachment_id: str | None, blackhole: bool
    ) -> TransitGatewayPrefixListReference:
        reference = self._get_reference(route_table_id, prefix_list_id)
        table = self.get_transit_gateway_route_table(route_table_id)
        reference.attachment = self.get_route_attachment(table, attachment_id, blackhole)
        return reference

    def delete_transit_gateway_prefix_list_reference(
        self, route_table_id: str, prefix_list_id: str
    ) -> TransitGatewayPrefixListReference:
        reference = self._get_reference(route_table_id, prefix_list_id)
        del self.prefix_list_references[route_table_id, prefix_list_id]
        reference.state = "deleting"
        return reference

    def get_transit_gateway_prefix_list_references(
        self, route_table_id: str, filters: Filters | None = None
    ) -> list[TransitGatewayPrefixListReference]:
        self.get_transit_gateway_route_table(route_table_id)
        references = [item for (table_id, _), item in self.prefix_list_references.items() if table_id == route_table_id]
        return select(references, filters, _READERS, "GetTransitGatewayPrefixListReferences")

    def prefix_list_routes(self, table: TransitGatewayRouteTable) -> Iterator[TransitGatewayRoute]:
        """The routes that the references of a table stand for. They are of type propagated, and a static one wins."""
        for reference in self.get_transit_gateway_prefix_list_references(table.id):
            prefix_list = self.managed_prefix_lists.get(reference.prefix_list_id)
            if prefix_list is None or prefix_list.version is None:
                continue
            for entry in prefix_list.entries.get(prefix_list.version) or []:
                yield TransitGatewayRoute(
                    network(entry["Cidr"]), reference.attachment, ROUTE_TYPE, reference.prefix_list_id
                )

    def _get_reference(self, route_table_id: str, prefix_list_id: str) -> TransitGatewayPrefixListReference:
        reference = self.prefix_list_references.get((route_table_id, prefix_list_id))
        if reference is None:
            raise InvalidTransitGatewayPrefixListReference(route_table_id, prefix_list_id)
        return reference


class TransitGatewayPrefixListResponse(ResponseMixin):
    """The responses of the actions."""

    def create_transit_gateway_prefix_list_reference(self) -> ActionResult:
        return self._put_reference(self.ec2_backend.create_transit_gateway_prefix_list_reference)

    def modify_transit_gateway_prefix_list_reference(self) -> ActionResult:
        return self._put_reference(self.ec2_backend.modify_transit_gateway_prefix_list_reference)

    def delete_transit_gateway_prefix_list_reference(self) -> ActionResult:
        reference = self.ec2_backend.delete_transit_gateway_prefix_list_reference(
            self._get_param("TransitGatewayRouteTableId"), self._get_param("PrefixListId")
        )
        return ActionResult({"TransitGatewayPrefixListReference": reference})

    def get_transit_gateway_prefix_list_references(self) -> ActionResult:
        references = self.ec2_backend.get_transit_gateway_prefix_list_references(
            self._get_param("TransitGatewayRouteTableId"), self._filters_from_querystring()
        )
        return ActionResult({"TransitGatewayPrefixListReferences": references})

    def _put_reference(self, put: Any) -> ActionResult:
        reference = put(
            self._get_param("TransitGatewayRouteTableId"),
            self._get_param("PrefixListId"),
            self._get_param("TransitGatewayAttachmentId"),
            str(self._get_param("Blackhole")).lower() == "true",
        )
        return ActionResult({"TransitGatewayPrefixListReference": reference})
