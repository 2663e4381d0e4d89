"""A walker that reads describes alone can tell which subnets of the local AWS reach each other.

Subnet's route table -> peering connection, or transit gateway's table -> peering -> the other table -> VPC, and back.
"""

from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import pytest

from tests.aws.networks import OSAKA, TOKYO, Client, Network, make_network, make_vpc, search


@dataclass(frozen=True)
class Walker:
    """What it reads, it reads by boto3 from the regions' endpoints."""

    clients: dict[str, Client]

    def both_ways(self, here: str, there: str) -> bool:
        """Whether two subnets' addresses reach each other."""
        return self.reaches(here, there) and self.reaches(there, here)

    def reaches(self, here: str, there: str) -> bool:
        """Whether a packet from one subnet arrives in the other."""
        (ec2, source), (_, target) = self._subnet(here), self._subnet(there)
        route = self._route(ec2, source, ip_network(target["CidrBlock"]))
        if route is None or route["State"] != "active":
            return False
        if "TransitGatewayId" in route:
            attachment = self._attachment(ec2, source["VpcId"], route["TransitGatewayId"])
            return attachment is not None and self._gateway_reaches(ec2, attachment, target)
        if "VpcPeeringConnectionId" in route:
            found = ec2.describe_vpc_peering_connections(VpcPeeringConnectionIds=[route["VpcPeeringConnectionId"]])
            peering = found["VpcPeeringConnections"][0]
            return target["VpcId"] in (peering["AccepterVpcInfo"]["VpcId"], peering["RequesterVpcInfo"]["VpcId"])
        return bool(route.get("GatewayId") == "local" and source["VpcId"] == target["VpcId"])

    def _gateway_reaches(self, ec2: Client, attachment: dict[str, Any], target: dict[str, Any]) -> bool:
        if "Association" not in attachment:
            return False
        found = search(
            ec2,
            attachment["Association"]["TransitGatewayRouteTableId"],
            {"route-search.longest-prefix-match": target["CidrBlock"]},
        )
        if not found or found[0]["State"] != "active":
            return False
        onward = found[0]["TransitGatewayAttachments"][0]
        if onward["ResourceType"] == "vpc":
            return bool(onward["ResourceId"] == target["VpcId"])
        if onward["ResourceType"] == "peering":
            across = self._across(ec2, onward["TransitGatewayAttachmentId"])
            return self._gateway_reaches(*across, target)
        return False

    def _across(self, ec2: Client, peering_id: str) -> tuple[Client, dict[str, Any]]:
        """The other region's client, and its view of the peering."""
        here = ec2.describe_transit_gateway_peering_attachments(TransitGatewayAttachmentIds=[peering_id])
        ends = here["TransitGatewayPeeringAttachments"][0]
        regions = {ends["RequesterTgwInfo"]["Region"], ends["AccepterTgwInfo"]["Region"]}
        (region,) = regions - {ec2.meta.region_name}
        there = self.clients[region]
        found = there.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[peering_id])
        return there, found["TransitGatewayAttachments"][0]

    def _attachment(self, ec2: Client, vpc_id: str, gateway_id: str) -> dict[str, Any] | None:
        filters = {"resource-id": vpc_id, "transit-gateway-id": gateway_id, "state": "available"}
        found = ec2.describe_transit_gateway_attachments(
            Filters=[{"Name": name, "Values": [value]} for name, value in filters.items()]
        )
        return next(iter(found["TransitGatewayAttachments"]), None)

    def _subnet(self, subnet_id: str) -> tuple[Client, dict[str, Any]]:
        for ec2 in self.clients.values():
            found = ec2.describe_subnets(Filters=[{"Name": "subnet-id", "Values": [subnet_id]}])["Subnets"]
            if found:
                return ec2, found[0]
        raise AssertionError(subnet_id)

    def _route(self, ec2: Client, subnet: dict[str, Any], to: Any) -> dict[str, Any] | None:
        """The longest route of the subnet's own table, or of the main one, that covers a destination."""
        tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [subnet["VpcId"]]}])["RouteTables"]
        own = [item for item in tables if any(a.get("SubnetId") == subnet["SubnetId"] for a in item["Associations"])]
        main = [item for item in tables if any(a["Main"] for a in item["Associations"])]
        routes = [(ip_network(item["DestinationCidrBlock"]), item) for item in (own or main)[0]["Routes"]]
        covering = [item for item in routes if to.subnet_of(item[0])]
        return max(covering, key=lambda item: item[0].prefixlen)[1] if covering else None


