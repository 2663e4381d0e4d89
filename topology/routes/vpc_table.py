"""Where a VPC's route table leads the workload: NC2's own route leads each prefix to the node that is the gateway.

A packet that the transit gateway hands to the VPC takes the route table of the attachment's subnet in its zone. NC2
writes one route for each externally routable prefix of the transit VPC, to a network interface. A route of a part of
the prefix wins over it.
"""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Protocol, TypeVar

_INTERFACE, _ACTIVE = "eni-", "active"


class TableRoute(Protocol):
    """A route of a VPC's table. `strength`: which of two routes of one prefix wins."""

    @property
    def destination(self) -> IPv4Network: ...
    @property
    def target(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def strength(self) -> int: ...


R = TypeVar("R", bound=TableRoute)


def effective_in_vpc(routes: Iterable[R], to: IPv4Address | IPv4Network) -> R | None:
    """The route that packets to this address, or to all of this prefix, take; None where none covers it."""
    covering = (route for route in routes if IPv4Network(to).subnet_of(route.destination))
    return max(covering, key=lambda route: (route.destination.prefixlen, route.strength), default=None)


def leads_to_node(route: TableRoute | None) -> bool:
    """Whether it leads to an interface that is there: NC2's own does."""
    return route is not None and route.target.startswith(_INTERFACE) and route.state == _ACTIVE


def led_off(routes: Sequence[R], prefix: str) -> tuple[R, ...]:
    """The routes of the prefix or of parts of it by which packets go elsewhere than to an interface.

    A route of the prefix to an interface that is gone is NC2's own, which it writes anew: missing, and of nobody else.
    NC2 may have several gateways, and one route for each of its prefixes: whose interface it is, only Prism Central
    knows.
    """
    whole = IPv4Network(prefix)
    found = (
        route
        for route in routes
        if route.destination.subnet_of(whole)
        and effective_in_vpc(routes, route.destination) is route
        and not (leads_to_node(route) or (route.destination == whole and route.target.startswith(_INTERFACE)))
    )
    return tuple(sorted(found, key=lambda route: route.destination))
