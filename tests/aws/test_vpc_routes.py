"""VPC routes of the local AWS."""

from tests.aws.networks import Client, make_gateway, make_network, make_vpc, refused

WORKLOAD = "172.30.0.0/16"


def main_table(ec2: Client, vpc_id: str) -> str:
    found = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])
    table_id: str = found["RouteTables"][0]["RouteTableId"]
    return table_id


def state(ec2: Client, table_id: str, destination: str) -> str:
    found = ec2.describe_route_tables(RouteTableIds=[table_id])["RouteTables"][0]["Routes"]
    (route,) = [route for route in found if route.get("DestinationCidrBlock") == destination]
    answer: str = route["State"]
    return answer


def test_a_route_to_a_transit_gateway_needs_the_vpc_attached(tokyo: Client) -> None:
    vpc_id, _ = make_vpc(tokyo)
    gateway_id = make_gateway(tokyo)["TransitGatewayId"]
    with refused("InvalidTransitGatewayID.NotFound"):
        tokyo.create_route(
            RouteTableId=main_table(tokyo, vpc_id), DestinationCidrBlock=WORKLOAD, TransitGatewayId=gateway_id
        )


def test_a_route_to_a_detached_transit_gateway_is_a_blackhole_until_attached_again(tokyo: Client) -> None:
    network = make_network(tokyo)
    table_id = main_table(tokyo, network.vpc_id)
    tokyo.create_route(RouteTableId=table_id, DestinationCidrBlock=WORKLOAD, TransitGatewayId=network.gateway_id)
    assert state(tokyo, table_id, WORKLOAD) == "active"
    tokyo.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=network.attachment_id)
    assert state(tokyo, table_id, WORKLOAD) == "blackhole"
    assert state(tokyo, table_id, "10.101.0.0/16") == "active"
    with refused("InvalidTransitGatewayID.NotFound"):
        tokyo.replace_route(RouteTableId=table_id, DestinationCidrBlock=WORKLOAD, TransitGatewayId=network.gateway_id)


def test_a_deleted_nat_gateway_leaves_a_blackhole_and_no_interface(tokyo: Client) -> None:
    vpc_id, subnet_id = make_vpc(tokyo)
    address = tokyo.allocate_address(Domain="vpc")
    nat_id = tokyo.create_nat_gateway(SubnetId=subnet_id, AllocationId=address["AllocationId"])["NatGateway"][
        "NatGatewayId"
    ]
    table_id = main_table(tokyo, vpc_id)
    tokyo.create_route(RouteTableId=table_id, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat_id)
    tokyo.delete_nat_gateway(NatGatewayId=nat_id)
    assert state(tokyo, table_id, "0.0.0.0/0") == "blackhole"
    interfaces = tokyo.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])
    assert interfaces["NetworkInterfaces"] == []
    tokyo.release_address(AllocationId=address["AllocationId"])


def test_a_nat_gateway_that_does_not_exist_is_not_found(tokyo: Client) -> None:
    with refused("NatGatewayNotFound"):
        tokyo.delete_nat_gateway(NatGatewayId="nat-0123456789abcdef0")
