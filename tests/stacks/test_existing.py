"""A site whose VPC and transit gateway stand already, on the real engine: used, and left as they were found."""

import json
from collections.abc import Mapping
from ipaddress import IPv4Network
from typing import Any

import pytest
from pulumi.automation import CommandError

from local_cloud.project import LocalProject
from operations.look import Reachability
from tests.stacks.settings import write

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

SITE, TIERS = "tokyo", ("public", "metal", "pc", "flow")


@pytest.fixture(scope="module")
def ec2(local: LocalProject) -> Any:
    return local.aws("ec2", SITE)


@pytest.fixture(scope="module")
def existing(local: LocalProject, ec2: Any) -> dict[str, Any]:
    """What somebody made by hand: a VPC with two tables, and a gateway that puts everything into its default table."""
    known = local.project.configuration()["sites"]
    one_zone = {name: {**place, "availabilityZones": place["availabilityZones"][:1]} for name, place in known.items()}
    write(local.project, sites=one_zone, loadBalancer=None, dns=None)
    site = local.model(SITE).me
    vpc_id = ec2.create_vpc(CidrBlock=site.vpc_cidr)["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    subnets: dict[str, str] = {
        str(plan.tier): ec2.create_subnet(VpcId=vpc_id, CidrBlock=plan.cidr, AvailabilityZone=plan.availability_zone)[
            "Subnet"
        ]["SubnetId"]
        for plan in site.subnets
    }
    igw_id = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(VpcId=vpc_id, InternetGatewayId=igw_id)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnets["public"], AllocationId=address)["NatGateway"]["NatGatewayId"]
    for tiers, target in ((("public",), {"GatewayId": igw_id}), (("metal", "pc", "flow"), {"NatGatewayId": nat})):
        table_id = ec2.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table_id, DestinationCidrBlock="0.0.0.0/0", **target)
        for tier in tiers:
            ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnets[tier])
    gateway = ec2.create_transit_gateway(Options={"AmazonSideAsn": site.asn})["TransitGateway"]
    return {
        "vpcId": vpc_id,
        "subnetIds": {tier: [subnets[tier]] for tier in TIERS},
        "transitGatewayId": gateway["TransitGatewayId"],
        "transitGatewayRouteTableId": gateway["Options"]["AssociationDefaultRouteTableId"],
    }


@pytest.fixture(scope="module")
def before(local: LocalProject, ec2: Any, existing: Mapping[str, Any]) -> str:
    """What AWS described before anything of ours was there."""
    sites = local.project.configuration()["sites"]
    write(local.project, sites={**sites, SITE: {**sites[SITE], "existing": dict(existing)}})
    # The cluster's nodes are in their subnets once somebody has looked at the routes that NC2 writes.
    ec2.describe_route_tables()
    return described(ec2)


def described(ec2: Any) -> str:
    """All that AWS says of the network, less what was deleted and is still listed."""
    actions: tuple[str, ...] = (
        "vpcs",
        "subnets",
        "route_tables",
        "internet_gateways",
        "nat_gateways",
        "addresses",
        "vpc_endpoints",
    )
    actions += ("transit_gateways", "transit_gateway_route_tables", "transit_gateway_attachments")
    found: dict[str, Any] = {}
    for action in actions:
        answer = getattr(ec2, f"describe_{action}")()
        answer.pop("ResponseMetadata")
        found[action] = [
            [item for item in items if item.get("State") != "deleted"]
            for items in answer.values()
            if isinstance(items, list)
        ]
    for table in ec2.describe_transit_gateway_route_tables()["TransitGatewayRouteTables"]:
        id = table["TransitGatewayRouteTableId"]
        state = [{"Name": "state", "Values": ["active", "blackhole"]}]
        found[id] = ec2.search_transit_gateway_routes(TransitGatewayRouteTableId=id, Filters=state)["Routes"]
    return json.dumps(found, default=str, indent=1)


