"""What readiness says of routes of others, and of where the gateway leads each protected VM's address."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Network
from typing import Any

import pytest
import requests

from operations.look import Check, OverlayNetwork, Status, Survivor
from operations.look.overlay_network import OverlayVpc
from operations.readiness import aws_routes, next_hops, other_gateway
from simulator.aws import serve
from simulator.aws.base import SURROUNDINGS
from tests.aws.networks import Network, attach, make_network, make_table, make_vpc
from tests.operations._estate import HOME, Estate

pytestmark = pytest.mark.slow

WHOLE, PIECE = "172.30.0.0/16", "172.30.1.0/24"
OVERLAY = OverlayNetwork(
    "transit-vpc",
    (IPv4Network(WHOLE),),
    frozenset(),
    (OverlayVpc("1", "workload", (IPv4Network(WHOLE),), frozenset({"external"}), ()),),
    (),
)


def main_table(network: Network) -> str:
    filters = [{"Name": "vpc-id", "Values": [network.vpc_id]}]
    return str(network.ec2.describe_route_tables(Filters=filters)["RouteTables"][0]["RouteTableId"])


def node(network: Network) -> None:
    """NC2's node in the VPC, and its route."""
    made = network.ec2.create_network_interface(SubnetId=network.subnet_id)["NetworkInterface"]["NetworkInterfaceId"]
    network.ec2.create_route(RouteTableId=main_table(network), DestinationCidrBlock=WHOLE, NetworkInterfaceId=made)


@pytest.fixture
def aws(sites: Estate) -> Iterator[Estate]:
    with serve() as endpoint:
        requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()  # what other tests left behind
        sites.aws = endpoint
        yield sites


