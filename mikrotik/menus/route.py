"""Routes: to AWS without BGP, and the LAN prefixes that BGP announces."""

from mikrotik.decisions.design import Design
from mikrotik.menus import names
from mikrotik.menus.item import Item, Value

_BEHIND_ALL = "254"


def items(design: Design) -> list[Item]:
    """A static connection has routes for AWS's prefixes. Any other has one route per announced prefix."""
    return _announced(design) if design.bgp else _static(design)


def _static(design: Design) -> list[Item]:
    # To the bridge and not to the WAN: nothing leaves unencrypted while no tunnel is up, and no WAN rule matches.
    return [
        Item(
            "/ip route",
            names.comment(design, f"to {prefix}"),
            {"dst-address": str(prefix), "gateway": names.inside(design)},
        )
        for prefix in design.router.aws_prefixes
    ]


def _announced(design: Design) -> list[Item]:
    """BGP announces what the routing table has. A blackhole behind every other route makes sure that it has it, also
    where only longer prefixes are in use, and sends nothing astray while the LAN is there."""
    flag: dict[str, Value] = {"type": "blackhole"} if design.version.major == 6 else {"blackhole": None}
    return [
        Item(
            "/ip route",
            names.comment(design, f"announce {prefix}"),
            {**flag, "dst-address": str(prefix), "distance": _BEHIND_ALL},
        )
        for prefix in design.router.lan_prefixes
    ]
