"""The workload VPC under the lifecycle recipe."""

from __future__ import annotations

from prism import IpSubnet
from prism.networking import Vpcs
from providers.vpc import VpcProvider
from tests.providers._noun import Noun, new_external_subnet, write_over

NOUN = Noun(
    name="vpc",
    provider=VpcProvider,
    inputs=lambda client: {
        "name": "workload",
        "external_subnet_ids": [new_external_subnet(client)],
        "externally_routable_prefixes": ["172.30.0.0/16", "172.31.0.0/16"],
        "dns_servers": ["169.254.169.253"],
    },
    collection=lambda client, state: Vpcs(client),
    changes=lambda client: {
        "name": "renamed",
        "external_subnet_ids": [new_external_subnet(client, "another", 65)],
        "externally_routable_prefixes": ["172.30.0.0/16"],
        "dns_servers": ["10.0.0.2", "10.0.0.3"],
    },
    drifts={
        "renamed": write_over(Vpcs, name="by-hand"),
        "a prefix gone": write_over(Vpcs, externally_routable_prefixes=[IpSubnet.of("172.31.0.0/16")]),
        "detached": write_over(Vpcs, external_subnets=[]),
        "marker removed": write_over(Vpcs, description="mine now"),
    },
)
