"""What exists already: used by id, checked in sentences, and nothing of it registered."""

from collections.abc import Callable, Mapping
from typing import Any

import grpc  # type: ignore[import-untyped]
import pulumi
import pytest
from botocore.exceptions import EndpointConnectionError

from tests.components.conftest import Program

VPC, GATEWAY, TABLE = "vpc-0123456789abcdef0", "tgw-0123456789abcdef0", "tgw-rtb-0123456789abcdef0"
ATTACHMENT, IGW, NAT = "tgw-attach-0123456789abcdef0", "igw-1", "nat-1"
PUBLIC_TABLE, PRIVATE_TABLE = "rtb-1", "rtb-2"
OTHER_CIDR = "10.102.0.0/16"
TIERS = ("public", "metal", "pc", "flow")
SUBNETS = {tier: f"subnet-0000000{number}" for number, tier in enumerate(TIERS, 1)}

TOKYO: dict[str, Any] = {
    "region": "ap-northeast-1",
    "availabilityZones": ["ap-northeast-1a"],
    "vpcCidr": "10.101.0.0/16",
    "asn": 64512,
    "prismCentral": "pc-tokyo",
    "cluster": "nc2-tokyo",
}
EXISTING: dict[str, Any] = {"vpcId": VPC, "subnetIds": {tier: [id] for tier, id in SUBNETS.items()}}
EXISTING_GATEWAY = {"transitGatewayId": GATEWAY, "transitGatewayRouteTableId": TABLE}
OTHER = {"vpcId": "vpc-other", "transitGatewayId": "tgw-other", "acceptedPeeringId": "tgw-attach-peering"}

NO_FRONT: dict[str, Any] = {"loadBalancer": None, "dns": None}
"""In one zone there can be no load balancer."""


class NotFound(grpc.RpcError):  # type: ignore[misc]
    """How the engine hands over that AWS shows nothing of that id."""

    def __init__(self, name: str) -> None:
        super().__init__(name)

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNKNOWN

    def details(self) -> str:
        return f"no matching thing found: {self.args[0]}"


