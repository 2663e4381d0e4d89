"""The overlay subnet under the lifecycle recipe."""

from __future__ import annotations

from typing import Any

from prism import PrismCentral
from prism.networking import Subnets
from providers.subnet import OverlaySubnetProvider
from tests.providers._noun import Noun, new_vpc, write_over


def _overlay_inputs(client: PrismCentral) -> dict[str, Any]:
    return {
        "name": "workload-1",
        "vpc_id": new_vpc(client),
        "cidr": "172.30.1.0/24",
        "gateway": "172.30.1.1",
        "dhcp_pools": [["172.30.1.200", "172.30.1.250"]],
        "dns_servers": ["169.254.169.253"],
        "domain_name": "workload.internal",
    }


NOUN = Noun(
    name="overlay subnet",
    provider=OverlaySubnetProvider,
    inputs=_overlay_inputs,
    collection=lambda client, state: Subnets(client),
    changes=lambda client: {
        "name": "renamed",
        "gateway": "172.30.1.2",
        "dhcp_pools": [],
        "dns_servers": [],
        "domain_name": "elsewhere.internal",
        "cidr": "172.30.0.0/16",
        "vpc_id": new_vpc(client, "another"),
    },
    replaces=frozenset({"cidr", "vpc_id"}),
    drifts={
        "renamed": write_over(Subnets, name="by-hand"),
        "DHCP options gone": write_over(Subnets, dhcp_options=None),
        "marker removed": write_over(Subnets, description="mine now"),
    },
)
