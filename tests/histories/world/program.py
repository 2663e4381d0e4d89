"""What the program does that the stacks of the histories only model: the modules here ask the program itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pulumi

from components.memory import OUTPUT
from components.memory import remembered as read_memory
from operations.run import Project
from tests.histories.log.moment import Word
from tests.histories.world.transit_gateway import Refused
from topology import SiteModel, build

_FACTS = {
    "vpcId": "vpc-other",
    "transitGatewayId": "tgw-other",
    "requestedPeeringId": "tgw-attach-peering",
    "acceptedPeeringId": "tgw-attach-peering",
    "domainManagerId": "dm-other",
    "overlayVpcId": "overlay-other",
    "overlayTestVpcId": "test-other",
    "loadBalancerDnsName": "front.other.example.com",
    "hostedZoneId": "Z1",
    "categoryIds": '{"DisasterRecovery:Protected":"category-1"}',
}


def outputs(word: Word | None) -> Mapping[str, str]:
    """What a stack has published with this word; nothing without one."""
    if word is None:
        return {}
    return {**_FACTS, "generation": str(word.generation), "activeSite": word.active}


def remembered(site: str, own: str, others: Word | None, lost: str = "") -> str:
    """What the next run of the stack is to know; ``own`` is what this one knows. Raises Refused for an absence.

    ``lost`` is the site whose state the configuration says is lost.
    """
    known = {OUTPUT: own} if own else {}
    try:
        _, memory = read_memory(_model(site, lost), known, outputs(others))
    except pulumi.RunError as error:
        raise Refused(str(error)) from None
    return memory.dumped()


@cache
def _model(site: str, lost: str) -> SiteModel:
    project = Project.here()
    accepted = {"acceptedChanges": {"lostState": lost}} if lost else {}
    return build({**project.configuration(site), **accepted}, site, project.name)
