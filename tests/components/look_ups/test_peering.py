"""A peering that stands, and routes of others that lead where ours would: used, left as they are, and never doubled."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
import pytest

from tests.components.conftest import NoRoutes, Program
from tests.components.test_existing import (
    ATTACHMENT,
    EXISTING,
    EXISTING_GATEWAY,
    GATEWAY,
    IGW,
    NO_FRONT,
    OTHER,
    OTHER_CIDR,
    PRIVATE_TABLE,
    PUBLIC_TABLE,
    TABLE,
    TOKYO,
    aws,
    table,
)

PEERING, PEER = "tgw-attach-0aaaaaaaaaaaaaaaa", "tgw-0bbbbbbbbbbbbbbbb"
BOTH = {**EXISTING, **EXISTING_GATEWAY, "transitGatewayAttachmentId": ATTACHMENT}
NAMED = {**BOTH, "transitGatewayPeeringId": PEERING}
AWAY = {"transitGatewayId": PEER, "transitGatewayRouteTableId": "tgw-rtb-0bbbbbbbbbbbbbbbb"}
Answer = Callable[[pulumi.runtime.MockCallArgs], dict[Any, Any]]


class Routes(NoRoutes):
    """The gateway's table holds one static route to the other VPC."""

    def __init__(self, leads_to: str) -> None:
        self.leads_to = leads_to

    def search_transit_gateway_routes(self, **asked: Any) -> dict[str, Any]:
        if asked["Filters"][0]["Values"] != [OTHER_CIDR]:
            return {"Routes": []}
        onward = {"TransitGatewayAttachmentId": self.leads_to, "ResourceId": PEER, "ResourceType": "peering"}
        shown = {"DestinationCidrBlock": OTHER_CIDR, "Type": "static", "State": "active"}
        return {"Routes": [{**shown, "TransitGatewayAttachments": [onward]}]}


def with_peering(answers: Answer, **changes: Any) -> Answer:
    """AWS with the peering of both gateways."""
    shown = {
        "resourceType": "peering",
        "transitGatewayId": GATEWAY,
        "resourceId": PEER,
        "state": "available",
        "associationTransitGatewayRouteTableId": TABLE,
        "tags": {"Name": "theirs"},
        **changes,
    }

    def answer(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        if args.args.get("transitGatewayAttachmentId") == PEERING:
            return {"id": PEERING, **shown}
        filters = {one["name"]: one["values"] for one in args.args.get("filters") or ()}
        if args.token.endswith(":getAttachments") and filters.get("resource-type") == ["peering"]:
            return {"ids": [PEERING]}
        return answers(args)

    return answer


def run(
    existing: Mapping[str, Any],
    answers: Answer,
    away: Mapping[str, Any] = AWAY,
    held: tuple[Mapping[str, Any], ...] = (),
    leads_to: str = PEERING,
) -> Program:
    program = Program("tokyo", OTHER, aws=answers, held=held, ec2=Routes(leads_to))
    osaka = {**program_site("osaka"), "existing": dict(away)}
    return program.run(sites={"tokyo": {**TOKYO, "existing": dict(existing)}, "osaka": osaka}, **NO_FRONT)


def program_site(name: str) -> dict[str, Any]:
    return {
        "region": "ap-northeast-3",
        "availabilityZones": ["ap-northeast-3a"],
        "vpcCidr": OTHER_CIDR,
        "asn": 64513,
        "prismCentral": f"pc-{name}",
        "cluster": f"nc2-{name}",
    }


def led() -> Answer:
    """AWS in whose VPC tables somebody leads the other VPC to the transit gateway already."""
    public = {"0.0.0.0/0": IGW, OTHER_CIDR: GATEWAY}
    private = {"0.0.0.0/0": "nat-1", OTHER_CIDR: GATEWAY}
    return aws(
        **{
            "table_theirs-public": table(public, ["public"], "theirs-public"),
            f"table_{PRIVATE_TABLE}": table(private, ["metal", "pc", "flow"]),
        }
    )


def test_a_peering_that_stands_is_used_and_none_is_made() -> None:
    program = run(NAMED, with_peering(aws()), {**AWAY, "transitGatewayPeeringId": PEERING}, leads_to=PEERING)
    made = {r.typ for r in program.resources}
    assert not [one for one in made if "peeringAttachment" in one]
    assert not [one for one in made if "routeTableAssociation" in one]


def test_a_peering_that_stands_and_is_not_named_is_told_before_anything_is_made() -> None:
    with pytest.raises(pulumi.RunError) as refused:
        run(BOTH, with_peering(aws()))
    assert f"transitGatewayPeeringId: is missing: {PEERING} peers {GATEWAY}" in str(refused.value)


def test_our_own_peering_is_known_by_its_name() -> None:
    program = run(BOTH, with_peering(aws(), tags={"Name": "nc2-tokyo-osaka-tgw-peering"}))
    assert [r for r in program.resources if r.typ.endswith("peeringAttachment:PeeringAttachment")]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"resourceType": "vpc"}, f"expected a peering attachment of {GATEWAY}, found {PEERING}, a vpc attachment"),
        ({"transitGatewayId": "tgw-x"}, "a peering attachment of tgw-x"),
        ({"state": "pendingAcceptance"}, "expected a peering in state available"),
        ({"associationTransitGatewayRouteTableId": ""}, f"expected a peering associated with {TABLE}, found"),
    ],
)
def test_a_peering_that_does_not_fit_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        run(NAMED, with_peering(aws(), **changes), {**AWAY, "transitGatewayPeeringId": PEERING})
    assert says in str(refused.value)