def aws(**changes: Mapping[str, Any]) -> Callable[[pulumi.runtime.MockCallArgs], dict[Any, Any]]:
    """AWS with an NC2 landing zone in it. `subnet_pc={...}` changes what it says of that thing; {} removes it."""
    answers: dict[str, dict[str, Any]] = {
        f"vpc_{VPC}": {
            "cidrBlock": "10.101.0.0/16",
            "cidrBlockAssociations": [{"cidrBlock": "10.101.0.0/16", "associationId": "a", "state": "associated"}],
            "enableDnsSupport": True,
            "enableDnsHostnames": True,
            "mainRouteTableId": PRIVATE_TABLE,
        },
        f"table_{PUBLIC_TABLE}": table({"0.0.0.0/0": IGW}, ["public"], name="theirs-public"),
        f"table_{PRIVATE_TABLE}": table({"0.0.0.0/0": NAT}, ["metal", "pc", "flow"]),
        f"gateway_{GATEWAY}": {
            "amazonSideAsn": 64512,
            "dnsSupport": "enable",
            "defaultRouteTableAssociation": "disable",
            "defaultRouteTablePropagation": "disable",
            "tags": {},
        },
        f"gatewayTable_{TABLE}": {"transitGatewayId": GATEWAY},
        f"attachment_{ATTACHMENT}": {
            "transitGatewayId": GATEWAY,
            "resourceId": VPC,
            "state": "available",
            "associationTransitGatewayRouteTableId": TABLE,
            "tags": {"Name": "theirs"},
        },
        "attachments": {"ids": []},
        "propagations": {"ids": [ATTACHMENT]},
    }
    for number, (tier, id) in enumerate(SUBNETS.items(), 1):
        answers[f"subnet_{id}"] = {
            "id": id,
            "vpcId": VPC,
            "availabilityZone": "ap-northeast-1a",
            "cidrBlock": f"10.101.{number}.0/24",
            "state": "available",
            "tier": tier,
        }
    for key, change in changes.items():
        kind, _, word = key.partition("_")
        fits = (n for n in answers if n.startswith(kind) and (not word or word in n or word in answers[n].values()))
        name = next(fits)
        answers[name] = {**answers[name], **change} if change else {}

    def answer(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        kind = args.token.rpartition(":")[2]
        if kind == "getRouteTables":
            return {"id": "x", "ids": [PUBLIC_TABLE, PRIVATE_TABLE]}
        id = args.args.get("id") or args.args.get("routeTableId") or args.args.get("transitGatewayAttachmentId")
        name = {
            "getVpc": f"vpc_{id}",
            "getSubnet": f"subnet_{id}",
            "getTransitGateway": f"gateway_{id}",
            "getAttachment": f"attachment_{id}",
            "getAttachments": "attachments",
            "getRouteTablePropagations": "propagations",
            "getRouteTable": f"gatewayTable_{id}" if "transitgateway" in args.token else f"table_{id}",
        }.get(kind, kind)
        if not answers.get(name):
            raise NotFound(name)
        return {"id": args.args.get("id"), **answers[name]}

    return answer


def table(routes: Mapping[str, str], tiers: list[str], name: str = "", main: bool = False) -> dict[str, Any]:
    fields = {"igw": "gatewayId", "nat": "natGatewayId", "tgw": "transitGatewayId", "pcx": "vpcPeeringConnectionId"}
    fields["eni"] = "networkInterfaceId"
    blank = dict.fromkeys((*fields.values(), "instanceId", "vpcEndpointId"), "")
    more = dict.fromkeys(("egressOnlyGatewayId", "localGatewayId", "carrierGatewayId", "coreNetworkArn"), "")
    empty = {**blank, **more, "destinationPrefixListId": "", "ipv6CidrBlock": "", "odbNetworkArn": ""}
    return {
        "tags": {"Name": name} if name else {},
        "routes": [{**empty, "cidrBlock": to, fields[target.split("-")[0]]: target} for to, target in routes.items()],
        "associations": [{"subnetId": SUBNETS[tier], "main": False} for tier in tiers]
        + ([{"subnetId": "", "main": True}] if main else []),
        "tier": name,
    }


def run(existing: Mapping[str, Any], answers: Any = None, site: Mapping[str, Any] = {}) -> Program:
    program = Program("tokyo", OTHER, aws=answers or aws())
    return program.run(sites={"tokyo": {**TOKYO, **site, "existing": dict(existing)}}, **NO_FRONT)


def test_an_existing_vpc_gets_routes_and_an_attachment_and_nothing_else() -> None:
    program = run(EXISTING)
    of_ec2 = (r for r in program.resources if r.typ.startswith("aws:ec2/"))
    # The list of the workload's prefixes is no part of a VPC, and NC2 applies the groups.
    network = [r for r in of_ec2 if r.name != "workload" and not r.name.startswith("cluster-access-")]
    assert {r.typ for r in network} == {"aws:ec2/route:Route"}
    assert {r.inputs["routeTableId"] for r in network} == {PUBLIC_TABLE, PRIVATE_TABLE}
    attachment = program.of_type("vpcAttachment:VpcAttachment")["tgw-vpc"]
    assert (attachment["vpcId"], attachment["subnetIds"]) == (VPC, [SUBNETS["metal"]])


def test_endpoints_are_added_to_an_existing_vpc_only_when_asked_for() -> None:
    assert run(EXISTING).of_type("vpcEndpoint:VpcEndpoint") == {}
    program = run(EXISTING, site={"gatewayEndpoints": ["s3"]})
    assert set(program.of_type("vpcEndpoint:VpcEndpoint")) == {"network-s3"}


def test_an_existing_transit_gateway_is_attached_to_and_not_made() -> None:
    program = run(EXISTING_GATEWAY)
    assert program.of_type("transitGateway:TransitGateway") == {}
    assert program.of_type("ec2transitgateway/routeTable:RouteTable") == {}
    assert program.of_type("vpcAttachment:VpcAttachment")["tgw-vpc"]["transitGatewayId"] == GATEWAY
    assert (
        program.of_type("routeTableAssociation:RouteTableAssociation")["tgw-vpc"]["transitGatewayRouteTableId"] == TABLE
    )


def test_what_aws_does_by_itself_in_a_default_table_is_not_done_again() -> None:
    default = {"defaultRouteTableAssociation": "enable", "associationDefaultRouteTableId": TABLE}
    default |= {"defaultRouteTablePropagation": "enable", "propagationDefaultRouteTableId": TABLE}
    program = run(EXISTING_GATEWAY, aws(gateway=default))
    assert program.of_type("ec2transitgateway/routeTableAssociation:RouteTableAssociation") == {}
    assert program.of_type("routeTablePropagation:RouteTablePropagation") == {}
    assert program.of_type("vpcAttachment:VpcAttachment")["tgw-vpc"]["transitGatewayDefaultRouteTableAssociation"]


def test_an_existing_attachment_is_routed_to() -> None:
    both = {**EXISTING, **EXISTING_GATEWAY, "transitGatewayAttachmentId": ATTACHMENT}
    program = run(both)
    assert program.of_type("vpcAttachment:VpcAttachment") == {}
    route = program.of_type("prefixListReference:PrefixListReference")["workload"]
    assert route["transitGatewayAttachmentId"] == ATTACHMENT


WRONG: dict[str, tuple[Mapping[str, Any], dict[str, Any], str]] = {
    "a VPC that is not there": (
        EXISTING,
        {"vpc": {}},
        "expected a VPC, in state available, that exists in ap-northeast-1, found",
    ),
    "a subnet that is not there": (
        EXISTING,
        {"subnet_pc": {}},
        "existing.subnetIds.pc[0]: expected a subnet that exists",
    ),
    "another CIDR": (
        EXISTING,
        {"vpc": {"cidrBlockAssociations": [{"cidrBlock": "10.9.0.0/16", "associationId": "a", "state": "x"}]}},
        f"sites.tokyo.vpcCidr: expected a block of {VPC}, which has 10.9.0.0/16, found '10.101.0.0/16'",
    ),
    "no DNS host names": (
        EXISTING,
        {"vpc": {"enableDnsHostnames": False}},
        "expected a VPC with DNS host names enabled",
    ),
    "no DNS support": (EXISTING, {"vpc": {"enableDnsSupport": False}}, "expected a VPC with DNS support enabled"),
    "a subnet of another VPC": (EXISTING, {"subnet_flow": {"vpcId": "vpc-x"}}, f"expected a subnet of {VPC}, found"),
    "a subnet in another zone": (
        EXISTING,
        {"subnet_metal": {"availabilityZone": "ap-northeast-1c"}},
        "subnetIds.metal[0]: expected a subnet in ap-northeast-1a, the zone at this place of availabilityZones, found",
    ),
    "a subnet of a second block": (EXISTING, {"subnet_pc": {"cidrBlock": "10.7.0.0/24"}}, "inside vpcCidr"),
    "hosts in a subnet too small": (EXISTING, {"subnet_metal": {"cidrBlock": "10.101.2.0/26"}}, "of /25 or larger"),
    "Flow in a subnet too small": (EXISTING, {"subnet_flow": {"cidrBlock": "10.101.4.0/25"}}, "of /24 or larger"),
    "a public subnet without an internet gateway": (
        EXISTING,
        {"table_theirs-public": table({"0.0.0.0/0": NAT}, ["public"], "theirs-public")},
        "route table rtb-1 (theirs-public) of subnet-00000001 should lead 0.0.0.0/0 to an internet gateway, found nat",
    ),
    "a subnet for IPv6 alone": (EXISTING, {"subnet_pc": {"cidrBlock": ""}}, "pc[0]: expected a subnet with IPv4 addr"),
    "a private subnet without a way out": (
        EXISTING,
        {"table_rtb-2": table({}, ["metal", "pc", "flow"])},
        "to a NAT gateway or the like, found no such route",
    ),
    "a route to the other site that leads elsewhere": (
        EXISTING,
        {"table_theirs-public": table({"0.0.0.0/0": IGW, OTHER_CIDR: "pcx-9"}, ["public"], "theirs-public")},
        f"expected no route of {OTHER_CIDR} in route table rtb-1 (theirs-public), where this stack adds its own; "
        "found one to pcx-9",
    ),
    "subnets that use the main route table": (
        EXISTING,
        {"table_rtb-2": table({"0.0.0.0/0": NAT}, [], main=True)},
        "existing.useMainRouteTable: expected true: this stack adds routes to the main route table",
    ),
    "a transit gateway that is not there": (EXISTING_GATEWAY, {"gateway": {}}, "expected a transit gateway, in state"),
    "another ASN": (EXISTING_GATEWAY, {"gateway": {"amazonSideAsn": 65001}}, "sites.tokyo.asn: expected 65001"),
    "a transit gateway without DNS support": (EXISTING_GATEWAY, {"gateway": {"dnsSupport": "disable"}}, "DNS support"),
    "a table of another gateway": (EXISTING_GATEWAY, {"gatewayTable": {"transitGatewayId": "tgw-x"}}, "one of tgw-x"),
    "an attachment that is not named": (
        {**EXISTING, **EXISTING_GATEWAY},
        {"attachments": {"ids": [ATTACHMENT]}},
        f"existing.transitGatewayAttachmentId: is missing: {ATTACHMENT} attaches {VPC} to {GATEWAY} already",
    ),
    "an attachment in another table": (
        {**EXISTING, **EXISTING_GATEWAY, "transitGatewayAttachmentId": ATTACHMENT},
        {"attachment": {"associationTransitGatewayRouteTableId": "tgw-rtb-x"}},
        f"expected an attachment associated with {TABLE}",
    ),
    "an attachment that does not propagate": (
        {**EXISTING, **EXISTING_GATEWAY, "transitGatewayAttachmentId": ATTACHMENT},
        {"propagations": {"ids": ["x"]}},
        f"expected an attachment that propagates into {TABLE}",
    ),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_refused_before_anything_is_registered(sentence: str) -> None:
    existing, changes, says = WRONG[sentence]
    program = Program("tokyo", OTHER, aws=aws(**changes))
    with pytest.raises(pulumi.RunError) as refused:
        program.run(sites={"tokyo": {**TOKYO, "existing": dict(existing)}}, **NO_FRONT)
    assert says in str(refused.value)
    assert [r.typ for r in program.resources if not r.typ.startswith("pulumi:")] == []


OWN_ROUTES = {"table_theirs-public": table({"0.0.0.0/0": IGW, OTHER_CIDR: "tgw-mine"}, ["public"], "theirs-public")}


def test_our_own_route_of_an_earlier_run_is_known_by_its_gateway_s_name() -> None:
    answers = aws(**OWN_ROUTES)

    def named(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        if args.args.get("id") == "tgw-mine":
            return {"id": "tgw-mine", "tags": {"Name": "nc2-tokyo-tgw"}}
        return answers(args)

    run(EXISTING, named)


def test_a_zone_that_the_region_lacks_is_refused_at_the_preview() -> None:
    def zones(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        return {"id": "x", "names": ["ap-northeast-1a", "ap-northeast-1c"]}

    program = Program("tokyo", OTHER, aws=zones, preview=True)
    place = {**TOKYO, "availabilityZones": ["ap-northeast-1a", "ap-northeast-1b"]}
    with pytest.raises(pulumi.RunError, match=r"availabilityZones\[1\]: expected a zone .* one of .*1a, .*1c, found"):
        program.run(sites={"tokyo": place}, **NO_FRONT)


def test_a_region_that_does_not_answer_is_told_as_such_and_not_as_a_wrong_zone() -> None:
    def silent(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        raise EndpointConnectionError(endpoint_url="https://ec2.ap-northeast-1.amazonaws.com")

    with pytest.raises(pulumi.RunError) as refused:
        Program("tokyo", OTHER, aws=silent, preview=True).run(**NO_FRONT)
    problem = str(refused.value)
    told = "AWS did not say in ap-northeast-1 what exists for tokyo: sites.tokyo.availabilityZones (ec2 "
    assert problem.startswith(f"{told}does not answer: ")
    assert "Could not connect to the endpoint URL" in problem
    assert "expected" not in problem
