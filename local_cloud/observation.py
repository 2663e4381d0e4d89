"""What is really there: asked of AWS and of the Prism Centrals, never of the stacks' state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from local_cloud.project import LocalProject
from operations.look import Reachability, Road, describe_overlay
from prism import PrismCentral
from prism.prism import Categories
from prism.vmm import Vms

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
    category = Categories(prism).find(key, value)
    if category is None:
        return []
    return [
        Placement(vm.label, site, vm.ip or "none", vm.power_state or "unknown")
        for vm in Vms(prism).of_category(category.id)
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


def target_health(elb: Any, group_arn: str) -> dict[str, str]:
    """The state of every target of a group by its address, such as "healthy" or "unhealthy"."""
    # The first answer may come before the target's first health check has ended. The second one has its result.
    for _ in range(2):
        described = elb.describe_target_health(TargetGroupArn=group_arn)["TargetHealthDescriptions"]
    return {item["Target"]["Id"]: item["TargetHealth"]["State"] for item in described}


def dns_answer(route53: Any, zone_id: str, name: str) -> tuple[str, ...]:
    """What Route 53 answers to a question for the addresses of `name`."""
    answer = route53.test_dns_answer(HostedZoneId=zone_id, RecordName=name, RecordType="A")
    return tuple(str(value) for value in answer["RecordData"])


def roads(local: LocalProject, reach: Reachability, vpcs: Mapping[str, str]) -> Road:
    """The roads to the VMs of both sites, through AWS and both Prism Centrals. `vpcs`: the NC2 VPC of each site."""
    overlays = {site: describe_overlay(local.prism(site), local.model(site).me.transit_vpc) for site in vpcs}
    return Road(reach, overlays, vpcs)
