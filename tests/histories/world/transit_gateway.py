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

    ``foreign`` are the routes of others in its table by their prefixes; ``silent`` says that AWS lists none of them.
    """

    site: str
    moved: Callable[[str, str], None]
    boundary: Callable[[str], None]
    leads_to: str = PEERING
    faults: list[str] = field(default_factory=list)
    foreign: dict[str, Foreign] = field(default_factory=dict)
    silent: bool = False

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
        ends = {
            OWN: (f"tgw-attach-{self.site}", f"vpc-{self.site}", "vpc"),
            PEERING: (PEERING_ID, "tgw-other", "peering"),
            "other": ("tgw-attach-of-others", "vpc-of-others", "vpc"),
        }
        shown = {"DestinationCidrBlock": route.prefix, "Type": route.type, "State": "active"}
        if not route.leads_to:
            return {**shown, "State": "blackhole", "TransitGatewayAttachments": []}
        names = ("TransitGatewayAttachmentId", "ResourceId", "ResourceType")
        return {**shown, "TransitGatewayAttachments": [dict(zip(names, ends[route.leads_to], strict=True))]}
