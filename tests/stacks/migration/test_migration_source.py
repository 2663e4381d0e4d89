"""The cut-over from EC2 to NC2 on the real engine, and back: the workload's prefix leads to one place at a time."""

from typing import Any

import pytest

from local_cloud.observation import leads_to
from local_cloud.project import LocalProject
from tests.stacks.settings import write

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

SITE, PREFIX, NC2 = "tokyo", "172.30.0.0/16", "10.101.0.0/16"
ZONES = ["ap-northeast-1a", "ap-northeast-1c"]
SOURCE = {"site": SITE, "cidr": PREFIX, "availabilityZones": ZONES}


@pytest.fixture(scope="module")
def ec2(local: LocalProject) -> Any:
    return local.aws("ec2", SITE)


def attached(ec2: Any) -> dict[str, list[str]]:
    """The CIDR of every VPC that is attached to a gateway, with the zones of the attachment."""
    vpcs = {vpc["VpcId"]: vpc["CidrBlock"] for vpc in ec2.describe_vpcs()["Vpcs"]}
    zones = {subnet["SubnetId"]: subnet["AvailabilityZone"] for subnet in ec2.describe_subnets()["Subnets"]}
    found = ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
    return {
        vpcs[item["VpcId"]]: sorted(zones[id] for id in item["SubnetIds"])
        for item in found
        if item["State"] == "available"
    }


def leads(local: LocalProject, ec2: Any) -> set[str]:
    """The CIDR of the VPC that the gateway leads the workload's prefix to."""
    table_id = str(local.stack(SITE).outputs()["transitGatewayRouteTableId"])
    assert leads_to(ec2, table_id, PREFIX) == "vpc"
    routes = ec2.search_transit_gateway_routes(
        TransitGatewayRouteTableId=table_id, Filters=[{"Name": "route-search.exact-match", "Values": [PREFIX]}]
    )["Routes"]
    vpcs = {vpc["VpcId"]: vpc["CidrBlock"] for vpc in ec2.describe_vpcs()["Vpcs"]}
    return {vpcs[attachment["ResourceId"]] for route in routes for attachment in route["TransitGatewayAttachments"]}


def check(local: LocalProject, ec2: Any, platform: str, cidrs: set[str], destination: str) -> None:
    """Up with this platform, and hold what AWS says against it."""
    write(local.project, peering="none", ec2Vpc=SOURCE, workloadPlatform=platform, loadBalancer=None, dns=None)
    local.stack(SITE).up()
    found = attached(ec2)
    assert set(found) == cidrs
    assert found.get(PREFIX, ZONES) == ZONES, "one attachment subnet in each zone"
    assert leads(local, ec2) == {destination}
    assert PREFIX in {vpc["CidrBlock"] for vpc in ec2.describe_vpcs()["Vpcs"]}, "the VPC stays for the way back"


def test_before_the_migration_the_prefix_leads_to_the_ec2_vpc(local: LocalProject, ec2: Any) -> None:
    check(local, ec2, "ec2", {NC2, PREFIX}, PREFIX)


def test_at_the_cut_over_the_ec2_vpc_is_detached_and_nc2_takes_the_prefix(local: LocalProject, ec2: Any) -> None:
    check(local, ec2, "nc2", {NC2}, NC2)


def test_the_way_back_is_the_same_line(local: LocalProject, ec2: Any) -> None:
    check(local, ec2, "ec2", {NC2, PREFIX}, PREFIX)


def test_refresh_shows_no_drift(local: LocalProject) -> None:
    result = local.stack(SITE).refresh()
    assert not result.changed, result.text


def test_destroy_takes_the_source_with_it(local: LocalProject, ec2: Any) -> None:
    local.stack(SITE).destroy()
    assert [vpc["CidrBlock"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]] == []
