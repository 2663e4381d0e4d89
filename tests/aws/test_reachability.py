"""The walker of operations.look.reachability on the local AWS: by describes alone it tells what reaches what."""

from dataclasses import dataclass
from ipaddress import IPv4Network

import pytest

from operations.look import Pair, Reachability, summary
from tests.aws.networks import OSAKA, TOKYO, Client, Network, make_network, make_table, make_vpc

pytestmark = pytest.mark.slow


def pair_of(clients: dict[str, Client], here: tuple[str, str], there: tuple[str, str]) -> Pair:
    (pair,) = Reachability.read(clients).pairs(here, there)
    return pair


@dataclass(frozen=True)
class Sites:
    """Two networks of one subnet each, by site name."""

    networks: dict[str, Network]
    peering_id: str

    @property
    def near(self) -> Network:
        return self.networks["tokyo"]

    @property
    def far(self) -> Network:
        return self.networks["osaka"]

    def pair(self) -> Pair:
        clients = {site: network.ec2 for site, network in self.networks.items()}
        return pair_of(clients, ("tokyo", self.near.vpc_id), ("osaka", self.far.vpc_id))


def main_table(network: Network) -> str:
    filters = [{"Name": "vpc-id", "Values": [network.vpc_id]}, {"Name": "association.main", "Values": ["true"]}]
    table_id: str = network.ec2.describe_route_tables(Filters=filters)["RouteTables"][0]["RouteTableId"]
    return table_id


def lead_vpc(network: Network, to: str) -> None:
    network.ec2.create_route(
        RouteTableId=main_table(network), DestinationCidrBlock=to, TransitGatewayId=network.gateway_id
    )


def lead(network: Network, to: str, peering_id: str) -> None:
    """Leads a VPC's traffic to its gateway, and the gateway's to the peering."""
    lead_vpc(network, to)
    network.ec2.create_transit_gateway_route(
        TransitGatewayRouteTableId=network.table_id, DestinationCidrBlock=to, TransitGatewayAttachmentId=peering_id
    )


@pytest.fixture(params=["two regions", "one region"])
def sites(request: pytest.FixtureRequest, tokyo: Client, osaka: Client) -> Sites:
    """Two networks whose gateways are peered, with routes both ways."""
    other, region = (osaka, OSAKA) if request.param == "two regions" else (tokyo, TOKYO)
    near, far = make_network(tokyo, "10.101.0.0/16"), make_network(other, "10.102.0.0/16")
    peering_id = tokyo.create_transit_gateway_peering_attachment(
        TransitGatewayId=near.gateway_id,
        PeerTransitGatewayId=far.gateway_id,
        PeerAccountId="123456789012",
        PeerRegion=region,
    )["TransitGatewayPeeringAttachment"]["TransitGatewayAttachmentId"]
    other.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering_id)
    lead(near, "10.102.0.0/16", peering_id)
    lead(far, "10.101.0.0/16", peering_id)
    return Sites({"tokyo": near, "osaka": far}, peering_id)


def test_two_sites_reach_each_other_through_both_gateways(sites: Sites) -> None:
    pair = sites.pair()
    assert pair.through, str(pair)
    assert pair.to.hops == (
        sites.near.subnet_id,
        main_table(sites.near),
        sites.near.gateway_id,
        sites.near.table_id,
        sites.peering_id,
        sites.far.table_id,
        sites.far.attachment_id,
        sites.far.vpc_id,
    )
    assert summary([pair]) == "2 of 2 subnet pairs get through"


def test_a_missing_way_back_is_seen(sites: Sites) -> None:
    sites.far.ec2.delete_transit_gateway_route(
        TransitGatewayRouteTableId=sites.far.table_id, DestinationCidrBlock="10.101.0.0/16"
    )
    pair = sites.pair()
    assert not pair.to.why
    assert pair.back.why == f"{sites.far.table_id} has no route to 10.101.0.0/24"
    assert "10.101.0.0/24 <- 10.102.0.0/24" in summary([pair])


def test_a_deleted_peering_is_seen_as_a_blackhole(sites: Sites) -> None:
    sites.near.ec2.delete_transit_gateway_peering_attachment(TransitGatewayAttachmentId=sites.peering_id)
    assert sites.pair().to.why == f"the route of 10.102.0.0/16 in {sites.near.table_id} is a blackhole"


def test_a_detached_vpc_is_seen(sites: Sites) -> None:
    sites.far.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=sites.far.attachment_id)
    pair = sites.pair()
    assert sites.far.table_id in pair.to.why
    assert pair.back.why == f"{sites.far.vpc_id} is not attached to {sites.far.gateway_id}"


def test_an_attachment_in_no_table_is_seen(sites: Sites) -> None:
    sites.near.ec2.disassociate_transit_gateway_route_table(
        TransitGatewayRouteTableId=sites.near.table_id, TransitGatewayAttachmentId=sites.near.attachment_id
    )
    why = f"{sites.near.attachment_id} is associated with no route table of {sites.near.gateway_id}"
    assert sites.pair().to.why == why


