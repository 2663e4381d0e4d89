"""The inside addresses, on a bridge without ports, so that no other interface changes."""

from mikrotik.decisions.design import Design
from mikrotik.menus import names
from mikrotik.menus.item import Item


def items(design: Design) -> list[Item]:
    """The bridge, with the MTU of the tunnels, and one address per tunnel."""
    # assumed: a bridge without ports is always up, and IPsec takes packets routed to it before any ARP.
    bridge = Item(
        "/interface bridge",
        names.comment(design, "inside"),
        {"name": names.inside(design), "mtu": str(design.inner_mtu), "protocol-mode": "none"},
    )
    return [bridge, *(_address(design, number) for number in (1, 2))]


def _address(design: Design, number: int) -> Item:
    configuration = design.connection.tunnels[number - 1].configuration
    return Item(
        "/ip address",
        names.comment(design, f"inside {number}"),
        {
            "address": f"{configuration.customer_inside}/{configuration.inside.prefixlen}",
            "interface": names.inside(design),
        },
    )
