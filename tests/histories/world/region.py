"""What the program asks of EC2 about the transit gateway of a site, answered from the gateway of a history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from botocore.exceptions import ConnectTimeoutError

from tests.histories.log.foreign import LIST_ID
from tests.histories.world.transit_gateway import TransitGateway

Filters = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Region:
    """EC2 of one region. An action that is not here is not known to the histories: the program asks more than before.

    ``list_name`` is the name of the stack's prefix list.
    """

    gateway: TransitGateway
    list_name: str

    def describe_managed_prefix_lists(self, **_: Any) -> dict[str, Any]:
        """The one list of the stack."""
        self._answers()
        return {"PrefixLists": [{"PrefixListId": LIST_ID, "PrefixListName": self.list_name}]}

    def describe_vpcs(self, **_: Any) -> dict[str, Any]:
        """No VPC of the workload before its migration."""
        return {"Vpcs": []}

    def search_transit_gateway_routes(self, *, Filters: Filters = (), **_: Any) -> dict[str, Any]:
        """The routes that pass every filter."""
        self._answers()
        found = [route for route in self.gateway.routes() if all(_passes(route, one) for one in Filters)]
        return {"Routes": found, "AdditionalRoutesAvailable": False}

    def _answers(self) -> None:
        if self.gateway.silent:
            raise ConnectTimeoutError(endpoint_url="https://ec2")


def _passes(route: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    network, values = IPv4Network(route["DestinationCidrBlock"]), wanted["Values"]
    match wanted["Name"]:
        case "route-search.subnet-of-match":
            return any(network.subnet_of(IPv4Network(one)) for one in values)
        case "route-search.supernet-of-match":
            return any(network.supernet_of(IPv4Network(one)) for one in values)
        case "route-search.exact-match":
            return str(network) in values
        case "state":
            return route["State"] in values
        case "type":
            return route["Type"] in values
    raise AssertionError(f"a filter that the histories do not know: {wanted['Name']}")
