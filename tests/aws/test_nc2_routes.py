"""NC2's routes in the local AWS: for the transit VPC's prefixes, in the main table, to the active gateway's node."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator import SiteSpec, World, serve
from simulator.aws import SURROUNDINGS
from simulator.prism.model import Site
from tests.aws.networks import TOKYO, Client

PREFIX, CIDR, FLOW = "172.30.0.0/16", "10.191.0.0/16", "10.191.4.0/24"


@dataclass(frozen=True)
class Nc2:
    """A cluster whose VPC has a main table and a private one, which the Flow subnet uses."""

    site: Site
    ec2: Client
    control: str
    ca_bundle: str
    vpc_id: str
    main: str
    private: str
    flow_subnet: str

    def routable(self, kind: str, *prefixes: str) -> None:
        """Write the externally routable prefixes of the VPCs of this type."""
        for vpc in self.site.store.all("vpc"):
            if vpc.data["vpcType"] == kind:
                vpc.data["externallyRoutablePrefixes"] = [_prefix(prefix) for prefix in prefixes]

    def target(self, table_id: str, prefix: str = PREFIX) -> str | None:
        """Where a table leads the prefix."""
        (table,) = self.ec2.describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
        found = [route for route in table["Routes"] if route.get("DestinationCidrBlock") == prefix]
        return str(found[0].get("NetworkInterfaceId") or found[0].get("NatGatewayId")) if found else None

    def address(self, eni: str | None) -> str:
        (found,) = self.ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"]
        return str(found["PrivateIpAddress"])


def _prefix(text: str) -> dict[str, Any]:
    address, _, length = text.partition("/")
    return {"ipv4": {"ip": {"value": address}, "prefixLength": int(length)}}


@pytest.fixture
def nc2(tokyo: Client, tmp_path: Path) -> Iterator[Nc2]:
    world = World([SiteSpec("tokyo", TOKYO, vpc_cidr=CIDR, flow_cidr=FLOW)], seed=1)
    vpc_id = tokyo.create_vpc(CidrBlock=CIDR)["Vpc"]["VpcId"]
    (main,) = tokyo.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"]
    private = tokyo.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
    subnet = tokyo.create_subnet(VpcId=vpc_id, CidrBlock=FLOW)["Subnet"]["SubnetId"]
    tokyo.associate_route_table(RouteTableId=private, SubnetId=subnet)
    with serve(world, tmp_path) as running:
        endpoint = running.endpoints["tokyo"]
        SURROUNDINGS.machines["tokyo"] = {"region": TOKYO, "endpoint": endpoint, "ca_bundle": running.ca_bundle}
        yield Nc2(
            world.site("tokyo"),
            tokyo,
            f"{endpoint}/simulator/v1",
            running.ca_bundle,
            vpc_id,
            main["RouteTableId"],
            private,
            subnet,
        )
    SURROUNDINGS.machines.clear()
    for table in tokyo.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"]:
        for association in table["Associations"]:
            if not association["Main"]:
                tokyo.disassociate_route_table(AssociationId=association["RouteTableAssociationId"])
        if not any(association["Main"] for association in table["Associations"]):
            tokyo.delete_route_table(RouteTableId=table["RouteTableId"])
    tokyo.delete_subnet(SubnetId=subnet)
    tokyo.delete_vpc(VpcId=vpc_id)


def test_only_the_transit_vpc_s_prefixes_are_routed_and_only_in_the_main_table(nc2: Nc2) -> None:
    workload = {"name": "workload", "vpcType": "REGULAR", "externallyRoutablePrefixes": [_prefix(PREFIX)]}
    nc2.site.store.add(type(nc2.site.store.all("vpc")[0])("vpc", "workload-id", workload))
    assert (nc2.target(nc2.main), nc2.target(nc2.private)) == (None, None)
    nc2.routable("TRANSIT", PREFIX)
    assert nc2.address(nc2.target(nc2.main)) == "10.191.4.8"
    assert nc2.target(nc2.private) is None, "a table that subnets are associated with gets nothing"


def test_the_route_follows_the_active_gateway_and_goes_with_the_prefix(nc2: Nc2) -> None:
    nc2.routable("TRANSIT", PREFIX)
    assert nc2.address(nc2.target(nc2.main)) == "10.191.4.8"
    moved = requests.put(f"{nc2.control}/gateway", json={"place": 2}, verify=nc2.ca_bundle, timeout=5)
    moved.raise_for_status()
    assert nc2.address(nc2.target(nc2.main)) == "10.191.4.10"
    nc2.routable("TRANSIT")
    assert nc2.target(nc2.main) is None


def test_a_new_main_table_gets_the_route(nc2: Nc2) -> None:
    nc2.routable("TRANSIT", PREFIX)
    (table,) = nc2.ec2.describe_route_tables(RouteTableIds=[nc2.main])["RouteTables"]
    (main,) = [one["RouteTableAssociationId"] for one in table["Associations"] if one["Main"]]
    nc2.ec2.replace_route_table_association(AssociationId=main, RouteTableId=nc2.private)
    assert nc2.target(nc2.private) is not None


def test_a_route_of_somebody_else_stands_in_the_way(nc2: Nc2) -> None:
    address = nc2.ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = nc2.ec2.create_nat_gateway(SubnetId=nc2.flow_subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    nc2.ec2.create_route(RouteTableId=nc2.main, DestinationCidrBlock=PREFIX, NatGatewayId=nat)
    nc2.routable("TRANSIT", PREFIX)
    assert nc2.target(nc2.main) == nat
    nc2.ec2.delete_nat_gateway(NatGatewayId=nat)
    nc2.ec2.release_address(AllocationId=address)


def test_a_cluster_that_is_gone_takes_its_routes_and_interfaces_along(nc2: Nc2) -> None:
    nc2.routable("TRANSIT", PREFIX)
    assert nc2.target(nc2.main)
    nc2.site.absent = True
    assert nc2.target(nc2.main) is None
    found = nc2.ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [nc2.vpc_id]}])
    assert found["NetworkInterfaces"] == []
