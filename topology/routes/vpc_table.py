"""Where a VPC's route table leads the workload: NC2's own route leads each prefix to the node that is the gateway.

A packet that the transit gateway hands to the VPC takes the route table of the attachment's subnet in its zone. NC2
writes one route for each externally routable prefix of the transit VPC, to a network interface. A route of a part of
the prefix wins over it.
"""

from collections.abc import Sequence
from ipaddress import IPv4Network
from typing import Protocol, TypeVar

from topology.routes.effective import Ranked, effective_route

_INTERFACE, _ACTIVE = "eni-", "active"


class TableRoute(Ranked, Protocol):
    """A route of a VPC's table."""

    @property
    def target(self) -> str: ...
    @property
    def state(self) -> str: ...


R = TypeVar("R", bound=TableRoute)


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
        and effective_route(routes, route.destination) is route
        and not (leads_to_node(route) or (route.destination == whole and route.target.startswith(_INTERFACE)))
    )
    return tuple(sorted(found, key=lambda route: route.destination))
