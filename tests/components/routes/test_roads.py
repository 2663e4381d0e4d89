"""Where the packets go besides the workload's own table: on the local AWS, as a failover of tokyo finds it.

Tables of on-premises and of others, the other site's gateway, and the VPC's tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import boto3
import pulumi
import pytest
import requests

from simulator.aws import serve
from simulator.aws.base import SURROUNDINGS
from tests.aws.networks import OSAKA, TOKYO, Client, Network, attach, make_network, make_table, make_vpc
from tests.components.conftest import Program
from tests.components.test_existing import NO_FRONT
from tests.components.test_shadows import answers

pytestmark = pytest.mark.slow

WHOLE, PIECE = "172.30.0.0/16", "172.30.1.0/24"


@dataclass
class Pair:
    """Both sites' gateways, peered, with the workload led to the other site; tokyo's NC2 has written its route."""

    tokyo: Network
    osaka: Network
    peering_id: str

    def route(self, network: Network, prefix: str, to: str, table_id: str = "") -> None:
        network.ec2.create_transit_gateway_route(
            TransitGatewayRouteTableId=table_id or network.table_id,
            DestinationCidrBlock=prefix,
            TransitGatewayAttachmentId=to,
        )

    def vpn(self, table_id: str) -> str:
        """A VPN connection of somebody else whose traffic this table routes."""
        ec2 = self.tokyo.ec2
        device = ec2.create_customer_gateway(Type="ipsec.1", BgpAsn=65010, PublicIp="203.0.113.10")
        made = ec2.create_vpn_connection(
            Type="ipsec.1",
            CustomerGatewayId=device["CustomerGateway"]["CustomerGatewayId"],
            TransitGatewayId=self.tokyo.gateway_id,
        )["VpnConnection"]
        listed = ec2.describe_transit_gateway_attachments(
            Filters=[{"Name": "resource-id", "Values": [made["VpnConnectionId"]]}]
        )["TransitGatewayAttachments"]
        attachment = str(listed[0]["TransitGatewayAttachmentId"])
        old = {"TransitGatewayRouteTableId": self.tokyo.table_id, "TransitGatewayAttachmentId": attachment}
        ec2.disassociate_transit_gateway_route_table(**old)
        ec2.associate_transit_gateway_route_table(**{**old, "TransitGatewayRouteTableId": table_id})
        return str(made["VpnConnectionId"])

    def main_table(self) -> str:
        found = self.tokyo.ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [self.tokyo.vpc_id]}])
        return str(found["RouteTables"][0]["RouteTableId"])

    def fail_over(
        self, mode: str = "planned", accepted: tuple[str, ...] = (), led: tuple[str, ...] = (), **own: str
    ) -> Program:
        """The preview of tokyo's takeover."""
        last = {
            "transitGatewayId": self.tokyo.gateway_id,
            "transitGatewayRouteTableId": self.tokyo.table_id,
            "vpcId": self.tokyo.vpc_id,
            "requestedPeeringId": self.peering_id,
            "subnetPlan": "2",
            "activeRegion": "osaka",
            **own,
        }
        other = {"vpcId": self.osaka.vpc_id, "transitGatewayId": self.osaka.gateway_id}
        other["acceptedPeeringId"] = self.peering_id
        made = Program("tokyo", other, aws=answers, own=last, ec2=self.tokyo.ec2, preview=True)
        made.elsewhere = {OSAKA: self.osaka.ec2}
        sites = made.configured_sites()
        sites["tokyo"]["existing"] = {"acceptedRoutes": list(accepted), "ledRouteTableIds": list(led)}
        return made.run(activeRegion="tokyo", failoverMode=mode, sites=sites, **NO_FRONT)

    def refused(self, **how: Any) -> str:
        with pytest.raises(pulumi.RunError) as ended:
            self.fail_over(**how)
        return str(ended.value)


def referred(network: Network, site: str, to: str) -> None:
    made = network.ec2.create_managed_prefix_list(
        PrefixListName=f"nc2-{site}-workload", AddressFamily="IPv4", MaxEntries=1, Entries=[{"Cidr": WHOLE}]
    )
    network.ec2.create_transit_gateway_prefix_list_reference(
        TransitGatewayRouteTableId=network.table_id,
        PrefixListId=made["PrefixList"]["PrefixListId"],
        TransitGatewayAttachmentId=to,
    )


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as environment, serve() as served:
        environment.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
        yield served


