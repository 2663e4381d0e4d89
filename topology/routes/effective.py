"""The route that a packet takes in a transit gateway's table, and the routes that take a workload's packets from ours.

The longest prefix wins. Of equal prefixes a static route wins over a prefix list's, and that over a propagated one. So
a reference to a prefix list moves nothing that a static or a more specific route leads elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Protocol, TypeVar

from topology.routes.held_route import HeldRoute

_OF_A_LIST = 1
_ADDRESSES_SHOWN = 8


class Ranked(Protocol):
    """A route of any table. `strength`: which of two routes of one prefix wins."""

    @property
    def destination(self) -> IPv4Network: ...
    @property
    def strength(self) -> int: ...


R = TypeVar("R", bound=Ranked)


@dataclass(frozen=True)
class Shadow:
    """A route that wins over ours for a part of the workload, or for all of it. `prefix`: the workload's."""

    prefix: str
    route: HeldRoute
    addresses: tuple[str, ...] = ()
    """The known addresses of VMs that it takes, or VM names with their addresses."""

    def __str__(self) -> str:
        of = f" inside {self.prefix}" if str(self.route.destination) != self.prefix else ""
        return f"the {self.route.kind} of {self.route.destination}{of} leads to {self.route.leads_to}"

    @property
    def takes(self) -> str:
        """Whose packets it takes, in words."""
        if not self.addresses:
            return f"every VM with an address in {self.route.destination}"
        shown, more = self.addresses[:_ADDRESSES_SHOWN], len(self.addresses) - _ADDRESSES_SHOWN
        return ", ".join(shown) + (f" and {more} more" if more > 0 else "")

    def command(self, table_id: str, region: str) -> str:
        """The command that takes the route away."""
        table = f"--region {region} --transit-gateway-route-table-id {table_id}"
        if self.route.prefix_list_id:
            action, what = "delete-transit-gateway-prefix-list-reference", f"prefix-list-id {self.route.prefix_list_id}"
        elif self.route.type == "static":
            action, what = "delete-transit-gateway-route", f"destination-cidr-block {self.route.destination}"
        else:
            action = "disable-transit-gateway-route-table-propagation"
            what = f"transit-gateway-attachment-id {self.route.attachment_id}"
        return f"aws ec2 {action} {table} --{what}"

    def command_to(self, table_id: str, region: str, attachment_id: str) -> str:
        """The command that leads what it takes to another attachment."""
        table = f"--region {region} --transit-gateway-route-table-id {table_id}"
        if self.route.prefix_list_id:
            action, what = "modify-transit-gateway-prefix-list-reference", f"prefix-list-id {self.route.prefix_list_id}"
        else:
            action = f"{'replace' if self.route.type == 'static' else 'create'}-transit-gateway-route"
            what = f"destination-cidr-block {self.route.destination}"
        return f"aws ec2 {action} {table} --{what} --transit-gateway-attachment-id {attachment_id}"


def effective_route(routes: Iterable[R], to: IPv4Address | IPv4Network) -> R | None:
    """The route that packets to this address, or to all of this prefix, take; None where none covers it.

    Of a transit gateway's table or of a VPC's.
    """
    covering = (route for route in routes if IPv4Network(to).subnet_of(route.destination))
    return max(covering, key=lambda route: (route.destination.prefixlen, route.strength), default=None)


def shadows(routes: Sequence[HeldRoute], prefixes: Iterable[str], our_list: str | None) -> tuple[Shadow, ...]:
    """The routes that win over the routes of our prefix list for a part of these prefixes, by prefix.

    `our_list`: the id of our prefix list; None while there is none, when no route of a list is ours.
    """
    found: list[Shadow] = []
    for prefix in prefixes:
        whole = IPv4Network(prefix)
        for route in routes:
            wins = route.destination != whole or route.strength >= _OF_A_LIST
            ours = our_list is not None and route.prefix_list_id == our_list
            if wins and not ours and _is_effective(route, routes, whole):
                found.append(Shadow(prefix, route))
    return tuple(sorted(found, key=lambda shadow: shadow.route.destination))


def taken(routes: Sequence[HeldRoute], prefixes: Iterable[str], our_list: str | None) -> tuple[Shadow, ...]:
    """The routes of others that a workload's prefix or a part of it has already, those included that ours would beat.

    A first reference takes the packets away from these: whoever uses them should have been asked.
    """
    return tuple(
        Shadow(prefix, route)
        for prefix in prefixes
        for route in sorted(routes, key=lambda route: route.destination)
        if (our_list is None or route.prefix_list_id != our_list)
        and (_is_effective(route, routes, IPv4Network(prefix)) or route.destination == IPv4Network(prefix))
    )


def inside(routes: Sequence[HeldRoute], prefixes: Iterable[str]) -> tuple[Shadow, ...]:
    """The routes that packets of these prefixes or of parts of them take, in a table that has no route of ours."""
    return tuple(
        Shadow(prefix, route)
        for prefix in prefixes
        for route in sorted(routes, key=lambda route: route.destination)
        if _is_effective(route, routes, IPv4Network(prefix))
    )


def _is_effective(route: HeldRoute, routes: Sequence[HeldRoute], whole: IPv4Network) -> bool:
    """Whether the route lies in the prefix and no other route of the same destination is stronger."""
    return route.destination.subnet_of(whole) and effective_route(routes, route.destination) == route
