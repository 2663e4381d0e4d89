"""The whole configuration of a router for one VPN connection: entries in the order of their creation."""

from mikrotik.decisions.design import Design
from mikrotik.menus import address_list, bgp, firewall, interface, ipsec, route, switch
from mikrotik.menus.item import Item

MENUS = (
    "/interface bridge",
    "/ip address",
    "/ip firewall address-list",
    "/ip firewall filter",
    "/ip firewall nat",
    "/ip firewall mangle",
    "/routing filter",
    "/routing filter rule",
    "/routing bgp instance",
    "/ip route",
    "/ip ipsec profile",
    "/ip ipsec proposal",
    "/ip ipsec peer",
    "/ip ipsec identity",
    "/ip ipsec policy",
    "/routing bgp peer",
    "/routing bgp connection",
    "/system scheduler",
)
"""Every menu that is ever touched; each entry only needs what stands in menus before its own."""

WITHOUT_COMMENTS = ("/ip ipsec profile",)


def configuration(design: Design) -> tuple[Item, ...]:
    """All entries. Those of one menu are in the order in which the router must evaluate them."""
    found = [
        item for noun in (interface, address_list, firewall, bgp, route, ipsec, switch) for item in noun.items(design)
    ]
    return tuple(sorted(found, key=lambda item: MENUS.index(item.menu)))


def menus(design: Design) -> tuple[str, ...]:
    """The menus of a configuration that this version has."""
    absent = (
        {"/routing filter rule", "/routing bgp connection"}
        if design.version.major == 6
        else {
            "/routing filter",
            "/routing bgp peer",
            *(() if design.version.bgp_instance else ("/routing bgp instance",)),
        }
    )
    return tuple(menu for menu in MENUS if menu not in absent)