def test_the_route_of_others_over_the_peering_is_not_made_again() -> None:
    away = {**AWAY, "transitGatewayPeeringId": PEERING}
    assert run(NAMED, with_peering(aws()), away).of_type("ec2transitgateway/route:Route") == {}


def test_our_own_route_over_the_peering_stays_ours() -> None:
    outputs = {"transitGatewayRouteTableId": TABLE, "destinationCidrBlock": OTHER_CIDR}
    held = ({"type": "aws:ec2transitgateway/route:Route", "outputs": outputs},)
    program = run(NAMED, with_peering(aws()), {**AWAY, "transitGatewayPeeringId": PEERING}, held=held)
    assert set(program.of_type("ec2transitgateway/route:Route")) == {f"other-vpc-{OTHER_CIDR}"}


def test_a_route_of_others_that_leads_the_other_vpc_elsewhere_is_refused_by_name() -> None:
    with pytest.raises(pulumi.RunError) as refused:
        run(NAMED, with_peering(aws()), {**AWAY, "transitGatewayPeeringId": PEERING}, leads_to="tgw-attach-firewall")
    said = str(refused.value)
    assert f"expected no static route of {OTHER_CIDR} in {TABLE}, where this stack adds its own" in said
    assert "found one to tgw-attach-firewall" in said


def test_vpc_routes_of_others_that_lead_where_ours_would_are_not_made_again() -> None:
    program = run(NAMED, with_peering(led()), {**AWAY, "transitGatewayPeeringId": PEERING})
    assert program.of_type("aws:ec2/route:Route") == {}
    assert program.of_type("ec2/route:Route") == {}


def test_vpc_routes_that_the_state_holds_stay_ours() -> None:
    held = tuple(
        {"type": "aws:ec2/route:Route", "outputs": {"routeTableId": one, "destinationCidrBlock": OTHER_CIDR}}
        for one in (PUBLIC_TABLE, PRIVATE_TABLE)
    )
    program = run(NAMED, with_peering(led()), {**AWAY, "transitGatewayPeeringId": PEERING}, held=held)
    assert {one["routeTableId"] for one in program.of_type("aws:ec2/route:Route").values()} == {
        PUBLIC_TABLE,
        PRIVATE_TABLE,
    }


def test_both_sites_name_one_peering() -> None:
    with pytest.raises(pulumi.RunError) as refused:
        run(NAMED, with_peering(aws()), AWAY)
    assert f"sites.osaka.existing.transitGatewayPeeringId: expected {PEERING}, as at tokyo" in str(refused.value)
