"""The external subnet without NAT under the lifecycle recipe."""

from __future__ import annotations

from typing import Any

from prism import PrismCentral
from prism.networking import Subnets
from providers.base import ip_config
from providers.external_subnet import ExternalSubnetProvider
from tests.providers._noun import Noun, transit_vpc, write_over


def _external_subnet_inputs(client: PrismCentral) -> dict[str, Any]:
    return {
        "name": "overlay-external-subnet-nonat",
        "cidr": "100.64.10.0/24",
        "gateway": "100.64.10.1",
        "pools": [["100.64.10.10", "100.64.10.40"], ["100.64.10.50", "100.64.10.100"]],
        "transit_vpc_id": transit_vpc(client),
    }


NOUN = Noun(
    name="external subnet",
    provider=ExternalSubnetProvider,
    inputs=_external_subnet_inputs,
    collection=lambda client, state: Subnets(client),
    changes=lambda client: {
        "name": "renamed",
        "gateway": "100.64.10.2",
        "pools": [["100.64.10.20", "100.64.10.90"]],
        "cidr": "100.64.10.0/25",
    },
    replaces=frozenset({"cidr"}),
    drifts={
        "renamed": write_over(Subnets, name="by-hand"),
        "marker removed": write_over(Subnets, description="mine now"),
        "pools changed": write_over(
            Subnets, ip_config=ip_config("100.64.10.0/24", "100.64.10.1", [["100.64.10.30", "100.64.10.31"]])
        ),
    },
)
