"""What a transit gateway's route tables hold: whole, or told that it is not.

One answer of SearchTransitGatewayRoutes has 1,000 routes at most, and says whether there are more. Newer answers have a
token for the next ones; without one, the search is narrowed to the halves of the prefix.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Any

_EXACT, _INSIDE, _STATE = "route-search.exact-match", "route-search.subnet-of-match", "state"
_MOST_CALLS = 200
_ALL = IPv4Network("0.0.0.0/0")


@dataclass(frozen=True)
class Listing:
    """Routes in the form of EC2. `whole` is False where AWS has more than it gave in many calls."""

    routes: tuple[Mapping[str, Any], ...]
    whole: bool = True


@dataclass(frozen=True)
class Attached:
    """An attachment of a gateway, and the route table that routes what comes in by it; empty for none."""

    id: str
    kind: str
    resource_id: str
    state: str
    table_id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.resource_id} ({self.id})"


def routes_within(ec2: Any, table_id: str, prefix: str, *, most_calls: int = _MOST_CALLS) -> Listing:
    """The routes of this prefix and of parts of it, by `most_calls` calls at most. Raises what boto3 raises.

    Both are asked for: AWS does not say whether a prefix counts as a subnet of itself.
    """
    search = _Search(ec2, table_id, most_calls)
    search.within(IPv4Network(prefix))
    return search.listing


def routes_of(ec2: Any, table_id: str) -> Listing:
    """Every route of the table, those of IPv6 too as far as one answer holds all. Raises what boto3 raises."""
    search = _Search(ec2, table_id)
    if search.ask(_STATE, "active", "blackhole"):
        search.within(_ALL)
    return search.listing


def attachments_of(ec2: Any, gateway_id: str) -> Sequence[Attached]:
    """The attachments of a gateway; none where this account does not see it. Raises what boto3 raises."""
    return [
        Attached(
            str(item["TransitGatewayAttachmentId"]),
            str(item.get("ResourceType", "")),
            str(item.get("ResourceId", "")),
            str(item.get("State", "")),
            str((item.get("Association") or {}).get("TransitGatewayRouteTableId", "")),
        )
        for item in _attachments(ec2, gateway_id)
    ]


def _attachments(ec2: Any, gateway_id: str) -> Iterator[Mapping[str, Any]]:
    token: dict[str, str] = {}
    while True:
        answer = ec2.describe_transit_gateway_attachments(
            Filters=[{"Name": "transit-gateway-id", "Values": [gateway_id]}], **token
        )
        yield from answer["TransitGatewayAttachments"]
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}


@dataclass
class _Search:
    ec2: Any
    table_id: str
    most_calls: int = _MOST_CALLS
    calls: int = 0
    whole: bool = True
    _found: dict[tuple[Any, ...], Mapping[str, Any]] = field(default_factory=dict)

    @property
    def listing(self) -> Listing:
        return Listing(tuple(self._found.values()), self.whole)

    def within(self, prefix: IPv4Network) -> None:
        self.ask(_EXACT, str(prefix))
        if self.ask(_INSIDE, str(prefix)):
            for half in prefix.subnets() if prefix.prefixlen < prefix.max_prefixlen else ():
                self.within(half)

    def ask(self, name: str, *values: str) -> bool:
        """Whether there are more than were given, and no way to go on but a narrower search."""
        token: dict[str, str] = {}
        while self.calls < self.most_calls:
            self.calls += 1
            answer = self.ec2.search_transit_gateway_routes(
                TransitGatewayRouteTableId=self.table_id, Filters=[{"Name": name, "Values": list(values)}], **token
            )
            self._found |= {_key(one): one for one in answer["Routes"]}
            if not answer.get("NextToken"):
                return bool(answer.get("AdditionalRoutesAvailable"))
            token = {"NextToken": answer["NextToken"]}
        self.whole = False
        return False


def _key(route: Mapping[str, Any]) -> tuple[Any, ...]:
    onward = (route.get("TransitGatewayAttachments") or [{}])[0].get("TransitGatewayAttachmentId")
    return route.get("DestinationCidrBlock"), route.get("Type"), route.get("PrefixListId"), onward