def test_a_zone_without_an_attachment_subnet_is_seen(sites: Sites) -> None:
    zone = f"{TOKYO}c"
    sites.near.ec2.create_subnet(VpcId=sites.near.vpc_id, CidrBlock="10.101.1.0/24", AvailabilityZone=zone)
    clients = {site: network.ec2 for site, network in sites.networks.items()}
    pairs = Reachability.read(clients).pairs(("tokyo", sites.near.vpc_id), ("osaka", sites.far.vpc_id))
    assert [pair.through for pair in pairs] == [True, False]
    assert pairs[1].to.why == pairs[1].back.why == f"{sites.near.attachment_id} has no subnet in {zone}"


def test_routes_in_a_circle_are_seen(sites: Sites) -> None:
    for network in (sites.near, sites.far):
        network.ec2.create_transit_gateway_route(
            TransitGatewayRouteTableId=network.table_id,
            DestinationCidrBlock="172.30.0.0/16",
            TransitGatewayAttachmentId=sites.peering_id,
        )
    lead_vpc(sites.near, "172.30.0.0/16")
    reach = Reachability.read({site: network.ec2 for site, network in sites.networks.items()})
    (subnet,) = reach.subnets("tokyo", sites.near.vpc_id)
    assert "go in a circle" in reach.walk("tokyo", subnet, IPv4Network("172.30.0.0/16")).why


def test_a_route_to_the_wrong_vpc_is_seen(sites: Sites) -> None:
    table_id = make_table(sites.near.ec2, sites.near.gateway_id)
    sites.near.ec2.disassociate_transit_gateway_route_table(
        TransitGatewayRouteTableId=sites.near.table_id, TransitGatewayAttachmentId=sites.near.attachment_id
    )
    sites.near.ec2.associate_transit_gateway_route_table(
        TransitGatewayRouteTableId=table_id, TransitGatewayAttachmentId=sites.near.attachment_id
    )
    sites.near.ec2.create_transit_gateway_route(
        TransitGatewayRouteTableId=table_id,
        DestinationCidrBlock="10.0.0.0/8",
        TransitGatewayAttachmentId=sites.near.attachment_id,
    )
    assert sites.pair().to.why == f"handed to {sites.near.vpc_id}, not to {sites.far.vpc_id}"


def test_a_subnet_with_a_table_of_its_own_goes_its_own_way(sites: Sites) -> None:
    ec2 = sites.near.ec2
    own = ec2.create_route_table(VpcId=sites.near.vpc_id)["RouteTable"]["RouteTableId"]
    ec2.associate_route_table(RouteTableId=own, SubnetId=sites.near.subnet_id)
    assert sites.pair().to.why == f"{own} has no route to 10.102.0.0/24"


def test_peered_vpcs_reach_each_other_once_accepted(tokyo: Client) -> None:
    (near, _), (far, _) = make_vpc(tokyo, "10.111.0.0/16"), make_vpc(tokyo, "10.112.0.0/16")
    peering_id = tokyo.create_vpc_peering_connection(VpcId=near, PeerVpcId=far)["VpcPeeringConnection"][
        "VpcPeeringConnectionId"
    ]
    for vpc_id, cidr in ((near, "10.112.0.0/16"), (far, "10.111.0.0/16")):
        table = tokyo.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"][0]
        tokyo.create_route(
            RouteTableId=table["RouteTableId"], DestinationCidrBlock=cidr, VpcPeeringConnectionId=peering_id
        )
    clients = {"one": tokyo, "two": tokyo}
    pair = pair_of(clients, ("one", near), ("two", far))
    assert pair.to.why == f"{peering_id} is pending-acceptance, not active"
    tokyo.accept_vpc_peering_connection(VpcPeeringConnectionId=peering_id)
    assert pair_of(clients, ("one", near), ("two", far)).through


def test_the_load_balancer_s_subnet_reaches_floating_ips_by_a_table_without_nc2_s_route(tokyo: Client) -> None:
    """Floating IPs are addresses of the VPC's own flow subnet. The VM's own address is not reached by that table."""
    vpc_id, public = make_vpc(tokyo)
    tokyo.create_subnet(VpcId=vpc_id, CidrBlock="10.101.4.0/24")
    table_id = tokyo.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
    tokyo.associate_route_table(RouteTableId=table_id, SubnetId=public)
    seen = Reachability.read({"tokyo": tokyo})
    (subnet,) = [one for one in seen.subnets("tokyo", vpc_id) if one.id == public]
    to_floating_ip = seen.walk("tokyo", subnet, IPv4Network("10.101.4.150/32"))
    assert (to_floating_ip.why, to_floating_ip.end) == ("", vpc_id)
    to_vm = seen.walk("tokyo", subnet, IPv4Network("172.30.1.34/32"))
    assert to_vm.why == f"{table_id} has no route to 172.30.1.34/32"
