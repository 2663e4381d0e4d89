"""Transit gateways: the options decide about the default route table, and it is deleted with the gateway.

moto makes a default route table whatever the options say, keeps it when the gateway is deleted, deletes a gateway that
still has attachments, knows no quota, and answers an unknown id with an empty list or an unhandled KeyError.
"""

from typing import Any

from moto.ec2.exceptions import InvalidTransitGatewayID
from moto.ec2.models.transit_gateway import TransitGateway as MotoTransitGateway
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTable

from simulator.aws.base import SURROUNDINGS, BackendMixin, Filters, IncorrectState, TransitGatewayLimitExceeded

GONE = ("deleted", "deleting", "rejected", "failed")
"""The states of an attachment that no longer keeps anything from being deleted."""

_TRANSIT_GATEWAYS = 5
_CIDR_CHANGES = ("AddTransitGatewayCidrBlocks", "RemoveTransitGatewayCidrBlocks")
_ATTACHMENT_NAMES = {
    "vpc": "VPC Attachments",
    "vpn": "VPN Attachments",
    "direct-connect-gateway": "Direct Connect Gateway Attachments",
    "peering": "Transit Gateway Cross Region Peering Attachments",
}


class TransitGateway(MotoTransitGateway):
    """A transit gateway that has a default route table only if association or propagation uses it."""

    def __init__(self, backend: Any, description: str | None, options: dict[str, str] | None = None) -> None:
        super().__init__(backend, description, options)
        table = self.default_route_table
        table.default_association_route_table = self.options["DefaultRouteTableAssociation"] == "enable"
        table.default_propagation_route_table = self.options["DefaultRouteTablePropagation"] == "enable"
        if not table.default_association_route_table:
            del self.options["AssociationDefaultRouteTableId"]
        if not table.default_propagation_route_table:
            del self.options["PropagationDefaultRouteTableId"]
        if not (table.default_association_route_table or table.default_propagation_route_table):
            del backend.transit_gateways_route_tables[table.id]

    @property
    def default_association_route_table_id(self) -> str | None:
        """The table that a new attachment is associated with, if any."""
        return self._default("DefaultRouteTableAssociation", "AssociationDefaultRouteTableId")

    @property
    def default_propagation_route_table_id(self) -> str | None:
        """The table that a new attachment propagates to, if any."""
        return self._default("DefaultRouteTablePropagation", "PropagationDefaultRouteTableId")

    def _default(self, switch: str, table: str) -> str | None:
        return self.options.get(table) if self.options[switch] == "enable" else None


class TransitGatewayBackend(BackendMixin):
    """Repairs of moto's transit gateway backend."""

    def get_transit_gateway(self, transit_gateway_id: str) -> TransitGateway:
        """The gateway with this id. Raises InvalidTransitGatewayID.NotFound."""
        gateway = self.transit_gateways.get(transit_gateway_id)
        if gateway is None:
            raise InvalidTransitGatewayID(
                transit_gateway_id, f"Transit Gateway {transit_gateway_id} was deleted or does not exist."
            )
        assert isinstance(gateway, TransitGateway)
        return gateway

    def create_transit_gateway(
        self,
        description: str | None,
        options: dict[str, str] | None = None,
        tags: list[dict[str, str]] | None = None,
    ) -> TransitGateway:
        quota = SURROUNDINGS.quotas.get("transit-gateways", _TRANSIT_GATEWAYS)
        if len(self.transit_gateways) >= quota:
            raise TransitGatewayLimitExceeded(quota)
        gateway = TransitGateway(self, description, options)  # type: ignore[abstract]
        for tag in tags or []:
            gateway.add_tag(tag["Key"], tag["Value"])
        self.transit_gateways[gateway.id] = gateway
        return gateway

    def describe_transit_gateways(
        self, filters: Filters | None, transit_gateway_ids: list[str] | None
    ) -> list[MotoTransitGateway]:
        for transit_gateway_id in transit_gateway_ids or []:
            self.get_transit_gateway(transit_gateway_id)
        return super().describe_transit_gateways(filters, transit_gateway_ids)

    def modify_transit_gateway(
        self, transit_gateway_id: str, description: str | None = None, options: dict[str, Any] | None = None
    ) -> TransitGateway:
        gateway = self.get_transit_gateway(transit_gateway_id)
        changes = dict(options or {})
        added, removed = (changes.pop(name, []) for name in _CIDR_CHANGES)
        blocks = [block for block in gateway.options["TransitGatewayCidrBlocks"] if block not in removed]
        gateway.options["TransitGatewayCidrBlocks"] = [*blocks, *added]
        super().modify_transit_gateway(transit_gateway_id, description, changes)
        for table in self._route_tables_of(transit_gateway_id):
            table.default_association_route_table = table.id == gateway.default_association_route_table_id
            table.default_propagation_route_table = table.id == gateway.default_propagation_route_table_id
        return gateway

    def delete_transit_gateway(self, transit_gateway_id: str) -> TransitGateway:
        gateway = self.get_transit_gateway(transit_gateway_id)
        attachments: Any = self.transit_gateway_attachments.values()
        for attachment in attachments:
            # A request that still waits at the accepter's side does not hold the accepter's gateway. assumed: EC2
            # counts a pending request at the requester's side as an attachment.
            if transit_gateway_id in attachment.gateway_ids and attachment.state not in (
                "deleted",
                "rejected",
                "failed",
            ):
                kind = _ATTACHMENT_NAMES[attachment.resource_type]
                raise IncorrectState(f"{transit_gateway_id} has non-deleted {kind}: {attachment.id}.")
        for table in self._route_tables_of(transit_gateway_id):
            del self.transit_gateways_route_tables[table.id]
        del self.transit_gateways[transit_gateway_id]
        gateway.state = "deleted"
        return gateway

    def _route_tables_of(self, transit_gateway_id: str) -> list[TransitGatewayRouteTable]:
        tables = self.transit_gateways_route_tables.values()
        return [table for table in tables if table.transit_gateway_id == transit_gateway_id]
