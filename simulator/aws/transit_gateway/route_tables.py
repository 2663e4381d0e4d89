"""Transit gateway route tables: deletion, and unknown ids.

moto keeps a deleted table for ever, deletes one that attachments still use, and answers for tables that do not exist.
"""

from typing import Any

from moto.ec2.exceptions import InvalidRouteTableIdError
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTable

from simulator.aws.base import BackendMixin, Filters, IncorrectState, select

_READERS = {
    "default-association-route-table": lambda item: item.default_association_route_table,
    "default-propagation-route-table": lambda item: item.default_propagation_route_table,
    "state": lambda item: item.state,
    "transit-gateway-id": lambda item: item.transit_gateway_id,
    "transit-gateway-route-table-id": lambda item: item.id,
}


class TransitGatewayRouteTableBackend(BackendMixin):
    """Repairs of moto's route table backend."""

    def get_transit_gateway_route_table(self, route_table_id: str) -> TransitGatewayRouteTable:
        """The table with this id. Raises InvalidRouteTableID.NotFound."""
        table = self.transit_gateways_route_tables.get(route_table_id)
        if table is None:
            raise InvalidRouteTableIdError(route_table_id)
        return table

    def create_transit_gateway_route_table(
        self, transit_gateway_id: str, *args: Any, **kwargs: Any
    ) -> TransitGatewayRouteTable:
        # A gateway that is being created asks for its own default table before it is registered.
        if not kwargs.get("default_association_route_table"):
            self.get_transit_gateway(transit_gateway_id)
        return super().create_transit_gateway_route_table(transit_gateway_id, *args, **kwargs)

    def get_all_transit_gateway_route_tables(  # type: ignore[override]
        self, transit_gateway_route_table_ids: list[str] | None = None, filters: Filters | None = None
    ) -> list[TransitGatewayRouteTable]:
        ids = transit_gateway_route_table_ids or list(self.transit_gateways_route_tables)
        tables = [self.get_transit_gateway_route_table(table_id) for table_id in ids]
        return select(tables, filters, _READERS, "DescribeTransitGatewayRouteTables")

    def delete_transit_gateway_route_table(self, transit_gateway_route_table_id: str) -> TransitGatewayRouteTable:
        table = self.get_transit_gateway_route_table(transit_gateway_route_table_id)
        if table.default_association_route_table or table.default_propagation_route_table:
            raise IncorrectState(f"{table.id} is a default route table of {table.transit_gateway_id}.")
        if table.route_table_associations:
            raise IncorrectState(
                f"{table.id} has non-deleted associations: {', '.join(table.route_table_associations)}."
            )
        del self.transit_gateways_route_tables[table.id]
        table.state = "deleted"
        return table
