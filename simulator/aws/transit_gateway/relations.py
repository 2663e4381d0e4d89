"""Associations and propagations, kept once, in the route table.

moto keeps them in four places that drift apart: an automatic association cannot be undone (KeyError), for propagations
to several tables only one association per deployment is remembered, and a deleted attachment stays in its tables.
"""

from moto.ec2.models.transit_gateway_route_tables import (
    RouteTableAssociation,
    RouteTablePropagation,
    TransitGatewayRelations,
    TransitGatewayRouteTable,
)

from simulator.aws.base import (
    AlreadyAssociated,
    AssociationNotFound,
    BackendMixin,
    Filters,
    PropagationDuplicate,
    PropagationNotFound,
    PropagationNotSupported,
    select,
)

_READERS = {
    "resource-id": lambda item: item.resourceId,
    "resource-type": lambda item: item.resourceType,
    "transit-gateway-attachment-id": lambda item: item.transitGatewayAttachmentId,
}


class TransitGatewayRelationBackend(BackendMixin):
    """Repairs of the association and propagation half of moto's route table backend."""

    def get_associated_route_table(self, attachment_id: str, gateway_id: str) -> TransitGatewayRouteTable | None:
        """The one table of a gateway that an attachment is associated with, if any."""
        for table in self.transit_gateways_route_tables.values():
            if table.transit_gateway_id == gateway_id and attachment_id in table.route_table_associations:
                return table
        return None

    def forget_transit_gateway_attachment(self, attachment_id: str) -> None:
        """Remove a deleted attachment from every table."""
        for table in self.transit_gateways_route_tables.values():
            table.route_table_associations.pop(attachment_id, None)
            self.disable_route_table_propagation(attachment_id, table.id)

    def associate_transit_gateway_route_table(
        self, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> TransitGatewayRelations:
        table = self._check_relation(transit_gateway_attachment_id, transit_gateway_route_table_id)
        if self.get_associated_route_table(transit_gateway_attachment_id, table.transit_gateway_id):
            raise AlreadyAssociated(transit_gateway_attachment_id)
        self.set_route_table_association(transit_gateway_attachment_id, transit_gateway_route_table_id)
        return TransitGatewayRelations(
            self, transit_gateway_attachment_id, transit_gateway_route_table_id, "associated"
        )

    def disassociate_transit_gateway_route_table(self, tgw_attach_id: str, tgw_rt_id: str) -> TransitGatewayRelations:
        table: TransitGatewayRouteTable = self.get_transit_gateway_route_table(tgw_rt_id)
        # assumed: an attachment that was deleted, perhaps by the other side of a peering, has no association any more.
        # AWS says so; it does not say that the attachment is unknown, which stays listed for an hour.
        if tgw_attach_id not in table.route_table_associations:
            raise AssociationNotFound(tgw_attach_id, tgw_rt_id)
        self._check_relation(tgw_attach_id, tgw_rt_id)
        del table.route_table_associations[tgw_attach_id]
        return TransitGatewayRelations(self, tgw_attach_id, tgw_rt_id, "disassociated")

    def enable_transit_gateway_route_table_propagation(
        self, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> TransitGatewayRelations:
        table = self._check_relation(transit_gateway_attachment_id, transit_gateway_route_table_id)
        if self.transit_gateway_attachments[transit_gateway_attachment_id].resource_type == "peering":
            raise PropagationNotSupported(transit_gateway_attachment_id)
        if transit_gateway_attachment_id in _propagating(table):
            raise PropagationDuplicate(transit_gateway_attachment_id, transit_gateway_route_table_id)
        self.set_route_table_propagation(transit_gateway_attachment_id, transit_gateway_route_table_id)
        return TransitGatewayRelations(self, transit_gateway_attachment_id, transit_gateway_route_table_id, "enabled")

    def disable_transit_gateway_route_table_propagation(
        self, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> TransitGatewayRelations:
        table = self._check_relation(transit_gateway_attachment_id, transit_gateway_route_table_id)
        if transit_gateway_attachment_id not in _propagating(table):
            raise PropagationNotFound(transit_gateway_attachment_id, transit_gateway_route_table_id)
        self.disable_route_table_propagation(transit_gateway_attachment_id, transit_gateway_route_table_id)
        return TransitGatewayRelations(self, transit_gateway_attachment_id, transit_gateway_route_table_id, "disabled")

    def get_transit_gateway_route_table_associations(  # type: ignore[override]
        self, transit_gateway_route_table_id: str, filters: Filters | None = None
    ) -> list[RouteTableAssociation]:
        table = self.get_transit_gateway_route_table(transit_gateway_route_table_id)
        associations = table.route_table_associations.values()
        return select(associations, filters, _READERS, "GetTransitGatewayRouteTableAssociations")

    def get_transit_gateway_route_table_propagations(
        self, transit_gateway_route_table_id: str, filters: Filters | None = None
    ) -> list[RouteTablePropagation]:
        table = self.get_transit_gateway_route_table(transit_gateway_route_table_id)
        return select(table.route_table_propagation, filters, _READERS, "GetTransitGatewayRouteTablePropagations")

    def _check_relation(self, attachment_id: str, route_table_id: str) -> TransitGatewayRouteTable:
        """The table, after a check that both ends exist, belong to one gateway, and that the attachment can carry
        traffic.
        """
        table: TransitGatewayRouteTable = self.get_transit_gateway_route_table(route_table_id)
        self.get_route_attachment(table, attachment_id, blackhole=False)
        return table


def _propagating(table: TransitGatewayRouteTable) -> list[str]:
    return [propagation.transitGatewayAttachmentId for propagation in table.route_table_propagation]