@pytest.fixture
def pair(endpoint: str) -> Pair:
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing")

    def ec2(region: str) -> Client:
        return session.client("ec2", region_name=region, endpoint_url=endpoint)

    tokyo, osaka = make_network(ec2(TOKYO)), make_network(ec2(OSAKA), "10.102.0.0/16")
    asked = tokyo.ec2.create_transit_gateway_peering_attachment(
        TransitGatewayId=tokyo.gateway_id,
        PeerTransitGatewayId=osaka.gateway_id,
        PeerAccountId="123456789012",
        PeerRegion=OSAKA,
    )["TransitGatewayPeeringAttachment"]
    peering = str(asked["TransitGatewayAttachmentId"])
    osaka.ec2.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering)
    referred(tokyo, "tokyo", peering)
    referred(osaka, "osaka", osaka.attachment_id)
    made = Pair(tokyo, osaka, peering)
    node = tokyo.ec2.create_network_interface(SubnetId=tokyo.subnet_id)["NetworkInterface"]["NetworkInterfaceId"]
    tokyo.ec2.create_route(RouteTableId=made.main_table(), DestinationCidrBlock=WHOLE, NetworkInterfaceId=node)
    return made


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", lambda message, *_, **__: said.append(message))
    return said


def test_a_pair_without_routes_of_others_goes_on_without_a_word(pair: Pair, warned: list[str]) -> None:
    pair.fail_over()
    assert not [said for said in warned if "tgw" in said or "rtb-" in said]


def test_a_static_piece_in_this_stack_s_table_for_on_premises_is_refused(pair: Pair) -> None:
    table = make_table(pair.tokyo.ec2, pair.tokyo.gateway_id)
    pair.vpn(table)
    pair.route(pair.tokyo, PIECE, pair.peering_id, table)
    said = pair.refused(onPremisesRouteTableId=table)
    assert f"In {table}, the static route of {PIECE} inside {WHOLE} leads to {pair.peering_id}" in said
    assert f"--transit-gateway-route-table-id {table} --destination-cidr-block {PIECE}" in said


def test_a_table_that_no_stack_manages_is_refused_with_what_comes_in_by_it(pair: Pair) -> None:
    """The company's own table for on-premises leads the whole to the old site."""
    table = make_table(pair.tokyo.ec2, pair.tokyo.gateway_id)
    vpn = pair.vpn(table)
    pair.route(pair.tokyo, WHOLE, pair.peering_id, table)
    said = pair.refused()
    assert f"In {table}, which routes what comes in by vpn {vpn} (tgw-attach-" in said
    assert f"name {table} in sites.tokyo.existing.ledRouteTableIds" in said
    assert f"aws ec2 replace-transit-gateway-route --region {TOKYO} --transit-gateway-route-table-id {table}" in said
    assert f"--transit-gateway-attachment-id {pair.tokyo.attachment_id}` once the workload is in tokyo" in said
    pair.fail_over(accepted=(WHOLE,))


def test_a_table_of_others_that_this_stack_leads_moves_with_the_failover(pair: Pair) -> None:
    table = make_table(pair.tokyo.ec2, pair.tokyo.gateway_id)
    pair.vpn(table)
    lists = pair.tokyo.ec2.describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": ["nc2-tokyo-workload"]}]
    )["PrefixLists"]
    pair.tokyo.ec2.create_transit_gateway_prefix_list_reference(
        TransitGatewayRouteTableId=table,
        PrefixListId=lists[0]["PrefixListId"],
        TransitGatewayAttachmentId=pair.peering_id,
    )
    assert f"In {table}, which routes what comes in by" in pair.refused()
    made = pair.fail_over(led=(table,))
    led = made.of_type("prefixListReference:PrefixListReference")[f"workload-{table}"]
    assert (led["transitGatewayRouteTableId"], led["transitGatewayAttachmentId"]) == (table, "tgw-vpc-id")
    pair.route(pair.tokyo, PIECE, pair.peering_id, table)
    assert f"In {table}, the static route of {PIECE} inside {WHOLE}" in pair.refused(led=(table,))


def test_a_new_table_is_not_led_while_somebody_else_has_the_prefix_in_it(pair: Pair) -> None:
    """Their own VPC propagates it, which this stack's list would beat."""
    ec2 = pair.tokyo.ec2
    table = make_table(ec2, pair.tokyo.gateway_id)
    theirs = attach(ec2, pair.tokyo.gateway_id, *make_vpc(ec2, WHOLE))
    key = {"TransitGatewayRouteTableId": table, "TransitGatewayAttachmentId": theirs}
    ec2.enable_transit_gateway_route_table_propagation(**key)
    ec2.disable_transit_gateway_route_table_propagation(**{**key, "TransitGatewayRouteTableId": pair.tokyo.table_id})
    said = pair.refused(led=(table,))
    assert said.startswith(f"sites.tokyo.existing.ledRouteTableIds: In {table}, the propagated route of {WHOLE} leads")
    pair.route(pair.tokyo, WHOLE, pair.peering_id, table)
    assert "the propagated route" not in pair.refused(led=(table,)), "a static one hides it, and leads as ours does"


