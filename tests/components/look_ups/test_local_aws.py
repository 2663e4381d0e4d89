"""The look-ups against the local AWS: what stands is found as it is, and what is not there is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from aws import Looks, client
from components import Tags
from components.existing import LookUps, look_up_all, look_up_log_buckets
from components.existing.facts import Facts
from operations.run import Project
from simulator.aws import serve
from topology import SeenTransitGateway, SiteModel, build

pytestmark = pytest.mark.slow

REGION, SITE = "ap-northeast-1", "tokyo"
TIERS = ("public", "metal", "pc", "flow")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with serve() as served:
        yield served


@pytest.fixture
def environment(endpoint: str) -> dict[str, str]:
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()  # what other tests left behind
    return {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


def model_of(existing: dict[str, Any], **changes: Any) -> SiteModel:
    configuration = {**Project.here().configuration(), "loadBalancer": None, "dns": None, **changes}
    sites = {name: {**site, "availabilityZones": site["availabilityZones"][:1]} for name, site in _sites().items()}
    sites[SITE] |= {"existing": existing}
    kept = {key: value for key, value in {**configuration, "sites": sites}.items() if value is not None}
    return build(kept, SITE, "nc2-dr")


def _sites() -> dict[str, Any]:
    return dict(Project.here().configuration()["sites"])


def asked(model: SiteModel, environment: dict[str, str]) -> tuple[Facts, LookUps]:
    ask = LookUps(model.me, Looks(REGION, print, environment))
    found = look_up_all(ask, model, Tags.of_model(model))
    look_up_log_buckets(ask, model)
    return found, ask


def stands(ec2: Any) -> dict[str, Any]:
    """A VPC with two tables and an attachment to a gateway, as somebody made them by hand."""
    site = model_of({}).me
    vpc_id = ec2.create_vpc(CidrBlock=site.vpc_cidr)["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    subnets = {str(one.tier): _subnet(ec2, vpc_id, one.cidr, one.availability_zone) for one in site.subnets}
    igw = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(VpcId=vpc_id, InternetGatewayId=igw)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnets["public"], AllocationId=address)["NatGateway"]["NatGatewayId"]
    for tiers, target in ((TIERS[:1], {"GatewayId": igw}), (TIERS[1:], {"NatGatewayId": nat})):
        table_id = ec2.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table_id, DestinationCidrBlock="0.0.0.0/0", **target)
        for tier in tiers:
            ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnets[tier])
    gateway = ec2.create_transit_gateway(Options={"AmazonSideAsn": site.asn})["TransitGateway"]
    attachment = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway["TransitGatewayId"], VpcId=vpc_id, SubnetIds=[subnets["metal"]]
    )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    return {
        "vpcId": vpc_id,
        "subnetIds": {tier: [subnets[tier]] for tier in TIERS},
        "transitGatewayId": gateway["TransitGatewayId"],
        "transitGatewayRouteTableId": gateway["Options"]["AssociationDefaultRouteTableId"],
        "transitGatewayAttachmentId": attachment,
    }


def _subnet(ec2: Any, vpc_id: str, cidr: str, zone: str) -> str:
    return str(ec2.create_subnet(VpcId=vpc_id, CidrBlock=cidr, AvailabilityZone=zone)["Subnet"]["SubnetId"])


def test_what_stands_is_found_and_comes_back_from_the_output_as_it_was(environment: dict[str, str]) -> None:
    ids = stands(client("ec2", REGION, environment))
    model = model_of(ids)
    found, ask = asked(model, environment)
    assert ([str(one) for one in ask.problems], ask.unanswered) == ([], "")
    assert found.lack(model.me) == []
    assert found.gateway is not None
    assert found.gateway.attachment is not None
    assert (found.gateway.associates, found.gateway.propagates, found.gateway.attachment.propagates) == (True,) * 3
    again = Facts.read(found.shown(model.me), model.me)
    assert again.gateway == found.gateway
    assert again.network is not None
    assert found.network is not None
    assert again.network.subnets == found.network.subnets
    assert again.shown(model.me) == found.shown(model.me)


def test_an_attachment_that_is_not_named_is_told(environment: dict[str, str]) -> None:
    ids = stands(client("ec2", REGION, environment))
    named = ids.pop("transitGatewayAttachmentId")
    (problem,) = asked(model_of(ids), environment)[1].problems
    assert f"is missing: {named} attaches {ids['vpcId']}" in str(problem)


def test_each_thing_that_is_not_there_is_named_with_its_key(environment: dict[str, str]) -> None:
    ids = stands(client("ec2", REGION, environment))
    ids["subnetIds"]["pc"] = ["subnet-0123456789abcdef0"]
    ids["transitGatewayAttachmentId"] = "tgw-attach-0123456789abcdef0"
    problems = asked(model_of(ids), environment)[1].problems
    keys = [f"sites.{SITE}.existing.{key}" for key in ("subnetIds.pc[0]", "transitGatewayAttachmentId")]
    assert [one.key for one in problems] == keys
    assert all("that exists in ap-northeast-1, found" in str(one) for one in problems)


def test_sets_are_kept_in_an_order_and_other_ids_are_not_these_facts() -> None:
    model = model_of(
        {"transitGatewayId": "tgw-0123456789abcdef0", "transitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0"}
    )
    gateway = SeenTransitGateway(64512, True, "tgw-0123456789abcdef0", led=frozenset({"10.2.0.0/16", "10.1.0.0/16"}))
    shown = Facts(gateway=gateway).shown(model.me)
    assert '["10.1.0.0/16", "10.2.0.0/16"]' in shown["existingFacts"]
    assert Facts.read(shown, model.me).gateway == gateway
    other = {"transitGatewayId": "tgw-1123456789abcdef0", "transitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0"}
    assert Facts.read(shown, model_of(other).me) == Facts.read({"existingFacts": "{"}, model.me) == Facts()
