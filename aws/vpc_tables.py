"""The routes of a VPC's route tables, those that a prefix list stands for included."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

_TARGETS = (
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "EgressOnlyInternetGatewayId",
    "LocalGatewayId",
    "CarrierGatewayId",
    "CoreNetworkArn",
    "InstanceId",
    "GatewayId",
)
_PROPAGATED = "EnableVgwRoutePropagation"


@dataclass(frozen=True)
class VpcTableRoute:
    """A route of IPv4. `state`: active or blackhole; `target`: the id of what it leads to, or `local`."""

    destination: IPv4Network
    target: str
    state: str
    prefix_list_id: str = ""
    propagated: bool = False

    @property
    def strength(self) -> int:
        """Which of two routes of one prefix wins: static (2), of a prefix list (1), propagated (0).

        AWS, "Route priority" of VPC route tables.
        """
        if self.prefix_list_id:
            return 1
        return 0 if self.propagated else 2


def vpc_routes(ec2: Any, items: Sequence[Mapping[str, Any]]) -> Iterator[VpcTableRoute]:
    """The routes of a table as DescribeRouteTables lists them. Raises what boto3 raises.

    A gateway endpoint's list has AWS's own addresses, which are of no use here.
    """
    for item in items:
        target = next((str(item[name]) for name in _TARGETS if item.get(name)), "")
        state = str(item.get("State", "active"))
        if "DestinationCidrBlock" in item:
            propagated = item.get("Origin") == _PROPAGATED
            yield VpcTableRoute(IPv4Network(item["DestinationCidrBlock"]), target, state, propagated=propagated)
        elif item.get("DestinationPrefixListId") and not target.startswith("vpce-"):
            list_id = str(item["DestinationPrefixListId"])
            for cidr in _entries(ec2, list_id):
                yield VpcTableRoute(cidr, target, state, list_id)


def _entries(ec2: Any, list_id: str) -> Iterator[IPv4Network]:
    token: dict[str, str] = {}
    while True:
        answer = ec2.get_managed_prefix_list_entries(PrefixListId=list_id, **token)
        yield from (IPv4Network(entry["Cidr"]) for entry in answer["Entries"] if "." in entry["Cidr"])
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}
