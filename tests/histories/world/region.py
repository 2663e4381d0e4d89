"""What the program asks of EC2 about a site's network, answered from the transit gateway of a history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from botocore.exceptions import ConnectTimeoutError

from tests.histories.log.foreign import LIST_ID, PREFIX
from tests.histories.log.moment import OWN, PEERING
from tests.histories.world.transit_gateway import TransitGateway, end_of

Filters = Sequence[Mapping[str, Any]]
_VPC_TABLE = {
    "RouteTableId": "rtb-main",
    "Associations": [{"Main": True}],
    "Routes": [{"DestinationCidrBlock": PREFIX, "NetworkInterfaceId": "eni-node", "State": "active"}],
}
"""NC2 has written its route to a node."""


@dataclass(frozen=True)
class Region:
    """EC2 of one region. An action that is not here is not known to the histories: the program asks more than before.

    ``list_name`` is the name of the stack's prefix list; ``afar`` says that the run is one of the other site.
    """

    gateway: TransitGateway
    list_name: str
    afar: bool

    def describe_managed_prefix_lists(self, **_: Any) -> dict[str, Any]:
        """The one list of the stack."""
        self._answers()
        return {"PrefixLists": [{"PrefixListId": LIST_ID, "PrefixListName": self.list_name}]}

    def search_transit_gateway_routes(self, *, Filters: Filters = (), **_: Any) -> dict[str, Any]:
        """The routes that pass every filter."""
        self._answers()
        found = [route for route in self.gateway.routes() if all(_passes(route, one) for one in Filters)]
        return {"Routes": found, "AdditionalRoutesAvailable": False}

    def describe_transit_gateway_attachments(self, **_: Any) -> dict[str, Any]:
        """The VPC, the peering and the VPC of another team, which all use the one table."""
        self._answers()
        table = {"Association": {"TransitGatewayRouteTableId": self.gateway.table_id}, "State": "available"}
        return {
            "TransitGatewayAttachments": [{**end_of(self.gateway.site, to), **table} for to in (OWN, PEERING, "other")]
        }

    def describe_transit_gateway_vpc_attachments(self, **_: Any) -> dict[str, Any]:
        """That of the site's VPC, by one subnet."""
        self._answers()
        return {"TransitGatewayVpcAttachments": [{"State": "available", "SubnetIds": ["subnet-metal"]}]}

    def get_paginator(self, action: str) -> Region:
        """Of the route tables."""
        assert action == "describe_route_tables"
        return self

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        """One page."""
        self._answers()
        yield {"RouteTables": [_VPC_TABLE]}

    def _answers(self) -> None:
        if self.gateway.silent or (self.afar and self.gateway.lost):
            raise ConnectTimeoutError(endpoint_url="https://ec2")


def _passes(route: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    network, values = IPv4Network(route["DestinationCidrBlock"]), wanted["Values"]
    match wanted["Name"]:
        case "route-search.subnet-of-match":
            return any(network.subnet_of(IPv4Network(one)) for one in values)
        case "route-search.exact-match":
            return str(network) in values
    raise AssertionError(f"a filter that the histories do not know: {wanted['Name']}")
