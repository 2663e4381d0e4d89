"""Listing a transit gateway's routes whole, where one answer of AWS holds 1,000 of them at most."""

from ipaddress import IPv4Network
from typing import Any

import boto3
import pytest
from botocore.config import Config

from aws import Attached, attachments_of, routes_of, routes_within, vpc_routes
from tests.aws.networks import TOKYO, Client, make_network, make_vpc, refused

WORKLOAD = "172.30.0.0/16"


def reference(ec2: Client, table_id: str, attachment_id: str, cidrs: list[str]) -> None:
    made = ec2.create_managed_prefix_list(
        PrefixListName="theirs", AddressFamily="IPv4", MaxEntries=2000, Entries=[{"Cidr": cidr} for cidr in cidrs]
    )
    ec2.create_transit_gateway_prefix_list_reference(
        TransitGatewayRouteTableId=table_id,
        PrefixListId=made["PrefixList"]["PrefixListId"],
        TransitGatewayAttachmentId=attachment_id,
    )


@pytest.mark.slow
def test_more_than_one_answer_holds_are_listed_by_narrower_searches(tokyo: Client) -> None:
    network = make_network(tokyo)
    pieces = [str(piece) for piece in list(IPv4Network(WORKLOAD).subnets(new_prefix=27))[:1200]]
    reference(tokyo, network.table_id, network.attachment_id, [WORKLOAD, *pieces])
    answer = tokyo.search_transit_gateway_routes(
        TransitGatewayRouteTableId=network.table_id,
        Filters=[{"Name": "route-search.subnet-of-match", "Values": [WORKLOAD]}],
    )
    assert (len(answer["Routes"]), answer["AdditionalRoutesAvailable"]) == (1000, True)
    inside = routes_within(tokyo, network.table_id, WORKLOAD)
    assert inside.whole
    assert sorted(route["DestinationCidrBlock"] for route in inside.routes) == sorted([WORKLOAD, *pieces])
    everything = routes_of(tokyo, network.table_id)
    assert everything.whole
    assert len(everything.routes) == 1202, "the VPC's own is propagated"


def test_the_number_of_routes_that_may_be_asked_for_is_bounded(tokyo: Client) -> None:
    network, hasty = make_network(tokyo), Config(parameter_validation=False)
    session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing")
    ec2 = session.client("ec2", region_name=TOKYO, endpoint_url=tokyo.meta.endpoint_url, config=hasty)
    for number in (4, 1001):
        with refused("InvalidParameterValue"):
            ec2.search_transit_gateway_routes(
                TransitGatewayRouteTableId=network.table_id,
                Filters=[{"Name": "type", "Values": ["static"]}],
                MaxResults=number,
            )


class Ec2:
    """Always says that there is more. `token`: with a token for the next ones, twice."""

    def __init__(self, token: bool) -> None:
        self.token, self.asked = token, 0

    def search_transit_gateway_routes(self, **asked: Any) -> dict[str, Any]:
        self.asked += 1
        route = {"DestinationCidrBlock": f"172.30.{self.asked % 256}.0/24", "Type": "static", "State": "active"}
        more = {"NextToken": str(self.asked)} if self.token and self.asked % 3 else {}
        return {"Routes": [route], "AdditionalRoutesAvailable": bool(more) or not self.token, **more}


def test_a_token_is_followed_and_nothing_is_narrowed() -> None:
    ec2 = Ec2(token=True)
    found = routes_within(ec2, "tgw-rtb-1", WORKLOAD)
    assert (found.whole, ec2.asked, len(found.routes)) == (True, 6, 6)


def test_a_table_without_an_end_is_told_as_not_whole() -> None:
    ec2 = Ec2(token=False)
    assert not routes_within(ec2, "tgw-rtb-1", WORKLOAD, most_calls=20).whole
    assert ec2.asked == 20


def test_attachments_are_listed_with_the_table_that_routes_what_comes_in(tokyo: Client) -> None:
    network = make_network(tokyo)
    (one,) = attachments_of(tokyo, network.gateway_id)
    assert one == Attached(network.attachment_id, "vpc", network.vpc_id, "available", network.table_id)
    assert str(one) == f"vpc {network.vpc_id} ({network.attachment_id})"
    assert attachments_of(tokyo, "tgw-0123456789abcdef0") == []


def test_a_vpc_s_routes_are_listed_with_those_of_a_prefix_list(tokyo: Client) -> None:
    vpc_id, _ = make_vpc(tokyo)
    gateway = tokyo.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    tokyo.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)
    (table,) = tokyo.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"]
    tokyo.create_route(RouteTableId=table["RouteTableId"], DestinationCidrBlock="172.30.1.0/24", GatewayId=gateway)
    (table,) = tokyo.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"]
    made = tokyo.create_managed_prefix_list(
        PrefixListName="theirs", AddressFamily="IPv4", MaxEntries=2, Entries=[{"Cidr": "172.30.2.0/24"}]
    )
    by_list = {"DestinationPrefixListId": made["PrefixList"]["PrefixListId"], "GatewayId": gateway, "State": "active"}
    by_vgw = {"DestinationCidrBlock": "172.30.3.0/24", "GatewayId": "vgw-1", "State": "active"}
    endpoint = {"DestinationPrefixListId": "pl-s3", "GatewayId": "vpce-1", "State": "active"}
    propagated = {**by_vgw, "Origin": "EnableVgwRoutePropagation"}
    found = {
        str(one.destination): (one.target, one.strength)
        for one in vpc_routes(tokyo, [*table["Routes"], by_list, propagated, endpoint])
    }
    assert found == {
        "10.101.0.0/16": ("local", 2),
        "172.30.1.0/24": (gateway, 2),
        "172.30.2.0/24": (gateway, 1),
        "172.30.3.0/24": ("vgw-1", 0),
    }
