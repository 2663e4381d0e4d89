"""An EC2 VPC that exists: where it does not fit the configuration, and what a migration meets in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.topology.wrong.parts import existing_ec2
from topology import (
    Problem,
    SeenAttachment,
    SeenEc2Vpc,
    SeenRoute,
    SeenRouteTable,
    SeenSubnet,
    SiteModel,
    build,
    ec2_vpc_fit_problems,
    ec2_vpc_warnings,
)

Change = Callable[[dict[str, Any]], dict[str, Any]]
VPC, GATEWAY, TABLE, ATTACHMENT = "vpc-01234567", "tgw-01234567", "tgw-rtb-01234567", "tgw-attach-01234567"
WEB, SIX, APART = "subnet-00000001", "subnet-00000006", "subnet-00000009"
ATTACHED = {"vpcId": VPC, "transitGatewayAttachmentId": ATTACHMENT}
BY_SUBNET = {"vpcId": VPC, "subnetIds": [WEB]}


def subnet(id: str, cidr: str, zone: str = "a", state: str = "available") -> SeenSubnet:
    return SeenSubnet(id, VPC, f"eu-north-1{zone}", cidr, state, "rtb-1")


HELD = SeenEc2Vpc(
    cidrs=("172.30.0.0/16",),
    subnets=(subnet(WEB, "172.30.1.0/24"),),
    tables={"rtb-1": SeenRouteTable("rtb-1", "", True, (SeenRoute("0.0.0.0/0", GATEWAY),))},
    attachment=SeenAttachment(GATEWAY, VPC, "available", TABLE, propagates=True),
)


def model_of(changed: Change, existing: dict[str, Any]) -> SiteModel:
    gateway = {"sites.north.existing": {"transitGatewayId": GATEWAY, "transitGatewayRouteTableId": TABLE}}
    return build(changed({**existing_ec2(**existing), **gateway, "workloadPlatform": "ec2"}), "north", "shop-dr")


def problems_of(changed: Change, existing: dict[str, Any], seen: SeenEc2Vpc) -> list[Problem]:
    model = model_of(changed, existing)
    assert model.ec2_vpc is not None
    assert model.ec2_vpc.existing is not None
    return list(ec2_vpc_fit_problems(model.ec2_vpc, model.ec2_vpc.existing, model.me, seen))


def warnings_of(changed: Change, seen: SeenEc2Vpc, gateway: str | None = GATEWAY) -> list[str]:
    model = model_of(changed, ATTACHED)
    assert model.ec2_vpc is not None
    assert model.ec2_vpc.existing is not None
    told = ec2_vpc_warnings(
        model.ec2_vpc.existing,
        model.overlay,
        seen,
        destinations=model.routes.ec2_vpc,
        gateway=gateway,
        region="eu-north-1",
    )
    return list(told)


def attached(**changes: Any) -> SeenEc2Vpc:
    assert HELD.attachment is not None
    return replace(HELD, attachment=replace(HELD.attachment, **changes))


def test_what_fits_makes_no_problem_and_no_subnet_of_ours(changed: Change) -> None:
    for existing, seen in ((ATTACHED, HELD), (BY_SUBNET, replace(HELD, attachment=None))):
        assert problems_of(changed, existing, seen) == []
    vpc = model_of(changed, ATTACHED).ec2_vpc
    assert vpc is not None
    assert (vpc.attachment_subnets, vpc.is_attached_by_others) == ((), True)
    assert warnings_of(changed, HELD) == []


WRONG: dict[str, tuple[dict[str, Any], SeenEc2Vpc, str]] = {
    "another prefix": (
        ATTACHED,
        replace(HELD, cidrs=("172.31.0.0/16", "172.29.0.0/16")),
        f"ec2Vpc.cidr: expected a block of {VPC}, which has 172.31.0.0/16, 172.29.0.0/16, found '172.30.0.0/16'.",
    ),
    "an attachment that is not there": (
        ATTACHED,
        attached(transit_gateway_id=""),
        "expected a transit gateway attachment that exists in eu-north-1",
    ),
    "an attachment of another VPC": (
        ATTACHED,
        attached(resource_id="vpc-other"),
        f"expected an attachment of {VPC} to {GATEWAY}, the gateway of north; found {ATTACHMENT} of vpc-other to",
    ),
    "an attachment that waits for its owner": (
        ATTACHED,
        attached(state="pendingAcceptance"),
        f"expected an attachment in state available, found {ATTACHMENT} in state pendingAcceptance",
    ),
    "an attachment without an association": (
        ATTACHED,
        attached(route_table_id=None),
        f"what the instances send by {ATTACHMENT} is led nowhere",
    ),
    "a subnet of another VPC": (
        {**BY_SUBNET, "subnetIds": [APART]},
        HELD,
        f"ec2Vpc.existing.subnetIds[0]: expected a subnet of {VPC}, found '{APART}'",
    ),
    "a subnet of IPv6 only": (
        {**BY_SUBNET, "subnetIds": [SIX]},
        replace(HELD, subnets=(subnet(SIX, ""),)),
        f"expected a subnet with IPv4 addresses, found {SIX}, which has IPv6 addresses only",
    ),
    "two subnets of a zone": (
        {**BY_SUBNET, "subnetIds": [WEB, APART]},
        replace(HELD, subnets=(*HELD.subnets, subnet(APART, "172.30.9.0/24"))),
        f"expected one subnet for each zone; {WEB} and {APART} are both in eu-north-1a",
    ),
    "a subnet that is not there yet": (
        BY_SUBNET,
        replace(HELD, subnets=(subnet(WEB, "172.30.1.0/24", state="pending"),)),
        f"found {WEB} in state pending",
    ),
    "an attachment that is not named": (
        BY_SUBNET,
        replace(HELD, attachment=None, strange_attachment_id=ATTACHMENT),
        f"ec2Vpc.existing.transitGatewayAttachmentId: is missing: {ATTACHMENT} attaches {VPC} to {GATEWAY} already",
    ),
}


@pytest.mark.parametrize(("existing", "seen", "says"), WRONG.values(), ids=WRONG.keys())
def test_refused(changed: Change, existing: dict[str, Any], seen: SeenEc2Vpc, says: str) -> None:
    (problem,) = problems_of(changed, existing, seen)
    assert says in str(problem)


def test_instances_that_cannot_keep_their_addresses_are_told_by_their_subnet(changed: Change) -> None:
    seen = replace(HELD, subnets=(*HELD.subnets, subnet(SIX, ""), subnet(APART, "172.30.9.0/24")))
    six, apart = warnings_of(changed, seen)
    assert six.startswith(f"{SIX} of {VPC} has IPv6 addresses only.")
    assert apart.startswith(f"No subnet of the overlay holds 172.30.9.0/24, the prefix of {APART} of {VPC}.")


def test_a_destination_that_the_vpc_leads_elsewhere_is_told_with_the_command(changed: Change) -> None:
    model = model_of(changed, ATTACHED)
    routes = (SeenRoute("0.0.0.0/0", GATEWAY), SeenRoute(model.other.vpc_cidr, "igw-1"), SeenRoute("pl-1", "x"))
    seen = replace(HELD, tables={"rtb-1": SeenRouteTable("rtb-1", "theirs", True, routes)})
    (told,) = warnings_of(changed, seen)
    assert f"route table rtb-1 (theirs) leads {model.other.vpc_cidr} to igw-1, not to {GATEWAY}" in told
    assert (
        "`aws ec2 create-route --region eu-north-1 --route-table-id rtb-1 --destination-cidr-block "
        f"{model.other.vpc_cidr} --transit-gateway-id {GATEWAY}`" in told
    )
    assert warnings_of(changed, seen, gateway=None) == [], "the gateway is not made yet"
