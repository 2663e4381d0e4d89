"""Network gateway (VPN, VTEP, BGP). GET /api/networking/v4.N/config/gateways."""

from __future__ import annotations

from simulator._noun import Noun, fields


class Gateway(Noun):
    """Read only and empty: the overlay is reached through its external subnets alone."""

    kind = "gateway"
    namespace = "networking"
    path = "config/gateways"
    object_type = "networking.v4.config.Gateway"
    verbs = frozenset({"list", "get"})
    fields = fields("name description vpcReference services deployment status vmReference cloudNetworkReference")
