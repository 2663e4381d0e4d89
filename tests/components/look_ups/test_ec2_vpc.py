"""An EC2 VPC that exists, in the whole program: nothing of it is made, and its own route stands in nobody's way."""

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pulumi
import pytest

from simulator.aws import serve
from tests.components.conftest import Program
from tests.components.test_existing import EXISTING_GATEWAY, GATEWAY, NO_FRONT, OTHER, TABLE, TOKYO
from tests.components.test_shadows import Ec2, answers, route

WHOLE, PIECE, REGION = "172.30.0.0/16", "172.30.1.0/24", "ap-northeast-1"
NC2 = {"transitGatewayRouteTableId": TABLE, "vpcId": "vpc-ours", "subnetPlan": "2", "activeRegion": "tokyo"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with serve() as endpoint:
        yield endpoint


@pytest.fixture(autouse=True)
def environment(aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ENDPOINT_URL", aws), ("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing")):
        monkeypatch.setenv(f"AWS_{name}", value)


@pytest.fixture(scope="module")
def customer(aws: str) -> dict[str, str]:
    """The customer's VPC, attached to a gateway into whose table it propagates."""
    ec2 = boto3.client(
        "ec2", region_name=REGION, endpoint_url=aws, aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    vpc = ec2.create_vpc(CidrBlock=WHOLE)["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=PIECE, AvailabilityZone=f"{REGION}a")["Subnet"]["SubnetId"]
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    made = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway["TransitGatewayId"], VpcId=vpc, SubnetIds=[subnet]
    )
    ids = {"vpc": vpc, "subnet": subnet, "gateway": gateway["TransitGatewayId"]}
    ids["attachment"] = made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    return {**ids, "table": gateway["Options"]["AssociationDefaultRouteTableId"]}


def run(
    customer: Mapping[str, str],
    existing: Mapping[str, Any] | None = None,
    *,
    platform: str = "ec2",
    routes: Ec2 | None = None,
    own: Mapping[str, Any] | None = None,
) -> Program:
    """A preview of tokyo. Its transit gateway is the customer's, as far as the mocks of the engine can tell."""

    def invoked(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        ids = {customer["gateway"]: GATEWAY, customer["table"]: TABLE}
        asked = {key: ids.get(str(value), value) for key, value in args.args.items()}
        found = answers(pulumi.runtime.MockCallArgs(args.token, asked, args.provider))
        return {**found, "transitGatewayId": customer["gateway"]} if "transitGatewayId" in found else found

    named = {"transitGatewayId": customer["gateway"], "transitGatewayRouteTableId": customer["table"]}
    assert named.keys() == EXISTING_GATEWAY.keys()
    attached = {"vpcId": customer["vpc"], "transitGatewayAttachmentId": customer["attachment"]}
    made = Program("tokyo", OTHER, aws=invoked, preview=True, own=own or {})
    made.ec2 = routes or Ec2([route(WHOLE, customer["vpc"], "propagated")], ours=None)
    section = {"site": "tokyo", "cidr": WHOLE, "existing": dict(existing or attached)}
    return made.run(
        sites={"tokyo": {**TOKYO, "existing": named}}, ec2Vpc=section, workloadPlatform=platform, **NO_FRONT
    )


def leads_to(program: Program) -> str:
    return str(program.of_type("prefixListReference:PrefixListReference")["workload"]["transitGatewayAttachmentId"])


def of_ec2(program: Program) -> set[str]:
    return {resource.name for resource in program.resources if resource.name.startswith(("ec2-", "tgw-ec2"))}


def test_a_named_attachment_is_led_to_and_its_own_route_refuses_nothing(customer: dict[str, str]) -> None:
    program = run(customer)
    assert of_ec2(program) == set()
    assert leads_to(program) == customer["attachment"]


def test_after_the_cut_over_it_stays_and_the_prefix_leads_to_nc2(customer: dict[str, str]) -> None:
    program = run(customer, platform="nc2")
    assert of_ec2(program) == set()
    assert leads_to(program) == "tgw-vpc-id"


def test_once_on_nc2_a_vpc_that_is_gone_stops_nothing(customer: dict[str, str]) -> None:
    gone = {"vpcId": "vpc-0123456789abcdef0", "transitGatewayAttachmentId": "tgw-attach-0123456789abcdef0"}
    assert leads_to(run(customer, gone, platform="nc2", routes=Ec2([], ours=None))) == "tgw-vpc-id"
    with pytest.raises(pulumi.RunError, match=rf"ec2Vpc.existing.vpcId: expected a VPC, .* exists in {REGION}, found"):
        run(customer, gone)


def test_a_vpc_that_is_attached_already_is_not_attached_a_second_time(customer: dict[str, str]) -> None:
    with pytest.raises(pulumi.RunError, match=f"{customer['attachment']} attaches {customer['vpc']} to"):
        run(customer, {"vpcId": customer["vpc"], "subnetIds": [customer["subnet"]]})


def test_a_vpc_that_is_not_attached_is_attached_by_its_subnets(customer: dict[str, str]) -> None:
    ec2 = boto3.client("ec2", region_name=REGION)
    vpc = ec2.create_vpc(CidrBlock=WHOLE)["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=PIECE)["Subnet"]["SubnetId"]
    program = run(customer, {"vpcId": vpc, "subnetIds": [subnet]}, routes=Ec2([], ours=None))
    attached = program.of_type("vpcAttachment:VpcAttachment")["tgw-ec2"]
    assert (attached["vpcId"], attached["subnetIds"]) == (vpc, [subnet])
    assert leads_to(program) == "tgw-ec2-id"
    assert {one for one in of_ec2(program) if one.startswith("ec2-")} == set()


@pytest.mark.parametrize(("platform", "was"), [("nc2", "ec2-vpc"), ("ec2", "nc2-vpc")], ids=["cut-over", "way back"])
def test_a_static_route_to_what_is_left_refuses_the_cut_over(customer: dict[str, str], platform: str, was: str) -> None:
    left = customer["vpc"] if platform == "nc2" else "vpc-ours"
    own = {**NC2, "transitGatewayRouteTableId": customer["table"], "workloadRoutes": {WHOLE: was}}
    with pytest.raises(pulumi.RunError, match=f"the cut-over of tokyo to {platform} would not bring the packets here"):
        run(customer, platform=platform, routes=Ec2([route(PIECE, left)], ours=left), own=own)
