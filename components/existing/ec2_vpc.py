"""The EC2 VPC that the workload comes from, where it exists: looked up while the workload runs there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pulumi
from botocore.config import Config

from aws import AwsError, asking, client
from components.existing.attachments import has_name, table_of
from components.existing.lookup import LookUps
from components.existing.network import seen_subnet
from components.stack import Stack
from topology import (
    ExistingEc2Vpc,
    Platform,
    Problem,
    SeenAttachment,
    SeenEc2Vpc,
    SeenRoute,
    SeenRouteTable,
    ec2_vpc_fit_problems,
    ec2_vpc_warnings,
)

_BRIEFLY = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 2})
_HINT = "Check the connection, the credentials and their rights, then run again."
_TARGETS = (
    "GatewayId",
    "NatGatewayId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "NetworkInterfaceId",
    "InstanceId",
    "LocalGatewayId",
    "CarrierGatewayId",
    "CoreNetworkArn",
)


def look_up_ec2_vpc(ask: LookUps, stack: Stack) -> None:
    """Problems of the existing EC2 VPC go to `ask`; what a migration should know of it is warned.

    Once the workload runs on NC2, nothing is asked: a failover needs nothing of the VPC, which may be gone.
    """
    model = stack.model
    vpc = model.ec2_vpc
    if vpc is None or vpc.existing is None or vpc.site != model.me.name or model.platform is Platform.NC2:
        return
    existing = vpc.existing
    try:
        with asking(f"look up {existing.vpc_id} in {model.me.region}", _HINT):
            seen = _seen(client("ec2", model.me.region, config=_BRIEFLY), stack, existing)
    except AwsError as error:
        ask.add([Problem("ec2Vpc.existing.vpcId", f"could not be checked: {error}")])
        return
    if seen is None:
        expected = f"expected a VPC, in state available, that exists in {model.me.region}"
        ask.add([Problem.with_value("ec2Vpc.existing.vpcId", existing.vpc_id, expected)])
        return
    ask.add(ec2_vpc_fit_problems(vpc, existing, model.me, seen))
    gateway = model.me.existing.transit_gateway_id or stack.own.get("transitGatewayId")
    for sentence in ec2_vpc_warnings(
        existing, model.overlay, seen, destinations=model.routes.ec2_vpc, gateway=gateway, region=model.me.region
    ):
        pulumi.log.warn(sentence)


def _seen(ec2: Any, stack: Stack, existing: ExistingEc2Vpc) -> SeenEc2Vpc | None:
    """The VPC; None where the region has none of that id. All by filters, which refuse no unknown id."""
    of_vpc = _filters({"vpc-id": existing.vpc_id})
    found = ec2.describe_vpcs(Filters=[*of_vpc, *_filters({"state": "available"})])["Vpcs"]
    if not found:
        return None
    tables = list(_all(ec2, "describe_route_tables", "RouteTables", of_vpc))
    main = next((str(table["RouteTableId"]) for table in tables if any(map(_is_main, table["Associations"]))), "")
    by_subnet = {one.get("SubnetId"): table["RouteTableId"] for table in tables for one in table["Associations"]}
    named, strange = existing.transit_gateway_attachment_id, None
    if named is None and stack.site.existing.transit_gateway_id is not None:
        strange = _strange(ec2, existing.vpc_id, stack.site.existing.transit_gateway_id, stack.tags.name("tgw", "ec2"))
    blocks = found[0].get("CidrBlockAssociationSet") or ()
    return SeenEc2Vpc(
        cidrs=tuple(str(one["CidrBlock"]) for one in blocks) or (str(found[0]["CidrBlock"]),),
        subnets=tuple(
            seen_subnet(one, by_subnet.get(one["SubnetId"], main))
            for one in _all(ec2, "describe_subnets", "Subnets", of_vpc)
        ),
        tables={str(table["RouteTableId"]): _table(table, main) for table in tables},
        attachment=_attachment(ec2, named) if named else None,
        strange_attachment_id=strange,
    )


def _filters(values: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"Name": name, "Values": [value]} for name, value in values.items()]


def _all(ec2: Any, call: str, answer: str, filters: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for page in ec2.get_paginator(call).paginate(Filters=filters):
        yield from page[answer]


def _is_main(association: Mapping[str, Any]) -> bool:
    return bool(association.get("Main"))


def _table(one: Mapping[str, Any], main: str) -> SeenRouteTable:
    name = next((str(tag["Value"]) for tag in one.get("Tags") or () if tag["Key"] == "Name"), "")
    routes = tuple(
        SeenRoute(str(route["DestinationCidrBlock"]), next((str(route[to]) for to in _TARGETS if route.get(to)), ""))
        for route in one["Routes"]
        if route.get("DestinationCidrBlock")
    )
    return SeenRouteTable(str(one["RouteTableId"]), name, one["RouteTableId"] == main, routes)


def _attachment(ec2: Any, id: str) -> SeenAttachment | None:
    wanted = _filters({"transit-gateway-attachment-id": id})
    found = ec2.describe_transit_gateway_attachments(Filters=wanted)["TransitGatewayAttachments"]
    if not found:
        return SeenAttachment("", "", "", None, propagates=False)
    # Whether it propagates is its owner's decision: this stack leads the workload's prefixes to it.
    return SeenAttachment(
        str(found[0]["TransitGatewayId"]),
        str(found[0]["ResourceId"]),
        str(found[0]["State"]),
        table_of(found[0]),
        propagates=True,
    )


def _strange(ec2: Any, vpc_id: str, gateway_id: str, ours: str) -> str | None:
    """The attachment of the VPC to the gateway that the configuration should name. `ours`: the Name of this stack's."""
    wanted = _filters({"resource-id": vpc_id, "transit-gateway-id": gateway_id, "state": "available"})
    for one in ec2.describe_transit_gateway_attachments(Filters=wanted)["TransitGatewayAttachments"]:
        if not has_name(one, ours):
            return str(one["TransitGatewayAttachmentId"])
    return None
