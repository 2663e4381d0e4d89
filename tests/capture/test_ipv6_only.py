"""What EC2 leaves out of subnets and interfaces for IPv6 alone: the others are captured, and these are named."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from capture import Selection, capture_by_api, merged
from capture.run import warnings

V4 = {
    "InstanceId": "i-0000000000000000a",
    "State": {"Name": "running"},
    "VpcId": "vpc-1",
    "Tags": [{"Key": "Name", "Value": "web-1"}],
    "NetworkInterfaces": [
        {
            "NetworkInterfaceId": "eni-a",
            "SubnetId": "subnet-4",
            "PrivateIpAddress": "172.30.1.34",
            "MacAddress": "02:00:00:00:00:01",
            "Attachment": {"DeviceIndex": 0},
            "PrivateIpAddresses": [{"Primary": True, "PrivateIpAddress": "172.30.1.34"}],
        }
    ],
}
V6_NIC = {
    "NetworkInterfaceId": "eni-b",
    "SubnetId": "subnet-6",
    "MacAddress": "02:00:00:00:00:02",
    "Attachment": {"DeviceIndex": 1},
    "PrivateIpAddresses": [],
    "Ipv6Addresses": [{"Ipv6Address": "2600:1f14::7"}],
}
V6 = {**V4, "InstanceId": "i-0000000000000000b", "Tags": [{"Key": "Name", "Value": "batch-6"}]}
V6 |= {"NetworkInterfaces": [V6_NIC]}
BOTH = {**V4, "NetworkInterfaces": [*V4["NetworkInterfaces"], V6_NIC]}
SUBNET_4 = {"SubnetId": "subnet-4", "VpcId": "vpc-1", "CidrBlock": "172.30.1.0/24"}
SUBNET_6: dict[str, Any] = {"SubnetId": "subnet-6", "VpcId": "vpc-1", "Ipv6Native": True}


def captured(instances: list[dict[str, Any]], subnets: list[dict[str, Any]]) -> list[Any]:
    ec2 = boto3.client("ec2", region_name="us-west-2", aws_access_key_id="x", aws_secret_access_key="y")
    vpc = {"VpcId": "vpc-1", "CidrBlock": "172.30.0.0/16", "DhcpOptionsId": "default"}
    with Stubber(ec2) as stub:
        stub.add_response("describe_instances", {"Reservations": [{"Instances": instances}]}, {"Filters": ANY})
        stub.add_response("describe_subnets", {"Subnets": subnets}, {"Filters": ANY})
        stub.add_response("describe_vpcs", {"Vpcs": [vpc]}, {"Filters": ANY})
        return capture_by_api(ec2, Selection("vpc-1"))


@pytest.mark.parametrize("left_out", [{}, {"CidrBlock": ""}])
def test_machines_with_ipv4_are_captured_and_those_without_are_named(left_out: dict[str, str]) -> None:
    found = captured([V4, V6], [SUBNET_4, {**SUBNET_6, **left_out}])
    assert [(one.name, [nic.address for nic in one.nics]) for one in found] == [
        ("web-1", ["172.30.1.34"]),
        ("batch-6", []),
    ]
    record = merged({"api": found[1]})
    assert record.addresses == ()
    assert list(warnings(record, found[1], None)) == [
        "batch-6 (i-0000000000000000b), IPv6: eni-b has no IPv4 address. It was not captured: an overlay subnet has "
        "IPv4 addresses only."
    ]


def test_an_interface_for_ipv6_alone_beside_another_is_named() -> None:
    (found,) = captured([BOTH], [SUBNET_4, SUBNET_6])
    assert [nic.address for nic in found.nics] == ["172.30.1.34"]
    assert found.checks["IPv6"].startswith("eni-b has no IPv4 address")
