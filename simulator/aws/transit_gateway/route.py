"""Transit gateway routes, one by one: where each leads, and which filters accept it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.ec2.exceptions import FilterNotImplementedError

from simulator.aws.base import Filters, Network, contains, network


@dataclass(frozen=True)
class TransitGatewayRoute:
    """One route of a table, as SearchTransitGatewayRoutes lists it. No attachment: a blackhole on purpose."""

    destination: Network
    attachment: Any | None
    type: str
    prefix_list_id: str | None = None

    @property
    def state(self) -> str:
        """`active`, or `blackhole` for a route that leads nowhere: on purpose, or because its attachment is gone."""
        return "active" if self.shows("state", "available") else "blackhole"

    def shows(self, attribute: str, value: str) -> bool:
        """Whether the attachment has this value. A blackhole has none."""
        return self.attachment is not None and getattr(self.attachment, attribute) == value

    def to_dict(self) -> dict[str, Any]:
        """The route in the form of EC2."""
        shown: dict[str, Any] = {
            "DestinationCidrBlock": str(self.destination),
            "PrefixListId": self.prefix_list_id,
            "Type": self.type,
            "State": self.state,
        }
        if self.attachment is not None:
            # assumed: a route still names its attachment after that was deleted.
            shown["TransitGatewayAttachments"] = [
                {
                    "ResourceId": self.attachment.resource_id,
                    "ResourceType": self.attachment.resource_type,
                    "TransitGatewayAttachmentId": self.attachment.id,
                }
            ]
        return shown


_FILTERS: dict[str, Callable[[TransitGatewayRoute, str], bool]] = {
    "type": lambda route, value: route.type == value,
    "state": lambda route, value: route.state == value,
    "prefix-list-id": lambda route, value: route.prefix_list_id == value,
    "attachment.transit-gateway-attachment-id": lambda route, value: route.shows("id", value),
    "attachment.resource-id": lambda route, value: route.shows("resource_id", value),
    "attachment.resource-type": lambda route, value: route.shows("resource_type", value),
    "route-search.exact-match": lambda route, value: route.destination == network(value),
    "route-search.longest-prefix-match": lambda route, value: contains(route.destination, network(value)),
    "route-search.subnet-of-match": lambda route, value: contains(network(value), route.destination),
    "route-search.supernet-of-match": lambda route, value: contains(route.destination, network(value)),
}


def search(routes: list[TransitGatewayRoute], filters: Filters) -> list[TransitGatewayRoute]:
    """The routes that every filter accepts."""
    for name in filters:
        if name not in _FILTERS:
            raise FilterNotImplementedError(name, "SearchTransitGatewayRoutes")
    chosen = [route for route in routes if _passes(route, filters)]
    if "route-search.longest-prefix-match" in filters:
        longest = max((route.destination.prefixlen for route in chosen), default=0)
        chosen = [route for route in chosen if route.destination.prefixlen == longest]
    return chosen


def _passes(route: TransitGatewayRoute, filters: Filters) -> bool:
    return all(any(_FILTERS[name](route, value) for value in values) for name, values in filters.items())
