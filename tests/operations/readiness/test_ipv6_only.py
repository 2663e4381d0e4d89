"""A region with subnets and interfaces for IPv6 alone is read like any other: EC2 leaves their IPv4 fields out."""

from typing import Any

from operations.look.aws_network import describe

ANSWERS: dict[str, dict[str, Any]] = {
    "describe_subnets": {
        "Subnets": [
            {"SubnetId": "subnet-4", "VpcId": "vpc-1", "AvailabilityZone": "a", "CidrBlock": "172.30.1.0/24"},
            {"SubnetId": "subnet-6", "VpcId": "vpc-1", "AvailabilityZone": "a", "Ipv6Native": True},
            {"SubnetId": "subnet-7", "VpcId": "vpc-1", "AvailabilityZone": "a", "Ipv6Native": True, "CidrBlock": ""},
        ]
    },
    "describe_route_tables": {
        "RouteTables": [
            {
                "RouteTableId": "rtb-1",
                "VpcId": "vpc-1",
                "Associations": [{"Main": True}],
                "Routes": [
                    {"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1", "State": "active"},
                    {"DestinationPrefixListId": "pl-6", "GatewayId": "igw-1", "State": "active"},
                    {"DestinationCidrBlock": "172.30.0.0/16", "GatewayId": "local", "State": "active"},
                ],
            }
        ]
    },
    "get_managed_prefix_list_entries": {"Entries": [{"Cidr": "2600:1f14::/35"}]},
    "describe_network_interfaces": {
        "NetworkInterfaces": [
            {"NetworkInterfaceId": "eni-6", "VpcId": "vpc-1", "SubnetId": "subnet-6", "PrivateIpAddresses": []},
            {"NetworkInterfaceId": "eni-7", "VpcId": "vpc-1", "SubnetId": "subnet-7"},
        ]
    },
    "describe_security_groups": {"SecurityGroups": []},
}


class Ec2:
    """A region that has no transit gateway and no peering."""

    def __getattr__(self, action: str) -> Any:
        return lambda **_: ANSWERS.get(action, {"Items": []})


def test_what_has_no_ipv4_address_is_left_out_and_the_rest_is_read() -> None:
    found = describe(Ec2())
    assert list(found.subnets) == ["subnet-4"]
    assert [str(route.destination) for route in found.vpc_tables["rtb-1"]] == ["172.30.0.0/16"]
    assert {key: one.addresses for key, one in found.interfaces.items()} == {"eni-6": frozenset(), "eni-7": frozenset()}
