"""Routes of other teams in a transit gateway's table, and which route a packet takes there. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from topology import HeldRoute, effective_route

PREFIX, LIST_ID = "172.30.0.0/16", "pl-workload"
NOWHERE = ""


@dataclass(frozen=True)
class Foreign:
    """A route of another team. It leads to ``own``, ``peering``, ``other`` (a VPC of theirs), or nowhere (empty)."""

    prefix: str
    leads_to: str
    type: str = "static"

    def __str__(self) -> str:
        return f"the {self.type} route of {self.prefix} to {self.leads_to or 'nowhere'}"


def winner(ours: str, foreign: Iterable[Foreign], address: str) -> Foreign:
    """The route that a packet to the address takes. ``ours`` is where the stack's prefix list leads."""
    routes = [Foreign(PREFIX, ours, "prefix list's"), *foreign]
    table = {_held(one, LIST_ID if number == 0 else None): one for number, one in enumerate(routes)}
    route = effective_route(table, IPv4Address(address))
    return table[route] if route else Foreign(PREFIX, NOWHERE)


def _held(route: Foreign, of: str | None) -> HeldRoute:
    """For this question the attachment is the word for where the route leads."""
    state = "active" if route.leads_to else "blackhole"
    return HeldRoute(IPv4Network(route.prefix), route.type, state, route.leads_to, prefix_list_id=of)
