"""Routes of others in the transit gateway's table: who is refused, who is warned, and what is asked of AWS at most."""

from dataclasses import dataclass, field
from typing import Any

import pulumi
import pytest
from botocore.exceptions import ConnectTimeoutError

from tests.components.conftest import NoRoutes, Program
from tests.components.test_existing import EXISTING_GATEWAY, NO_FRONT, OTHER, TABLE, TOKYO, aws

WHOLE, PIECE, OUR_VPC, LIST = "172.30.0.0/16", "172.30.1.0/24", "vpc-ours", "pl-1"
EC2_VPC = {"site": "tokyo", "cidr": WHOLE, "availabilityZones": ["ap-northeast-1a"]}
OWN = {"transitGatewayRouteTableId": TABLE, "vpcId": OUR_VPC, "subnetPlan": "2"}


def route(prefix: str, resource: str, kind: str = "static", prefix_list: str | None = None) -> dict[str, Any]:
    onward = {"TransitGatewayAttachmentId": f"tgw-attach-{resource}", "ResourceId": resource, "ResourceType": "vpc"}
    shown = {"DestinationCidrBlock": prefix, "Type": kind, "State": "active", "TransitGatewayAttachments": [onward]}
    return {**shown, "PrefixListId": prefix_list} if prefix_list else shown


@dataclass
class Ec2(NoRoutes):
    """A region whose transit gateway's table holds these routes beside the one of our list."""

    routes: list[dict[str, Any]]
    ours: str | None = "vpc-old"
    silent: bool = False
    asked: list[str] = field(default_factory=list)

    def describe_managed_prefix_lists(self, **_: Any) -> dict[str, Any]:
        if self.silent:
            raise ConnectTimeoutError(endpoint_url="https://ec2")
        lists = [{"PrefixListId": LIST, "PrefixListName": "nc2-tokyo-workload"}] if self.ours else []
        return {"PrefixLists": lists}

    def search_transit_gateway_routes(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(asked["TransitGatewayRouteTableId"])
        own = [route(WHOLE, self.ours, "propagated", LIST)] if self.ours else []
        return {"Routes": own + self.routes}


def answers(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
    if args.token.endswith(":getAvailabilityZones"):
        return {"id": "x", "names": [f"ap-northeast-1{zone}" for zone in "acd"]}
    return aws()(args)


def program(
    ec2: Ec2, *, was: str | None, active: str = "tokyo", accepted: tuple[str, ...] = (), preview: bool = True
) -> Program:
    """A run of tokyo. `was`: the active site of its last run; None for a stack that has not run."""
    site = {**TOKYO, "existing": {**EXISTING_GATEWAY, "acceptedRoutes": list(accepted)}}
    own = {**OWN, "activeRegion": was} if was else {}
    made = Program("tokyo", OTHER, aws=answers, own=own, ec2=ec2, preview=preview)
    return made.run(sites={"tokyo": site}, activeRegion=active, **NO_FRONT)


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", lambda message, *_, **__: said.append(message))
    return said


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "up"])
def test_a_failover_is_refused_by_name_before_anything_is_registered(preview: bool) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        program(Ec2([route(PIECE, "vpc-old")]), was="osaka", preview=preview)
    said = str(refused.value)
    assert said.startswith("Refused, nothing was changed: a failover to tokyo would not bring the packets here.")
    assert f"In {TABLE}, the static route of {PIECE} inside {WHOLE} leads to tgw-attach-vpc-old (vpc vpc-old)" in said
    assert "takes the packets of web-1 (172.30.1.34)" in said
    assert (
        "`aws ec2 delete-transit-gateway-route --region ap-northeast-1 "
        f"--transit-gateway-route-table-id {TABLE} --destination-cidr-block {PIECE}`" in said
    )


