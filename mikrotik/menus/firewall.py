"""Firewall rules: accept what must come in, exempt the traffic from NAT and fasttrack, and limit the segment size.

Every rule stands above the router's own rules, and so above a masquerade, a drop and a fasttrack.
"""

from mikrotik.decisions.design import Design
from mikrotik.menus import names
from mikrotik.menus.item import FIRST, Item, Value

_FILTER, _NAT, _MANGLE = "/ip firewall filter", "/ip firewall nat", "/ip firewall mangle"
_LARGEST_MSS = 65535


def items(design: Design) -> list[Item]:
    """Input, forward, NAT and MSS rules, by menu."""
    return [*_input(design), *_forward(design), *_nat(design), *_mss(design)]


def _input(design: Design) -> list[Item]:
    """IKE and ESP from AWS's ends, and BGP from inside the tunnels."""
    outside: dict[str, Value] = {
        "chain": "input",
        "src-address-list": names.peer_list(design),
        "in-interface": design.router.wan_interface,
        "action": "accept",
    }
    found = [
        _rule(design, _FILTER, "input ike", {**outside, "protocol": "udp", "dst-port": "500,4500"}),
        _rule(design, _FILTER, "input esp", {**outside, "protocol": "ipsec-esp"}),
    ]
    if not design.bgp:
        return found
    for tunnel in design.connection.tunnels:
        inside: dict[str, Value] = {
            "chain": "input",
            "src-address": str(tunnel.configuration.aws_inside),
            "protocol": "tcp",
            "dst-port": "179",
            "ipsec-policy": "in,ipsec",
            "action": "accept",
        }
        found.append(_rule(design, _FILTER, f"input bgp {tunnel.number}", inside))
    return found


def _forward(design: Design) -> list[Item]:
    """Accepts established connections through the tunnels before a fasttrack rule can take them past IPsec."""
    common: dict[str, Value] = {"chain": "forward", "connection-state": "established,related", "action": "accept"}
    return [
        _rule(design, _FILTER, "no fasttrack out", {**common, **_towards(design, "out")}),
        _rule(design, _FILTER, "no fasttrack in", {**common, **_towards(design, "in")}),
    ]


def _nat(design: Design) -> list[Item]:
    lists: dict[str, Value] = {
        "chain": "srcnat",
        "src-address-list": names.lan_list(design),
        "dst-address-list": names.aws_list(design),
        "action": "accept",
    }
    inside = [
        _rule(
            design,
            _NAT,
            f"no nat {tunnel.number}",
            {"chain": "srcnat", "dst-address": str(tunnel.configuration.inside), "action": "accept"},
        )
        for tunnel in design.connection.tunnels
    ]
    return [_rule(design, _NAT, "no nat", lists), *inside]


def _mss(design: Design) -> list[Item]:
    common: dict[str, Value] = {
        "chain": "forward",
        "protocol": "tcp",
        "tcp-flags": "syn",
        "tcp-mss": f"{design.mss + 1}-{_LARGEST_MSS}",
        "action": "change-mss",
        "new-mss": str(design.mss),
        "passthrough": "yes",
    }
    return [
        _rule(design, _MANGLE, "mss out", {**common, **_towards(design, "out")}),
        _rule(design, _MANGLE, "mss in", {**common, **_towards(design, "in")}),
    ]


def _towards(design: Design, direction: str) -> dict[str, Value]:
    side = "dst-address-list" if direction == "out" else "src-address-list"
    return {side: names.aws_list(design), "ipsec-policy": f"{direction},ipsec"}


def _rule(design: Design, menu: str, role: str, arguments: dict[str, Value]) -> Item:
    return Item(menu, names.comment(design, role), arguments, before=FIRST)
