"""Where a VPC's route table leads the workload: NC2's own route, and the routes that win over it."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

import pytest

from topology import effective_route, leads_to_node, led_off

WHOLE, PIECE = "172.30.0.0/16", "172.30.1.0/24"


@dataclass(frozen=True)
class Route:
    destination: IPv4Network
    target: str
    state: str = "active"
    strength: int = 2


def route(prefix: str, target: str, state: str = "active", strength: int = 2) -> Route:
    return Route(IPv4Network(prefix), target, state, strength)


NC2 = route(WHOLE, "eni-1")
DEFAULT, LOCAL = route("0.0.0.0/0", "nat-1"), route("10.101.0.0/16", "local")

LED_OFF = {
    "NC2's own alone": ([DEFAULT, LOCAL, NC2], []),
    "a part to the gateway": ([NC2, route(PIECE, "tgw-1")], [PIECE]),
    "a part to another gateway node": ([NC2, route(PIECE, "eni-2")], []),
    "a part to an interface that is gone": ([NC2, route(PIECE, "eni-2", "blackhole")], [PIECE]),
    "the whole to an interface that is gone: NC2 writes it anew": ([route(WHOLE, "eni-1", "blackhole")], []),
    "the whole to a peering": ([route(WHOLE, "pcx-1")], [WHOLE]),
    "the weaker of two": ([NC2, route(WHOLE, "vgw-1", strength=0)], []),
    "a default route alone": ([DEFAULT], []),
    "not the workload's": ([NC2, route("192.168.0.0/16", "tgw-1")], []),
}


@pytest.mark.parametrize("row", LED_OFF)
def test_the_routes_by_which_packets_do_not_come_to_a_node(row: str) -> None:
    routes, expected = LED_OFF[row]
    assert [str(one.destination) for one in led_off(routes, WHOLE)] == expected
    assert [str(one.destination) for one in led_off(routes[::-1], WHOLE)] == expected


def test_the_route_that_a_packet_takes() -> None:
    routes = [DEFAULT, NC2, route(PIECE, "tgw-1"), route(PIECE, "vgw-1", strength=0)]
    assert effective_route(routes, IPv4Address("172.30.1.34")) == routes[2]
    assert effective_route(routes, IPv4Network(WHOLE)) == NC2
    assert effective_route([LOCAL], IPv4Address("172.30.1.34")) is None
    assert leads_to_node(NC2)
    assert not leads_to_node(DEFAULT)
    assert not leads_to_node(None)