@pytest.mark.parametrize(
    ("routes", "accepted"),
    [
        pytest.param([], (), id="no route of others"),
        pytest.param([route(PIECE, OUR_VPC)], (), id="a route that leads where it should"),
        pytest.param([route(PIECE, "vpc-old")], (PIECE,), id="an accepted route"),
        pytest.param([route(WHOLE, "vpc-old", "propagated")], (), id="a weaker route of the same prefix"),
    ],
)
def test_a_failover_goes_on_with(routes: list[dict[str, Any]], accepted: tuple[str, ...], warned: list[str]) -> None:
    program(Ec2(routes), was="osaka", accepted=accepted)
    assert not [said for said in warned if TABLE in said]


def test_a_run_that_moves_nothing_is_warned_and_goes_on(warned: list[str]) -> None:
    program(Ec2([route(PIECE, "vpc-old")], ours=OUR_VPC), was="tokyo", preview=False)
    (said,) = [said for said in warned if PIECE in said]
    assert "delete-transit-gateway-route" in said


def test_a_site_that_stands_down_is_warned_first_and_ends_as_failed(warned: list[str]) -> None:
    """What still runs there must be powered off, whatever the routes say."""
    ec2 = Ec2([route(PIECE, OUR_VPC)], ours="tgw-other")
    program(ec2, was="tokyo", active="osaka")
    assert [said for said in warned if PIECE in said]
    with pytest.raises(pulumi.RunError, match="The routes were led, and packets still go elsewhere"):
        program(ec2, was="tokyo", active="osaka", preview=False)


@pytest.mark.parametrize("kind", ["static", "propagated"])
def test_a_first_run_does_not_lead_a_prefix_that_a_route_of_others_has(kind: str) -> None:
    """The customer's own VPC has the workload's addresses and propagates them into the company's table."""
    with pytest.raises(pulumi.RunError) as refused:
        program(Ec2([route(WHOLE, "vpc-customer", kind)], ours=None), was=None)
    assert f"the {kind} route of {WHOLE} leads to tgw-attach-vpc-customer (vpc vpc-customer)" in str(refused.value)
    assert "the first run of this stack would not bring the packets here" in str(refused.value)


def test_an_aws_that_does_not_answer_holds_no_failover_up(warned: list[str]) -> None:
    program(Ec2([], silent=True), was="osaka")
    assert [said for said in warned if "was not checked" in said and TABLE in said]


def test_our_own_table_is_looked_at_once_it_is_there() -> None:
    own = {**OWN, "transitGatewayRouteTableId": "tgw-rtb-own", "activeRegion": "osaka"}
    ec2 = Ec2([route(PIECE, "vpc-old")])
    with pytest.raises(pulumi.RunError, match="In tgw-rtb-own, the static route"):
        Program("tokyo", OTHER, aws=answers, own=own, ec2=ec2, preview=True).run(activeRegion="tokyo", **NO_FRONT)
    fresh = Ec2([route(PIECE, "vpc-old")])
    Program("tokyo", OTHER, aws=answers, ec2=fresh, preview=True).run(sites={"tokyo": TOKYO}, **NO_FRONT)
    assert fresh.asked == []


@pytest.mark.parametrize("whose", ["ours", "the customer's"])
def test_the_ec2_vpc_of_this_stack_is_known_by_its_name_after_a_run_that_failed(whose: str) -> None:
    """A run that failed has published nothing, and AWS propagates the VPC that it made."""

    class WithVpc(Ec2):
        def describe_vpcs(self, **asked: Any) -> dict[str, Any]:
            assert asked["Filters"] == [{"Name": "tag:Name", "Values": ["nc2-tokyo-ec2-vpc"]}]
            return {"Vpcs": [{"VpcId": "vpc-ours"}]}

    ec2 = WithVpc([route(WHOLE, "vpc-ours" if whose == "ours" else "vpc-customer", "propagated")], ours=None)
    site = {**TOKYO, "existing": EXISTING_GATEWAY}
    made = Program("tokyo", OTHER, aws=answers, ec2=ec2, preview=True)
    changes: dict[str, Any] = {"sites": {"tokyo": site}, "workloadPlatform": "ec2", "ec2Vpc": EC2_VPC, **NO_FRONT}
    if whose == "ours":
        made.run(**changes)
        return
    with pytest.raises(pulumi.RunError, match="disable-transit-gateway-route-table-propagation"):
        made.run(**changes)
