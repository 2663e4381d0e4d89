"""Address lists for the rules: the prefixes of both sides, and AWS's outside addresses."""

from ipaddress import IPv4Address, IPv4Network

from mikrotik.decisions.design import Design
from mikrotik.menus import names
from mikrotik.menus.item import Item

_MENU = "/ip firewall address-list"


def items(design: Design) -> list[Item]:
    """One entry per prefix or address."""
    ends = [tunnel.configuration.aws_outside for tunnel in design.connection.tunnels]
    return [
        *(_entry(design, "lan", names.lan_list(design), prefix) for prefix in design.router.lan_prefixes),
        *(_entry(design, "aws", names.aws_list(design), prefix) for prefix in design.router.aws_prefixes),
        *(_entry(design, "end", names.peer_list(design), end) for end in ends),
    ]


def _entry(design: Design, role: str, list_name: str, address: IPv4Network | IPv4Address) -> Item:
    return Item(_MENU, names.comment(design, f"{role} {address}"), {"list": list_name, "address": str(address)})