def test_a_route_that_leads_elsewhere_is_refused_by_name(
    local: LocalProject, ec2: Any, existing: Mapping[str, Any], before: str
) -> None:
    cidr = local.model(SITE).other.vpc_cidr
    table_id = ec2.describe_route_tables(
        Filters=[{"Name": "association.subnet-id", "Values": existing["subnetIds"]["pc"]}]
    )["RouteTables"][0]["RouteTableId"]
    nat = ec2.describe_nat_gateways()["NatGateways"][0]["NatGatewayId"]
    ec2.create_route(RouteTableId=table_id, DestinationCidrBlock=cidr, NatGatewayId=nat)
    with pytest.raises(CommandError) as refused:
        local.stack(SITE).preview()
    ec2.delete_route(RouteTableId=table_id, DestinationCidrBlock=cidr)
    printed = str(refused.value)
    assert f"expected no route of {cidr} in route table {table_id}" in printed
    assert f"found one to {nat}" in printed
    assert "aws:ec2" not in printed, "something was registered"
    assert described(ec2) == before


def test_a_static_route_of_others_is_refused_by_name_and_its_command_resolves_it(
    local: LocalProject, ec2: Any, existing: Mapping[str, Any], before: str
) -> None:
    table_id, piece = existing["transitGatewayRouteTableId"], "172.30.1.0/24"
    ec2.create_transit_gateway_route(TransitGatewayRouteTableId=table_id, DestinationCidrBlock=piece, Blackhole=True)
    with pytest.raises(CommandError) as refused:
        local.stack(SITE).up()
    printed = " ".join(str(refused.value).split())
    assert f"In {table_id}, the static route of {piece} inside 172.30.0.0/16 leads to nowhere (blackhole)" in printed
    _, _, rest = printed.partition("`aws ec2 delete-transit-gateway-route ")
    words = iter(rest.partition("`")[0].split())
    command = dict(zip(words, words, strict=True))
    ec2.delete_transit_gateway_route(
        TransitGatewayRouteTableId=command["--transit-gateway-route-table-id"],
        DestinationCidrBlock=command["--destination-cidr-block"],
    )
    assert described(ec2) == before


def test_an_id_that_aws_does_not_know_is_told_with_its_region(local: LocalProject, before: str) -> None:
    sites = local.project.configuration()["sites"]
    wrong = {**sites[SITE]["existing"], "vpcId": "vpc-0123456789abcdef0"}
    write(local.project, sites={**sites, SITE: {**sites[SITE], "existing": wrong}})
    with pytest.raises(
        CommandError, match=r"existing\.vpcId: expected a VPC, in state available, that exists in ap-northeast-1"
    ):
        local.stack(SITE).preview()
    write(local.project, sites=sites)


def test_the_existing_network_is_used(local: LocalProject, ec2: Any, existing: Mapping[str, Any], before: str) -> None:
    local.stack(SITE).up()
    assert local.stack(SITE).outputs()["vpcId"] == existing["vpcId"]
    reach, other = Reachability.read({SITE: ec2}), IPv4Network(local.model(SITE).other.vpc_cidr)
    for subnet in reach.subnets(SITE, existing["vpcId"]):
        walk = reach.walk(SITE, subnet, other)
        assert existing["transitGatewayRouteTableId"] in walk.hops, str(walk)
    assert {vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]} == {existing["vpcId"]}


def test_a_second_up_and_a_refresh_change_nothing(local: LocalProject, before: str) -> None:
    again = local.stack(SITE).up()
    assert not again.changed, again.text
    refreshed = local.stack(SITE).refresh()
    assert not refreshed.changed, refreshed.text


def test_a_run_that_moves_nothing_is_warned_of_a_static_route_of_others_and_goes_on(
    local: LocalProject, ec2: Any, existing: Mapping[str, Any], before: str
) -> None:
    table = {"TransitGatewayRouteTableId": existing["transitGatewayRouteTableId"]}
    key = {**table, "DestinationCidrBlock": "172.30.1.0/24"}
    ec2.create_transit_gateway_route(**key, Blackhole=True)
    again = local.stack(SITE).up()
    ec2.delete_transit_gateway_route(**key)
    assert not again.changed, again.text
    assert "the static route of 172.30.1.0/24" in " ".join(again.text.split())


def test_destroy_leaves_it_as_it_was_found(local: LocalProject, ec2: Any, before: str) -> None:
    local.stack(SITE).destroy()
    assert described(ec2) == before
