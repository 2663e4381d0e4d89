"""What is really there, asked of AWS and of the Prism Centrals and of nothing that we remember ourselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import boto3

from prism import PrismCentral

NOWHERE = "nowhere"


@dataclass(frozen=True)
class Placement:
    """A virtual machine as a Prism Central shows it."""

    name: str
    site: str
    address: str
    power: str


def placements(prism: Mapping[str, PrismCentral], category: tuple[str, str]) -> list[Placement]:
    """The protected virtual machines of each site, sorted by name and site."""
    found = []
    for site, central in prism.items():
        wanted = central.categories.find(*category)
        for vm in central.vms.list():
            if wanted is not None and wanted.ext_id in {reference.ext_id for reference in vm.categories}:
                addresses = ", ".join(vm.addresses) or "none"
                found.append(Placement(vm.name, site, addresses, vm.power_state))
    return sorted(found, key=lambda placement: (placement.name, placement.site))


def leads_to(environment: Mapping[str, str], region: str, table_id: str, prefix: str) -> str:
    """Where a transit gateway's route table sends `prefix`: "vpc", "peering", "blackhole" or "nowhere".

    `environment` holds the site's AWS endpoint and credentials; `table_id` the transit gateway route table.
    """
    answer = ec2(environment, region).search_transit_gateway_routes(
        TransitGatewayRouteTableId=table_id,
        Filters=[{"Name": "route-search.exact-match", "Values": [prefix]}],
    )
    routes: Sequence[dict[str, Any]] = answer["Routes"]
    if not routes:
        return NOWHERE
    if routes[0]["State"] == "blackhole":
        return "blackhole"
    return ", ".join(attachment["ResourceType"] for attachment in routes[0]["TransitGatewayAttachments"])


def ec2(environment: Mapping[str, str], region: str) -> Any:
    """A boto3 EC2 client of one site, by that site's own endpoint."""
    return boto3.client(
        "ec2",
        region_name=region,
        endpoint_url=environment.get("AWS_ENDPOINT_URL"),
        aws_access_key_id=environment.get("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY"),
    )
