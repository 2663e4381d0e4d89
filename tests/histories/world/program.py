"""What the program does that the stacks of the histories only model: the modules here ask the program itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pulumi

from components.memory import OUTPUT
from components.memory import remembered as read_memory
from components.published import Published
from components.recovery import turn_of
from operations.run import Project
from providers.failover.turn import routes_wait as waits
from tests.histories.log.moment import Word
from tests.histories.world.transit_gateway import PEERING_ID, Refused
from topology import SiteModel, build

_FACTS = {
    "vpcId": "vpc-other",
    "transitGatewayId": "tgw-other",
    "requestedPeeringId": PEERING_ID,
    "acceptedPeeringId": PEERING_ID,
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


def routes_wait(site: str, active: str, own: Word | None, others: Word | None) -> str:
    """Why a run that wants this site active leads no route; empty where the route follows the failover."""
    model = _model(site, "", active)
    other = Published.parse(model.other.name, outputs(others))
    if other.active_site is None and not model.is_active:
        # What a standby's route would lead to is known once the other stack has published.
        return "the peering is not known"
    return waits(turn_of(model, other, outputs(own)))


@cache
def _model(site: str, lost: str, active: str = "") -> SiteModel:
    project = Project.here()
    accepted = {"acceptedChanges": {"lostState": lost}} if lost else {}
    wanted = {"activeRegion": active} if active else {}
    return build({**project.configuration(site), **accepted, **wanted}, site, project.name)
