"""A converged pair: what each stack has published, and what each remembers."""

from collections.abc import Mapping
from typing import Any

from operations.run import Project
from tests.components.conftest import Program
from topology import SiteModel, build

WORD = {"generation": "2", "activeSite": "tokyo", "vpcId": "vpc-other"}
OSAKA = {
    **WORD,
    "transitGatewayId": "tgw-other",
    "acceptedPeeringId": "tgw-attach-peering",
    "domainManagerId": "dm-other",
    "overlayVpcId": "overlay-other",
    "overlayTestVpcId": "test-other",
    "loadBalancerDnsName": "front.osaka.example.com",
}
TOKYO = {
    **WORD,
    "transitGatewayId": "tgw-other",
    "requestedPeeringId": "tgw-attach-peering",
    "hostedZoneId": "Z1",
    "categoryIds": '{"DisasterRecovery:Protected":"category-1"}',
}
PUBLISHED = {"tokyo": OSAKA, "osaka": TOKYO}
"""What the other stack of each has published, once both have converged."""


def living(stack: str, **changes: Any) -> Mapping[str, str]:
    """What the stack of a converged pair remembers."""
    return Program(stack, PUBLISHED[stack]).run(**changes).remembered


def without(published: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in published.items() if name not in names}


def model_of(stack: str, **changes: Any) -> SiteModel:
    configuration = Project.here().configuration()
    for key, value in changes.items():
        configuration[key] = configuration.get(key, {}) | value if isinstance(value, dict) else value
    return build(configuration, stack, "nc2-dr")
