"""Connections and routers that every version is tried with."""

from typing import Any

from mikrotik import Design, design, from_description, router, version
from tests.mikrotik.connections import CUSTOMER, MODERN, OLD, STRONG, Shape, describe

# One router of each family, and what it says of itself.
ROUTERS = {
    "6": "6.49.10 (long-term)",
    "7.9": "7.16.2 (stable)",
    "7.19": "7.19.4",
    "7.20": "7.20.1 (stable)",
    "7.22": "7.22",
}

_ODD: dict[str, Any] = {"Phase1LifetimeSeconds": 28799, "Phase2LifetimeSeconds": 1801, "DpdTimeoutSeconds": 77}
_SHORT: dict[str, Any] = {"Phase1LifetimeSeconds": 901, "Phase2LifetimeSeconds": 900, "DpdTimeoutSeconds": 31}
_VGW = ("VpnGatewayId", "vgw-0fedcba9876543210")

CONNECTIONS: dict[str, Shape] = {
    "defaults": Shape(),
    "strong": Shape((STRONG, STRONG)),
    "modern": Shape((MODERN, MODERN)),
    "static": Shape(static=True, gateway=_VGW, routes=("192.168.10.0/24",)),
    "static-narrow": Shape(
        static=True,
        options={"LocalIpv4NetworkCidr": "192.168.0.0/16", "RemoteIpv4NetworkCidr": "10.0.0.0/8"},
    ),
    "vgw": Shape((MODERN, MODERN), gateway=_VGW),
    "asymmetric": Shape((STRONG, OLD)),
    "odd-lifetimes": Shape((_ODD, {**_ODD, **_SHORT})),
    "ikev1": Shape((OLD, OLD)),
    "accelerated": Shape((MODERN, MODERN), options={"EnableAcceleration": True}, mss=1400),
}
# The fast tier takes these and the defaults through everything; the slow one all of them.
FEW = (("static-narrow", "7.20"), ("asymmetric", "7.20"))
NARROW = ["10.20.0.0/16"]
WIDE = ["10.0.0.0/16", "172.30.0.0/16"]


def local(**changes: Any) -> dict[str, Any]:
    """The router's own values, by the names of its file."""
    return {
        "wanInterface": "ether1",
        "wanAddress": CUSTOMER,
        "lanPrefixes": ["192.168.10.0/24"],
        "awsPrefixes": WIDE,
        **changes,
    }


def designed(name: str, family: str, **changes: Any) -> Design:
    """One of the connections above on a router of the family."""
    own = local(awsPrefixes=NARROW if "narrow" in name else WIDE)
    if name == "accelerated":
        own |= {"natTraversal": True, "wanAddress": "192.168.1.2"}
    return design(
        from_description(describe(CONNECTIONS[name])),
        router(None, own | changes),
        version(family),
    )
