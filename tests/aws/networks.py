"""The networks the tests make, and what they ask of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

TOKYO, OSAKA = "ap-northeast-1", "ap-northeast-3"

Client = Any


@dataclass(frozen=True)
class Network:
    """A VPC with one subnet attached to a transit gateway with default options."""

    ec2: Client
    vpc_id: str
    subnet_id: str
    gateway_id: str
    table_id: str
    attachment_id: str


def make_gateway(ec2: Client, **options: str) -> dict[str, Any]:
    made: dict[str, Any] = ec2.create_transit_gateway(Options=options)["TransitGateway"]
    return made


def make_vpc(ec2: Client, cidr: str = "10.101.0.0/16", zone: str = "a") -> tuple[str, str]:
    """A VPC and its one subnet, the first /24."""
    vpc_id = ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
    subnet_id = ec2.create_subnet(
        VpcId=vpc_id, CidrBlock=cidr.split("/")[0] + "/24", AvailabilityZone=f"{ec2.meta.region_name}{zone}"
    )["Subnet"]["SubnetId"]
    return vpc_id, subnet_id


def attach(ec2: Client, gateway_id: str, vpc_id: str, *subnet_ids: str, name: str = "attachment") -> str:
    made = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway_id,
        VpcId=vpc_id,
        SubnetIds=list(subnet_ids),
        TagSpecifications=[{"ResourceType": "transit-gateway-attachment", "Tags": [{"Key": "Name", "Value": name}]}],
    )
    attachment_id: str = made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    return attachment_id


def make_network(ec2: Client, cidr: str = "10.101.0.0/16") -> Network:
    vpc_id, subnet_id = make_vpc(ec2, cidr)
    gateway = make_gateway(ec2)
    gateway_id = gateway["TransitGatewayId"]
    attachment_id = attach(ec2, gateway_id, vpc_id, subnet_id)
    table_id = gateway["Options"]["AssociationDefaultRouteTableId"]
    return Network(ec2, vpc_id, subnet_id, gateway_id, table_id, attachment_id)


def make_table(ec2: Client, gateway_id: str) -> str:
    made = ec2.create_transit_gateway_route_table(TransitGatewayId=gateway_id)
    table_id: str = made["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"]
    return table_id


def search(ec2: Client, table_id: str, filters: dict[str, str] | None = None) -> list[dict[str, Any]]:
    wanted = filters or {"state": "active,blackhole"}
    found = ec2.search_transit_gateway_routes(
        TransitGatewayRouteTableId=table_id,
        Filters=[{"Name": name, "Values": values.split(",")} for name, values in wanted.items()],
    )
    routes: list[dict[str, Any]] = found["Routes"]
    return routes


def attachment_state(ec2: Client, attachment_id: str) -> str:
    found = ec2.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[attachment_id])
    state: str = found["TransitGatewayAttachments"][0]["State"]
    return state


def associations(ec2: Client, table_id: str) -> list[str]:
    found = ec2.get_transit_gateway_route_table_associations(TransitGatewayRouteTableId=table_id)
    return [item["TransitGatewayAttachmentId"] for item in found["Associations"]]


def propagations(ec2: Client, table_id: str) -> list[str]:
    found = ec2.get_transit_gateway_route_table_propagations(TransitGatewayRouteTableId=table_id)
    return [item["TransitGatewayAttachmentId"] for item in found["TransitGatewayRouteTablePropagations"]]


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The call inside is refused with that error code."""
    with pytest.raises(ClientError) as caught:
        yield
    assert caught.value.response["Error"]["Code"] == code
