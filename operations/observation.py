"""What is really there, asked of AWS and of the Prism Centrals and of nothing that we remember ourselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import boto3

from prism import PrismCentral

NOWHERE = "nowhere"
BLACKHOLE = "blackhole"


@dataclass(frozen=True)
class Placement:
    """A virtual machine as a Prism Central shows it; `power` is ON or OFF."""

    name: str
    site: str
    address: str
    power: str


def placements(site: str, prism: PrismCentral, key: str, value: str) -> list[Placement]:
    """The virtual machines of a category in one site, by name."""
    category = prism.categories.find(key, value)
    if category is None:
        return []
    return [
        Placement(vm.label, site, vm.ip or "none", vm.power_state or "unknown")
        for vm in prism.vms.of_category(category.id)
    ]


def leads_to(ec2: Any, table_id: str, prefix: str) -> str:
    """Where a transit gateway route table sends `prefix`: "vpc", "peering", "blackhole" or "nowhere"."""
    answer = ec2.search_transit_gateway_routes(
        TransitGatewayRouteTableId=table_id,
        Filters=[{"Name": "route-search.exact-match", "Values": [prefix]}],
    )
    routes: Sequence[Mapping[str, Any]] = answer["Routes"]
    if not routes:
        return NOWHERE
    if routes[0]["State"] == BLACKHOLE:
        return BLACKHOLE
    return ", ".join(str(attachment["ResourceType"]) for attachment in routes[0]["TransitGatewayAttachments"])


def ec2_client(environment: Mapping[str, str], region: str) -> Any:
    """A boto3 EC2 client of one site, by the endpoint and the credentials of that site's environment."""
    return boto3.client(
        "ec2",
        region_name=region,
        endpoint_url=environment.get("AWS_ENDPOINT_URL"),
        aws_access_key_id=environment.get("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY"),
        aws_session_token=environment.get("AWS_SESSION_TOKEN"),
    )