def test_a_static_piece_fails_with_the_command_and_shows_in_the_next_hop_of_its_vms(
    aws: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    ec2, survivor = aws.survivor().aws("ec2"), aws.survivor()
    table = ec2.create_transit_gateway()["TransitGateway"]["Options"]["AssociationDefaultRouteTableId"]
    monkeypatch.setattr(Survivor, "outputs", {"vpcId": "vpc-1", "transitGatewayRouteTableId": table})
    key = {"TransitGatewayRouteTableId": table, "DestinationCidrBlock": "172.30.1.0/24"}
    hops = {check.found for check in next_hops.look(survivor) if check.name == "next hop"}
    assert hops == {"no route"}
    ec2.create_transit_gateway_route(**key, Blackhole=True)
    (hidden,) = [check for check in aws_routes.look(survivor) if "hides" in check.found]
    assert "aws ec2 delete-transit-gateway-route --region ap-northeast-3" in hidden.what_to_do
    found = {check.subject: check for check in next_hops.look(survivor)}
    assert "172.30.1.0/24, a static route, to nowhere (blackhole)" in found["db-1 (172.30.1.36)"].found
    assert found["db-1 (172.30.1.36)"].status is Status.WARN
    (given,) = aws.survivor().model.overlay.static_addresses[:1]
    assert f"{given.vm} ({given.address})" in found


def test_the_active_site_passes_where_its_gateway_leads_to_its_vpc_and_fails_for_the_vms_of_a_piece(
    aws: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    ec2 = aws.survivor(HOME).aws("ec2")
    network = make_network(ec2)
    table = {"TransitGatewayRouteTableId": network.table_id}
    monkeypatch.setattr(Survivor, "outputs", {"vpcId": network.vpc_id, "transitGatewayRouteTableId": network.table_id})
    ours = ec2.create_managed_prefix_list(
        PrefixListName="w", AddressFamily="IPv4", MaxEntries=1, Entries=[{"Cidr": "172.30.0.0/16"}]
    )["PrefixList"]["PrefixListId"]
    to = {"TransitGatewayAttachmentId": network.attachment_id}
    ec2.create_transit_gateway_prefix_list_reference(**table, **to, PrefixListId=ours)
    monkeypatch.setattr(next_hops, "describe_overlay", lambda *_: OVERLAY)
    node(network)
    assert {check.status for check in next_hops.look(aws.survivor(HOME))} == {Status.PASS}
    other = attach(ec2, network.gateway_id, *make_vpc(ec2, "10.111.0.0/16"))
    ec2.create_transit_gateway_route(**table, DestinationCidrBlock="172.30.1.36/32", TransitGatewayAttachmentId=other)
    failed = {check.subject for check in next_hops.look(aws.survivor(HOME)) if check.status is Status.FAIL}
    assert failed == {"db-1 (172.30.1.36)"}


IN_VPC = {
    "no route of NC2": ({}, OVERLAY, "has no route"),
    "a part to the gateway": ({WHOLE: "node", PIECE: "gateway"}, OVERLAY, f"leads {PIECE} to tgw-"),
    "no prefix of the transit VPC": (
        {WHOLE: "node"},
        replace(OVERLAY, routable=()),
        "in no externally routable prefix",
    ),
    "no VPC that has it": ({WHOLE: "node"}, replace(OVERLAY, vpcs=()), "of a VPC with an external subnet without NAT"),
}


@pytest.mark.parametrize("row", IN_VPC)
def test_the_rest_of_the_way_to_a_node_is_walked_for_each_vm(
    row: str, aws: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes, overlay, told = IN_VPC[row]
    network = make_network(aws.survivor(HOME).aws("ec2"))
    monkeypatch.setattr(Survivor, "outputs", {"vpcId": network.vpc_id, "transitGatewayRouteTableId": network.table_id})
    monkeypatch.setattr(next_hops, "describe_overlay", lambda *_: overlay)
    if WHOLE in routes:
        node(network)
    if PIECE in routes:
        network.ec2.create_route(
            RouteTableId=main_table(network), DestinationCidrBlock=PIECE, TransitGatewayId=network.gateway_id
        )
    found = [check for check in next_hops.look(aws.survivor(HOME)) if check.name == "next hop in the VPC"]
    assert {check.status for check in found} == {Status.FAIL}
    assert {check.subject for check in found} >= {"db-1 (172.30.1.36)"}
    assert all(told in check.found for check in found)


def test_a_table_that_no_stack_manages_fails_while_something_comes_in_by_it(
    aws: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    survivor = aws.survivor(HOME)
    network = make_network(survivor.aws("ec2"))
    own = make_table(network.ec2, network.gateway_id)
    monkeypatch.setattr(Survivor, "outputs", {"vpcId": network.vpc_id, "transitGatewayRouteTableId": own})
    key = {"TransitGatewayRouteTableId": network.table_id, "DestinationCidrBlock": WHOLE}
    network.ec2.create_transit_gateway_route(**key, Blackhole=True)
    (told,) = [check for check in aws_routes.look(survivor) if "which no stack manages" in check.found]
    assert (told.status, told.subject) == (Status.FAIL, WHOLE)
    network.ec2.disassociate_transit_gateway_route_table(
        TransitGatewayRouteTableId=network.table_id, TransitGatewayAttachmentId=network.attachment_id
    )
    assert not [check for check in aws_routes.look(survivor) if "which no stack manages" in check.found]


@pytest.fixture
def joined(aws: Estate, monkeypatch: pytest.MonkeyPatch) -> tuple[Network, Network, str]:
    """Both sites' networks, peered, as osaka sees them."""
    here, there = make_network(aws.survivor().aws("ec2")), make_network(aws.survivor(HOME).aws("ec2"))
    asked: dict[str, Any] = here.ec2.create_transit_gateway_peering_attachment(
        TransitGatewayId=here.gateway_id,
        PeerTransitGatewayId=there.gateway_id,
        PeerAccountId="123456789012",
        PeerRegion="ap-northeast-1",
    )["TransitGatewayPeeringAttachment"]
    peering = str(asked["TransitGatewayAttachmentId"])
    there.ec2.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering)
    monkeypatch.setattr(Survivor, "outputs", {"transitGatewayId": here.gateway_id})
    return here, there, peering


def other(aws: Estate) -> Check:
    (found,) = other_gateway.look(aws.survivor())
    return found


def test_the_other_gateway_is_looked_at_by_this_site_s_credentials(
    joined: tuple[Network, Network, str], aws: Estate
) -> None:
    _, there, peering = joined
    assert other(aws).status is Status.PASS
    key = {"TransitGatewayRouteTableId": there.table_id}
    there.ec2.create_transit_gateway_route(
        **key, DestinationCidrBlock="172.30.2.0/24", TransitGatewayAttachmentId=peering
    )
    assert other(aws).status is Status.PASS, "it leads here"
    there.ec2.create_transit_gateway_route(
        **key, DestinationCidrBlock=PIECE, TransitGatewayAttachmentId=there.attachment_id
    )
    found = other(aws)
    assert (found.status, found.subject) == (Status.FAIL, PIECE)
    assert "aws ec2 delete-transit-gateway-route --region ap-northeast-1" in found.what_to_do


def test_a_gateway_that_is_not_seen_is_a_warning(joined: tuple[Network, Network, str], aws: Estate) -> None:
    SURROUNDINGS.say("endpoints", {"ap-northeast-1": "down"})
    try:
        found = other(aws)
    finally:
        SURROUNDINGS.say("endpoints", {"ap-northeast-1": None})
    assert found.status is Status.WARN
    assert "It holds up no failover" in found.what_to_do
