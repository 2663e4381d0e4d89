"""Transit gateway peering between two regions of the local AWS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.aws.networks import Client, associations, attachment_state, make_gateway, refused, search

ACCOUNT = "123456789012"


@dataclass(frozen=True)
class Peering:
    """A request from Tokyo to Osaka, not accepted yet."""

    tokyo: Client
    osaka: Client
    tokyo_gateway: dict[str, Any]
    osaka_gateway: dict[str, Any]
    id: str

    def accept(self) -> None:
        self.osaka.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=self.id)

    def states(self) -> list[str]:
        return [attachment_state(ec2, self.id) for ec2 in (self.tokyo, self.osaka)]

    def route(self, ec2: Client, gateway: dict[str, Any]) -> None:
        ec2.create_transit_gateway_route(
            TransitGatewayRouteTableId=gateway["Options"]["AssociationDefaultRouteTableId"],
            DestinationCidrBlock="172.30.0.0/16",
            TransitGatewayAttachmentId=self.id,
        )


def request(tokyo: Client, osaka: Client, gateway_id: str, peer_gateway_id: str) -> dict[str, Any]:
    made: dict[str, Any] = tokyo.create_transit_gateway_peering_attachment(
        TransitGatewayId=gateway_id,
        PeerTransitGatewayId=peer_gateway_id,
        PeerAccountId=ACCOUNT,
        PeerRegion=osaka.meta.region_name,
        TagSpecifications=[
            {"ResourceType": "transit-gateway-attachment", "Tags": [{"Key": "Name", "Value": "requester"}]}
        ],
    )["TransitGatewayPeeringAttachment"]
    return made


@pytest.fixture
def peering(tokyo: Client, osaka: Client) -> Peering:
    mine, theirs = make_gateway(tokyo), make_gateway(osaka)
    made = request(tokyo, osaka, mine["TransitGatewayId"], theirs["TransitGatewayId"])
    return Peering(tokyo, osaka, mine, theirs, made["TransitGatewayAttachmentId"])


def test_each_region_sees_its_own_gateway_and_its_own_tags(peering: Peering) -> None:
    peering.osaka.create_tags(Resources=[peering.id], Tags=[{"Key": "Name", "Value": "accepter"}])
    seen = {}
    for ec2 in (peering.tokyo, peering.osaka):
        found = ec2.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[peering.id])
        (view,) = found["TransitGatewayAttachments"]
        seen[ec2] = (view["TransitGatewayId"], view["ResourceId"], view["Tags"][0]["Value"])
    mine, theirs = peering.tokyo_gateway["TransitGatewayId"], peering.osaka_gateway["TransitGatewayId"]
    assert seen[peering.tokyo] == (mine, theirs, "requester")
    assert seen[peering.osaka] == (theirs, mine, "accepter")


def test_requester_and_accepter_are_the_same_from_both_sides(peering: Peering) -> None:
    for ec2 in (peering.tokyo, peering.osaka):
        found = ec2.describe_transit_gateway_peering_attachments(TransitGatewayAttachmentIds=[peering.id])
        (view,) = found["TransitGatewayPeeringAttachments"]
        assert view["RequesterTgwInfo"]["Region"] == "ap-northeast-1"
        assert view["AccepterTgwInfo"]["Region"] == "ap-northeast-3"


def test_acceptance_makes_it_available_and_associated_in_both_regions(peering: Peering) -> None:
    assert peering.states() == ["pendingAcceptance", "pendingAcceptance"]
    peering.accept()
    assert peering.states() == ["available", "available"]
    for ec2, gateway in ((peering.tokyo, peering.tokyo_gateway), (peering.osaka, peering.osaka_gateway)):
        assert associations(ec2, gateway["Options"]["AssociationDefaultRouteTableId"]) == [peering.id]


def test_a_gateway_without_default_association_is_left_alone_by_acceptance(tokyo: Client, osaka: Client) -> None:
    mine = make_gateway(tokyo, DefaultRouteTableAssociation="disable")
    made = request(tokyo, osaka, mine["TransitGatewayId"], make_gateway(osaka)["TransitGatewayId"])
    peering_id = made["TransitGatewayAttachmentId"]
    osaka.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering_id)
    found = tokyo.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[peering_id])
    assert "Association" not in found["TransitGatewayAttachments"][0]


@pytest.mark.parametrize("side", ["tokyo", "osaka"])
def test_deleting_from_either_side_deletes_both_and_leaves_blackholes(peering: Peering, side: str) -> None:
    peering.accept()
    peering.route(peering.tokyo, peering.tokyo_gateway)
    peering.route(peering.osaka, peering.osaka_gateway)
    getattr(peering, side).delete_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering.id)
    assert peering.states() == ["deleted", "deleted"]
    for ec2, gateway in ((peering.tokyo, peering.tokyo_gateway), (peering.osaka, peering.osaka_gateway)):
        (route,) = search(ec2, gateway["Options"]["AssociationDefaultRouteTableId"])
        assert (route["State"], route["Type"]) == ("blackhole", "static")
        ec2.delete_transit_gateway(TransitGatewayId=gateway["TransitGatewayId"])


def test_rejection_is_seen_by_the_requester(peering: Peering) -> None:
    peering.osaka.reject_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering.id)
    assert peering.states() == ["rejected", "rejected"]


def test_a_request_to_a_gateway_that_does_not_exist_fails(tokyo: Client, osaka: Client) -> None:
    made = request(tokyo, osaka, make_gateway(tokyo)["TransitGatewayId"], "tgw-0123456789abcdef0")
    assert made["State"] == "failed"
    assert "tgw-0123456789abcdef0 does not exist" in made["Status"]["Message"]


def _request_again(peering: Peering) -> None:
    mine, theirs = peering.tokyo_gateway["TransitGatewayId"], peering.osaka_gateway["TransitGatewayId"]
    request(peering.tokyo, peering.osaka, mine, theirs)


def _request_from_the_other_side(peering: Peering) -> None:
    mine, theirs = peering.tokyo_gateway["TransitGatewayId"], peering.osaka_gateway["TransitGatewayId"]
    request(peering.osaka, peering.tokyo, theirs, mine)


def _accept_own_request(peering: Peering) -> None:
    peering.tokyo.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering.id)


def _accept_twice(peering: Peering) -> None:
    peering.accept()
    peering.accept()


def _accept_deleted(peering: Peering) -> None:
    peering.tokyo.delete_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering.id)
    peering.accept()


def _route_before_acceptance(peering: Peering) -> None:
    peering.route(peering.tokyo, peering.tokyo_gateway)


def _propagate(peering: Peering) -> None:
    peering.accept()
    peering.tokyo.enable_transit_gateway_route_table_propagation(
        TransitGatewayRouteTableId=peering.tokyo_gateway["Options"]["AssociationDefaultRouteTableId"],
        TransitGatewayAttachmentId=peering.id,
    )


def _delete_gateway_while_pending(peering: Peering) -> None:
    peering.tokyo.delete_transit_gateway(TransitGatewayId=peering.tokyo_gateway["TransitGatewayId"])


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        pytest.param(_request_again, "DuplicateTransitGatewayAttachment", id="a second request"),
        pytest.param(_request_from_the_other_side, "DuplicateTransitGatewayAttachment", id="a request back"),
        pytest.param(_accept_own_request, "InvalidParameterValue", id="acceptance by the requester"),
        pytest.param(_accept_twice, "IncorrectState", id="a second acceptance"),
        pytest.param(_accept_deleted, "InvalidTransitGatewayAttachmentID.NotFound", id="acceptance of a deleted one"),
        pytest.param(_route_before_acceptance, "IncorrectState", id="a route before acceptance"),
        pytest.param(_propagate, "OperationNotPermitted", id="propagation from a peering"),
        pytest.param(_delete_gateway_while_pending, "IncorrectState", id="deletion of a gateway that has asked"),
    ],
)
def test_refused(peering: Peering, attempt: Callable[[Peering], None], code: str) -> None:
    with refused(code):
        attempt(peering)