@dataclass(frozen=True)
class Sites:
    walker: Walker
    tokyo: Network
    osaka: Network
    peering_id: str

    def both_ways(self) -> bool:
        return self.walker.both_ways(self.tokyo.subnet_id, self.osaka.subnet_id)


def main_table(network: Network) -> str:
    filters = [{"Name": "vpc-id", "Values": [network.vpc_id]}, {"Name": "association.main", "Values": ["true"]}]
    table_id: str = network.ec2.describe_route_tables(Filters=filters)["RouteTables"][0]["RouteTableId"]
    return table_id


def lead(network: Network, to: str, peering_id: str) -> None:
    """Leads a VPC's traffic to its gateway, and the gateway's to the peering."""
    network.ec2.create_route(
        RouteTableId=main_table(network), DestinationCidrBlock=to, TransitGatewayId=network.gateway_id
    )
    network.ec2.create_transit_gateway_route(
        TransitGatewayRouteTableId=network.table_id, DestinationCidrBlock=to, TransitGatewayAttachmentId=peering_id
    )


@pytest.fixture
def sites(tokyo: Client, osaka: Client) -> Sites:
    """Two networks whose gateways are peered, with routes both ways."""
    near, far = make_network(tokyo, "10.101.0.0/16"), make_network(osaka, "10.102.0.0/16")
    peering_id = tokyo.create_transit_gateway_peering_attachment(
        TransitGatewayId=near.gateway_id,
        PeerTransitGatewayId=far.gateway_id,
        PeerAccountId="123456789012",
        PeerRegion=OSAKA,
    )["TransitGatewayPeeringAttachment"]["TransitGatewayAttachmentId"]
    osaka.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering_id)
    lead(near, "10.102.0.0/16", peering_id)
    lead(far, "10.101.0.0/16", peering_id)
    return Sites(Walker({TOKYO: tokyo, OSAKA: osaka}), near, far, peering_id)


def test_two_sites_reach_each_other_through_both_gateways(sites: Sites) -> None:
    assert sites.both_ways()


def test_a_missing_way_back_is_seen(sites: Sites) -> None:
    sites.osaka.ec2.delete_transit_gateway_route(
        TransitGatewayRouteTableId=sites.osaka.table_id, DestinationCidrBlock="10.101.0.0/16"
    )
    assert sites.walker.reaches(sites.tokyo.subnet_id, sites.osaka.subnet_id)
    assert not sites.both_ways()


def test_a_deleted_peering_is_seen_as_a_blackhole(sites: Sites) -> None:
    sites.tokyo.ec2.delete_transit_gateway_peering_attachment(TransitGatewayAttachmentId=sites.peering_id)
    assert not sites.both_ways()


def test_a_detached_vpc_is_seen(sites: Sites) -> None:
    sites.osaka.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=sites.osaka.attachment_id)
    assert not sites.walker.reaches(sites.tokyo.subnet_id, sites.osaka.subnet_id)


def test_an_attachment_in_no_table_is_seen(sites: Sites) -> None:
    sites.tokyo.ec2.disassociate_transit_gateway_route_table(
        TransitGatewayRouteTableId=sites.tokyo.table_id, TransitGatewayAttachmentId=sites.tokyo.attachment_id
    )
    assert not sites.walker.reaches(sites.tokyo.subnet_id, sites.osaka.subnet_id)


def test_a_subnet_with_a_table_of_its_own_goes_its_own_way(sites: Sites) -> None:
    ec2 = sites.tokyo.ec2
    own = ec2.create_route_table(VpcId=sites.tokyo.vpc_id)["RouteTable"]["RouteTableId"]
    ec2.associate_route_table(RouteTableId=own, SubnetId=sites.tokyo.subnet_id)
    assert not sites.both_ways()


def test_peered_vpcs_reach_each_other_once_accepted(tokyo: Client) -> None:
    (near, near_subnet), (far, far_subnet) = make_vpc(tokyo, "10.111.0.0/16"), make_vpc(tokyo, "10.112.0.0/16")
    peering_id = tokyo.create_vpc_peering_connection(VpcId=near, PeerVpcId=far)["VpcPeeringConnection"][
        "VpcPeeringConnectionId"
    ]
    for vpc_id, cidr in ((near, "10.112.0.0/16"), (far, "10.111.0.0/16")):
        table = tokyo.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"][0]
        tokyo.create_route(
            RouteTableId=table["RouteTableId"], DestinationCidrBlock=cidr, VpcPeeringConnectionId=peering_id
        )
    walker = Walker({TOKYO: tokyo})
    assert not walker.both_ways(near_subnet, far_subnet)
    tokyo.accept_vpc_peering_connection(VpcPeeringConnectionId=peering_id)
    assert walker.both_ways(near_subnet, far_subnet)
