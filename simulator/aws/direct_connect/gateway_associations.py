"""Associations of Direct Connect gateways with transit gateways of the region that is asked. moto has none."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends

from simulator.aws.base import DirectConnectClientException, DirectConnectMixin, DirectConnectResponseMixin
from simulator.aws.direct_connect.gateway_association import DirectConnectGatewayAssociation, checked

_MOST_TRANSIT_GATEWAYS = 6


class DirectConnectGatewayAssociationBackend(DirectConnectMixin):
    """Associations of the account's gateways, kept with the gateways."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.associations: dict[str, DirectConnectGatewayAssociation] = {}

    def associations_of(self, gateway_id: str) -> list[DirectConnectGatewayAssociation]:
        """The living associations of a gateway."""
        return [item for item in self.home.associations.values() if item.gateway.id == gateway_id]

    def create_direct_connect_gateway_association(
        self, gateway_id: str, associated_gateway_id: str, prefixes: list[str]
    ) -> DirectConnectGatewayAssociation:
        gateway = self.get_direct_connect_gateway(gateway_id)
        ec2 = ec2_backends[self.account_id][self.region_name]
        transit_gateway = ec2.transit_gateways.get(associated_gateway_id)
        if transit_gateway is None:
            raise DirectConnectClientException(f"The TransitGateway {associated_gateway_id} does not exist.")
        self._check_gateways(gateway, transit_gateway)
        association = DirectConnectGatewayAssociation(gateway, transit_gateway, self.region_name, checked(prefixes))
        self.home.associations[association.id] = association
        ec2.create_transit_gateway_direct_connect_attachment(gateway_id, transit_gateway)  # type: ignore[attr-defined]
        return association

    def describe_direct_connect_gateway_associations(
        self, association_id: str | None, gateway_id: str | None, associated_gateway_id: str | None
    ) -> list[DirectConnectGatewayAssociation]:
        found = [
            item
            for item in self.home.associations.values()
            if association_id in (None, item.id)
            and gateway_id in (None, item.gateway.id)
            and associated_gateway_id in (None, item.transit_gateway.id)
        ]
        for item in found:
            item.state.advance()
            if item.state.status == "disassociated":
                del self.home.associations[item.id]
        return [item for item in found if item.state.status != "disassociated"]

    def update_direct_connect_gateway_association(
        self, association_id: str, added: list[str], removed: list[str]
    ) -> DirectConnectGatewayAssociation:
        association = self._get_association(association_id)
        if association.state.status != "associated":
            # assumed: the message.
            raise DirectConnectClientException(f"{association_id} is in state {association.state.status}")
        kept = [cidr for cidr in association.prefixes if cidr not in removed]
        association.prefixes = checked([*kept, *(cidr for cidr in added if cidr not in kept)])
        association.state.status = "updating"
        return association

    def delete_direct_connect_gateway_association(
        self, association_id: str | None, gateway_id: str | None, associated_gateway_id: str | None
    ) -> DirectConnectGatewayAssociation:
        pairs = {(item.gateway.id, item.transit_gateway.id): item.id for item in self.home.associations.values()}
        association = self._get_association(association_id or pairs.get((gateway_id, associated_gateway_id), ""))
        association.state.status = "disassociating"
        ec2 = ec2_backends[self.account_id][association.region]
        ec2.end_transit_gateway_direct_connect_attachment(  # type: ignore[attr-defined]
            association.gateway.id, association.transit_gateway.id
        )
        return association

    def _get_association(self, association_id: str) -> DirectConnectGatewayAssociation:
        association: DirectConnectGatewayAssociation | None = self.home.associations.get(association_id)
        if association is None:
            raise DirectConnectClientException(f"Association {association_id} does not exist")
        return association

    def _check_gateways(self, gateway: Any, transit_gateway: Any) -> None:
        # assumed: every message here. The rules are documented.
        others = self.associations_of(gateway.id)
        if any(item.transit_gateway.id == transit_gateway.id for item in others):
            raise DirectConnectClientException(f"{transit_gateway.id} is already associated with {gateway.id}")
        if len(others) >= _MOST_TRANSIT_GATEWAYS:
            raise DirectConnectClientException(
                f"{gateway.id} has {len(others)} transit gateways; the limit is {_MOST_TRANSIT_GATEWAYS}"
            )
        asn = int(transit_gateway.options["AmazonSideAsn"])
        taken = {gateway.amazon_side_asn, *(int(item.transit_gateway.options["AmazonSideAsn"]) for item in others)}
        if asn in taken:
            raise DirectConnectClientException(
                f"The ASN {asn} of {transit_gateway.id} is also that of {gateway.id} or of another of its gateways"
            )


class DirectConnectGatewayAssociationResponse(DirectConnectResponseMixin):
    """The responses of the actions."""

    def create_direct_connect_gateway_association(self) -> ActionResult:
        asked = self.asked()
        association = self.backend.create_direct_connect_gateway_association(
            asked["directConnectGatewayId"],
            asked.get("gatewayId") or asked.get("virtualGatewayId", ""),
            _cidrs(asked, "addAllowedPrefixesToDirectConnectGateway"),
        )
        return _answer(association)

    def describe_direct_connect_gateway_associations(self) -> ActionResult:
        asked = self.asked()
        found = self.backend.describe_direct_connect_gateway_associations(
            asked.get("associationId"),
            asked.get("directConnectGatewayId"),
            asked.get("associatedGatewayId") or asked.get("virtualGatewayId"),
        )
        return ActionResult({"directConnectGatewayAssociations": [item.describe() for item in found]})

    def update_direct_connect_gateway_association(self) -> ActionResult:
        asked = self.asked()
        association = self.backend.update_direct_connect_gateway_association(
            asked["associationId"],
            _cidrs(asked, "addAllowedPrefixesToDirectConnectGateway"),
            _cidrs(asked, "removeAllowedPrefixesToDirectConnectGateway"),
        )
        return _answer(association)

    def delete_direct_connect_gateway_association(self) -> ActionResult:
        asked = self.asked()
        association = self.backend.delete_direct_connect_gateway_association(
            asked.get("associationId"), asked.get("directConnectGatewayId"), asked.get("virtualGatewayId")
        )
        return _answer(association)


def _answer(association: DirectConnectGatewayAssociation) -> ActionResult:
    return ActionResult({"directConnectGatewayAssociation": association.describe()})


def _cidrs(asked: dict[str, Any], name: str) -> list[str]:
    return [item["cidr"] for item in asked.get(name) or []]
