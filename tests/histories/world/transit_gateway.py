"""The transit gateway of a site: a reference that AWS points elsewhere in place, among routes of other teams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.histories.log.foreign import LIST_ID, PREFIX, Foreign
from tests.histories.log.moment import NOT_AVAILABLE, OWN, PEERING

PEERING_ID = "tgw-attach-peering"


class Refused(Exception):
    """AWS did not do it, or its answer got lost."""


@dataclass
class TransitGateway:
    """``faults`` are what becomes of the next changes: refused, or lost (done, but the answer never came).

    ``foreign`` are the routes of others in its table by their prefixes; ``silent`` says that AWS lists none of them,
    and ``lost`` that the region does not answer the other site.
    """

    site: str
    moved: Callable[[str, str], None]
    boundary: Callable[[str], None]
    leads_to: str = PEERING
    faults: list[str] = field(default_factory=list)
    foreign: dict[str, Foreign] = field(default_factory=dict)
    silent: bool = False
    lost: bool = False

    def lead(self, target: str) -> None:
        """``own`` or ``peering``. Raises Refused."""
        self.boundary("before the route")
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refused":
            raise Refused(NOT_AVAILABLE)
        if self.leads_to != target:
            self.leads_to = target
            self.moved(self.site, target)
        self.boundary("after the route")
        if fault == "lost":
            raise Refused("Connection reset by peer.")

    @property
    def table_id(self) -> str:
        """The id of its one table."""
        return f"tgw-rtb-{self.site.encode().hex():0<17}"

    def routes(self) -> list[Mapping[str, Any]]:
        """All routes of the table, as SearchTransitGatewayRoutes lists them."""
        ours = self._listed(Foreign(PREFIX, self.leads_to, "propagated"))
        return [{**ours, "PrefixListId": LIST_ID}, *map(self._listed, self.foreign.values())]

    def _listed(self, route: Foreign) -> dict[str, Any]:
        shown = {"DestinationCidrBlock": route.prefix, "Type": route.type, "State": "active"}
        if not route.leads_to:
            return {**shown, "State": "blackhole", "TransitGatewayAttachments": []}
        return {**shown, "TransitGatewayAttachments": [end_of(self.site, route.leads_to)]}


def end_of(site: str, leads_to: str) -> dict[str, str]:
    """The attachment by which the site's gateway leads to ``own``, ``peering`` or ``other``, in the form of EC2."""
    ends = {
        OWN: (f"tgw-attach-{site}", f"vpc-{site}", "vpc"),
        PEERING: (PEERING_ID, "tgw-other", "peering"),
        "other": ("tgw-attach-of-others", "vpc-of-others", "vpc"),
    }
    names = ("TransitGatewayAttachmentId", "ResourceId", "ResourceType")
    return dict(zip(names, ends[leads_to], strict=True))