def test_a_table_that_the_gateway_does_not_have_is_refused_by_its_key(pair: Pair) -> None:
    strange = "tgw-rtb-0123456789abcdef0"
    said = pair.refused(led=(strange,))
    assert said == (
        f"sites.tokyo.existing.ledRouteTableIds: expected route tables of {pair.tokyo.gateway_id}, found {strange}."
    )


def test_a_table_by_which_nothing_comes_in_and_one_that_leads_here_are_no_matter(pair: Pair) -> None:
    pair.route(pair.tokyo, WHOLE, pair.peering_id, make_table(pair.tokyo.ec2, pair.tokyo.gateway_id))
    table = make_table(pair.tokyo.ec2, pair.tokyo.gateway_id)
    pair.vpn(table)
    pair.route(pair.tokyo, WHOLE, pair.tokyo.attachment_id, table)
    pair.fail_over()


def test_a_static_piece_at_the_other_gateway_is_refused_in_a_planned_failover_and_told_in_another(
    pair: Pair, warned: list[str]
) -> None:
    pair.route(pair.osaka, PIECE, pair.osaka.attachment_id)
    said = pair.refused()
    assert f"At the transit gateway of osaka: In {pair.osaka.table_id}, the static route of {PIECE}" in said
    assert f"aws ec2 delete-transit-gateway-route --region {OSAKA}" in said
    pair.fail_over("unplanned")
    assert [one for one in warned if one.startswith("At the transit gateway of osaka")]
    pair.fail_over(accepted=(PIECE,))


def test_a_propagating_attachment_at_the_other_gateway_is_refused(pair: Pair) -> None:
    ec2 = pair.osaka.ec2
    attach(ec2, pair.osaka.gateway_id, *make_vpc(ec2, "172.30.0.0/17"))
    assert "disable-transit-gateway-route-table-propagation" in pair.refused()


def test_a_region_that_is_lost_holds_no_failover_up_and_is_told_in_one_line(pair: Pair, warned: list[str]) -> None:
    pair.route(pair.osaka, PIECE, pair.osaka.attachment_id)
    SURROUNDINGS.say("endpoints", {OSAKA: "down"})
    try:
        pair.fail_over()
    finally:
        SURROUNDINGS.say("endpoints", {OSAKA: None})
    (said,) = [one for one in warned if "transit gateway of osaka" in one]
    assert "was not looked at, which holds up no failover" in said
    assert "ServiceUnavailable" in said


def test_a_gateway_of_another_account_is_told_in_one_line(pair: Pair, warned: list[str]) -> None:
    pair.osaka = replace(pair.osaka, gateway_id="tgw-0123456789abcdef0")
    pair.fail_over()
    (said,) = [one for one in warned if "transit gateway of osaka" in one]
    assert "is not seen in ap-northeast-3 by this account" in said


def test_a_piece_in_the_vpc_s_table_that_brings_packets_in_is_refused(pair: Pair) -> None:
    pair.tokyo.ec2.create_route(
        RouteTableId=pair.main_table(), DestinationCidrBlock=PIECE, TransitGatewayId=pair.tokyo.gateway_id
    )
    said = pair.refused()
    assert f"by which the transit gateway reaches it, leads {PIECE} to {pair.tokyo.gateway_id}" in said
    command = f"`aws ec2 delete-route --region {TOKYO} --route-table-id {pair.main_table()} --destination-cidr-block"
    assert f"{command} {PIECE}`" in said


def test_a_piece_in_another_table_of_the_vpc_is_told(pair: Pair, warned: list[str]) -> None:
    """It takes only what the VPC's own subnets send. By the gateway that comes back in."""
    ec2 = pair.tokyo.ec2
    table = ec2.create_route_table(VpcId=pair.tokyo.vpc_id)["RouteTable"]["RouteTableId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=pair.tokyo.vpc_id)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=PIECE, GatewayId=gateway)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=WHOLE, TransitGatewayId=pair.tokyo.gateway_id)
    pair.fail_over()
    (said,) = [one for one in warned if table in one]
    assert f"{table} leads {PIECE} to {gateway}" in said
