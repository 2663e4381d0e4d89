"""A route that a transit gateway's route table holds, as SearchTransitGatewayRoutes lists it."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any, Self

_STATIC = "static"
_GONE = ("deleting", "deleted")
_LEADS = ("active", "pending")


@dataclass(frozen=True)
class HeldRoute:
    """`attachment_id`, `resource_id` and `resource_type` say where it leads; all empty for a blackhole on purpose."""

    destination: IPv4Network
    type: str
    state: str
    attachment_id: str = ""
    resource_id: str = ""
    resource_type: str = ""
    prefix_list_id: str | None = None

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Self | None:
        """The route of AWS's answer; None for one of IPv6, which no workload has, and for one that goes."""
        destination = str(item.get("DestinationCidrBlock", ""))
        if "." not in destination or item.get("State") in _GONE:
            return None
        onward = (item.get("TransitGatewayAttachments") or [{}])[0]
        return cls(
            IPv4Network(destination),
            str(item.get("Type", "")),
            str(item.get("State", "")),
            str(onward.get("TransitGatewayAttachmentId", "")),
            str(onward.get("ResourceId", "")),
            str(onward.get("ResourceType", "")),
            item.get("PrefixListId") or None,
        )

    @property
    def leads(self) -> bool:
        """Whether it leads somewhere now or soon, and drops nothing."""
        return self.state in _LEADS

    @property
    def strength(self) -> int:
        """Which of two routes of one prefix wins: static (2), of a prefix list (1), propagated (0).

        AWS, "Route evaluation order" of transit gateways. AWS lists a prefix list's route as of type propagated.
        """
        if self.prefix_list_id:
            return 1
        return 2 if self.type == _STATIC else 0

    @property
    def kind(self) -> str:
        """The type in words that tell a prefix list's route apart."""
        return f"route of prefix list {self.prefix_list_id}" if self.prefix_list_id else f"{self.type} route"

    @property
    def leads_to(self) -> str:
        """Where it leads, in words; a blackhole drops what it takes."""
        if not self.attachment_id:
            return "nowhere (blackhole)"
        state = "" if self.state == "active" else f", {self.state}"
        return f"{self.attachment_id} ({self.resource_type} {self.resource_id}{state})"
