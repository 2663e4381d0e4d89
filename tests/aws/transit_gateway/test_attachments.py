"""Transit gateway attachments of the local AWS."""

from typing import Any

import pytest

from tests.aws.networks import (
    Client,
    Network,
    associations,
    attach,
    attachment_state,
    make_gateway,
    make_network,
    make_vpc,
    propagations,
    refused,
    search,
)


@pytest.fixture(scope="module")
def network(tokyo: Client) -> Network:
    return make_network(tokyo)


def test_tags_given_at_creation_are_kept(tokyo: Client, network: Network) -> None:
    found = tokyo.describe_transit_gateway_vpc_attachments(TransitGatewayAttachmentIds=[network.attachment_id])
    assert found["TransitGatewayVpcAttachments"][0]["Tags"] == [{"Key": "Name", "Value": "attachment"}]


def test_an_attachment_is_associated_and_propagates_as_the_gateway_promises(tokyo: Client, network: Network) -> None:
    assert associations(tokyo, network.table_id) == [network.attachment_id]
    assert propagations(tokyo, network.table_id) == [network.attachment_id]


def test_without_defaults_an_attachment_is_in_no_table(tokyo: Client) -> None:
    gateway = make_gateway(tokyo, DefaultRouteTableAssociation="disable", DefaultRouteTablePropagation="disable")
    attachment_id = attach(tokyo, gateway["TransitGatewayId"], *make_vpc(tokyo))
    found = tokyo.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[attachment_id])
    assert "Association" not in found["TransitGatewayAttachments"][0]


def test_a_deleted_attachment_is_seen_as_deleted_and_leaves_every_table(tokyo: Client) -> None:
    network = make_network(tokyo)
    tokyo.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=network.attachment_id)
    assert attachment_state(tokyo, network.attachment_id) == "deleted"
    assert associations(tokyo, network.table_id) == propagations(tokyo, network.table_id) == []
    assert search(tokyo, network.table_id) == []
    with refused("InvalidTransitGatewayAttachmentID.NotFound"):
        tokyo.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=network.attachment_id)
    again = attach(tokyo, network.gateway_id, network.vpc_id, network.subnet_id)
    assert attachment_state(tokyo, again) == "available"


def test_vpc_attachments_and_peerings_are_listed_apart(tokyo: Client, osaka: Client, network: Network) -> None:
    peering_id = tokyo.create_transit_gateway_peering_attachment(
        TransitGatewayId=network.gateway_id,
        PeerTransitGatewayId=make_gateway(osaka)["TransitGatewayId"],
        PeerAccountId="123456789012",
        PeerRegion=osaka.meta.region_name,
    )["TransitGatewayPeeringAttachment"]["TransitGatewayAttachmentId"]
    here = [{"Name": "transit-gateway-id", "Values": [network.gateway_id]}]
    vpcs = tokyo.describe_transit_gateway_vpc_attachments(Filters=here)["TransitGatewayVpcAttachments"]
    peerings = tokyo.describe_transit_gateway_peering_attachments(Filters=here)["TransitGatewayPeeringAttachments"]
    everything = tokyo.describe_transit_gateway_attachments(Filters=here)["TransitGatewayAttachments"]
    assert [item["TransitGatewayAttachmentId"] for item in vpcs] == [network.attachment_id]
    assert [item["TransitGatewayAttachmentId"] for item in peerings] == [peering_id]
    assert [item["ResourceType"] for item in everything] == ["vpc", "peering"]


def _unknown_gateway(ec2: Client, _: Network) -> Any:
    return attach(ec2, "tgw-0123456789abcdef0", *make_vpc(ec2))


def _unknown_vpc(ec2: Client, network: Network) -> Any:
    return attach(ec2, network.gateway_id, "vpc-0123456789abcdef0", network.subnet_id)


def _second_attachment(ec2: Client, network: Network) -> Any:
    return attach(ec2, network.gateway_id, network.vpc_id, network.subnet_id)


def _subnet_of_another_vpc(ec2: Client, network: Network) -> Any:
    return attach(ec2, network.gateway_id, make_vpc(ec2)[0], network.subnet_id)


def _two_subnets_of_one_zone(ec2: Client, network: Network) -> Any:
    vpc_id, subnet_id = make_vpc(ec2)
    zone = f"{ec2.meta.region_name}a"
    second = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.101.9.0/24", AvailabilityZone=zone)["Subnet"]
    return attach(ec2, network.gateway_id, vpc_id, subnet_id, second["SubnetId"])


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        pytest.param(_unknown_gateway, "InvalidTransitGatewayID.NotFound", id="to a gateway that does not exist"),
        pytest.param(_unknown_vpc, "InvalidVpcID.NotFound", id="of a VPC that does not exist"),
        pytest.param(_second_attachment, "DuplicateTransitGatewayAttachment", id="of a VPC that is attached already"),
        pytest.param(_subnet_of_another_vpc, "InvalidParameterValue", id="by a subnet of another VPC"),
        pytest.param(_two_subnets_of_one_zone, "DuplicateSubnetsInSameZone", id="by two subnets of one zone"),
    ],
)
def test_an_attachment_is_refused(tokyo: Client, network: Network, attempt: Any, code: str) -> None:
    with refused(code):
        attempt(tokyo, network)


def test_an_attached_vpc_and_the_attachments_subnet_cannot_be_deleted(tokyo: Client) -> None:
    network = make_network(tokyo)
    with refused("DependencyViolation"):
        tokyo.delete_subnet(SubnetId=network.subnet_id)
    with refused("DependencyViolation"):
        tokyo.delete_vpc(VpcId=network.vpc_id)
    tokyo.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=network.attachment_id)
    tokyo.delete_subnet(SubnetId=network.subnet_id)
    tokyo.delete_vpc(VpcId=network.vpc_id)


def test_a_vpn_is_attached_and_its_attachment_goes_with_it(tokyo: Client) -> None:
    gateway = make_gateway(tokyo)
    table_id = gateway["Options"]["AssociationDefaultRouteTableId"]
    customer = tokyo.create_customer_gateway(Type="ipsec.1", PublicIp="203.0.113.10", BgpAsn=65010)["CustomerGateway"]
    vpn = tokyo.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=customer["CustomerGatewayId"],
        TransitGatewayId=gateway["TransitGatewayId"],
    )["VpnConnection"]
    (attachment_id,) = associations(tokyo, table_id)
    assert propagations(tokyo, table_id) == [attachment_id]
    tokyo.delete_vpn_connection(VpnConnectionId=vpn["VpnConnectionId"])
    assert associations(tokyo, table_id) == propagations(tokyo, table_id) == []
    assert attachment_state(tokyo, attachment_id) == "deleted"
