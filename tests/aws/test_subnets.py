"""Subnets of the local AWS."""

import pytest

from tests.aws.networks import Client, make_vpc, refused


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        pytest.param({"AvailabilityZone": "ap-northeast-1a"}, "InvalidParameterValue", id="a zone of another region"),
        pytest.param({"AvailabilityZone": "ap-northeast-3z"}, "InvalidParameterValue", id="a zone that does not exist"),
        pytest.param({"AvailabilityZoneId": "apne1-az4"}, "InvalidParameterValue", id="a zone id of another region"),
    ],
)
def test_a_zone_that_is_not_of_the_region_is_refused(osaka: Client, zone: dict[str, str], code: str) -> None:
    vpc_id, _ = make_vpc(osaka)
    with refused(code):
        osaka.create_subnet(VpcId=vpc_id, CidrBlock="10.101.9.0/24", **zone)


def test_a_zone_of_the_region_and_no_zone_are_taken(osaka: Client) -> None:
    vpc_id, _ = make_vpc(osaka)
    named = osaka.create_subnet(VpcId=vpc_id, CidrBlock="10.101.8.0/24", AvailabilityZone="ap-northeast-3b")
    unnamed = osaka.create_subnet(VpcId=vpc_id, CidrBlock="10.101.9.0/24")
    assert named["Subnet"]["AvailabilityZone"] == "ap-northeast-3b"
    assert unnamed["Subnet"]["AvailabilityZone"].startswith("ap-northeast-3")
