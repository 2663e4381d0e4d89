"""What readiness says of routes of others, and of where the gateway leads each protected VM's address."""

from collections.abc import Iterator

import pytest
import requests

from operations.look import Status, Survivor
from operations.readiness import aws_routes, next_hops
from simulator.aws import serve
from tests.aws.networks import attach, make_network, make_vpc
from tests.operations._estate import HOME, Estate

pytestmark = pytest.mark.slow


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
    hops = {check.found for check in next_hops.look(survivor)}
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
    assert {check.status for check in next_hops.look(aws.survivor(HOME))} == {Status.PASS}
    other = attach(ec2, network.gateway_id, *make_vpc(ec2, "10.111.0.0/16"))
    ec2.create_transit_gateway_route(**table, DestinationCidrBlock="172.30.1.36/32", TransitGatewayAttachmentId=other)
    failed = {check.subject for check in next_hops.look(aws.survivor(HOME)) if check.status is Status.FAIL}
    assert failed == {"db-1 (172.30.1.36)"}
