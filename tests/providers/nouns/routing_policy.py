"""The routing policy under the lifecycle recipe."""

from __future__ import annotations

from typing import Any

from prism import PrismCentral
from prism.networking import RoutingPolicies
from providers.routing_policy import RoutingPolicyProvider
from tests.providers._noun import Noun, new_vpc, write_over


def _inputs(client: PrismCentral) -> dict[str, Any]:
    web = {
        "source": "external",
        "destination": "172.30.1.0/24",
        "protocol": "tcp",
        "source_ports": [[1024, 65535]],
        "destination_ports": [[80, 80], [443, 443]],
        "action": "permit",
        "bidirectional": True,
    }
    inspected = {"destination": "172.30.2.0/24", "action": "reroute", "service_ips": ["172.30.9.9"], "fallback": "drop"}
    return {"name": "web", "vpc_id": new_vpc(client), "priority": 200, "rules": [web, inspected]}


NOUN = Noun(
    name="routing policy",
    provider=RoutingPolicyProvider,
    inputs=_inputs,
    collection=lambda client, state: RoutingPolicies(client),
    changes=lambda client: {
        "name": "renamed",
        "priority": 300,
        "rules": [
            {"protocol": "icmp", "icmp_type": 8, "icmp_code": 0, "action": "deny"},
            {"protocol": "47", "action": "forward", "nexthop": "172.30.9.1"},
        ],
        "vpc_id": new_vpc(client, "another"),
    },
    replaces=frozenset({"vpc_id"}),
    drifts={
        "renamed": write_over(RoutingPolicies, name="by-hand"),
        "another priority": write_over(RoutingPolicies, priority=7),
        "marker removed": write_over(RoutingPolicies, description="mine now"),
    },
)
