"""Transit gateways of the local AWS."""

import pytest

from simulator.aws import SURROUNDINGS
from tests.aws.networks import Client, attach, make_gateway, make_network, make_table, make_vpc, refused

DEFAULTS = [
    ("both default: one table for both", "enable", "enable", 1),
    ("association only: a table that nothing propagates to by itself", "enable", "disable", 1),
    ("propagation only: a table that nothing is associated with by itself", "disable", "enable", 1),
    ("neither: no table at all", "disable", "disable", 0),
]


@pytest.mark.parametrize(
    ("association", "propagation", "tables"), [row[1:] for row in DEFAULTS], ids=[row[0] for row in DEFAULTS]
)
def test_the_default_route_table_follows_the_options(
    tokyo: Client, association: str, propagation: str, tables: int
) -> None:
    gateway = make_gateway(tokyo, DefaultRouteTableAssociation=association, DefaultRouteTablePropagation=propagation)
    found = tokyo.describe_transit_gateway_route_tables(
        Filters=[{"Name": "transit-gateway-id", "Values": [gateway["TransitGatewayId"]]}]
    )["TransitGatewayRouteTables"]
    assert len(found) == tables
    options = gateway["Options"]
    assert ("AssociationDefaultRouteTableId" in options) is (association == "enable")
    assert ("PropagationDefaultRouteTableId" in options) is (propagation == "enable")
    for table in found:
        assert table["DefaultAssociationRouteTable"] is (association == "enable")
        assert table["DefaultPropagationRouteTable"] is (propagation == "enable")


def test_deleting_a_gateway_takes_all_its_route_tables_with_it(tokyo: Client) -> None:
    gateway = make_gateway(tokyo)
    tables = [gateway["Options"]["AssociationDefaultRouteTableId"], make_table(tokyo, gateway["TransitGatewayId"])]
    tokyo.delete_transit_gateway(TransitGatewayId=gateway["TransitGatewayId"])
    for table in tables:
        with refused("InvalidRouteTableID.NotFound"):
            tokyo.describe_transit_gateway_route_tables(TransitGatewayRouteTableIds=[table])
    with refused("InvalidTransitGatewayID.NotFound"):
        tokyo.describe_transit_gateways(TransitGatewayIds=[gateway["TransitGatewayId"]])


def test_a_gateway_with_an_attachment_is_not_deleted_and_one_whose_attachment_is_gone_is(tokyo: Client) -> None:
    network = make_network(tokyo)
    with refused("IncorrectState"):
        tokyo.delete_transit_gateway(TransitGatewayId=network.gateway_id)
    tokyo.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=network.attachment_id)
    tokyo.delete_transit_gateway(TransitGatewayId=network.gateway_id)


def test_a_gateway_that_does_not_exist_is_not_found(tokyo: Client) -> None:
    for call in (tokyo.delete_transit_gateway, tokyo.modify_transit_gateway):
        with refused("InvalidTransitGatewayID.NotFound"):
            call(TransitGatewayId="tgw-0123456789abcdef0")


def test_turning_default_association_off_spares_later_attachments_only(tokyo: Client) -> None:
    network = make_network(tokyo)
    tokyo.modify_transit_gateway(
        TransitGatewayId=network.gateway_id,
        Options={"DefaultRouteTableAssociation": "disable", "AddTransitGatewayCidrBlocks": ["10.99.0.0/24"]},
    )
    later = attach(tokyo, network.gateway_id, *make_vpc(tokyo, "10.103.0.0/16"))
    found = tokyo.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[network.attachment_id, later])
    associated = {
        item["TransitGatewayAttachmentId"]: "Association" in item for item in found["TransitGatewayAttachments"]
    }
    assert associated == {network.attachment_id: True, later: False}
    options = tokyo.describe_transit_gateways(TransitGatewayIds=[network.gateway_id])["TransitGateways"][0]["Options"]
    assert options["TransitGatewayCidrBlocks"] == ["10.99.0.0/24"]


def test_a_sixth_gateway_in_a_region_needs_a_larger_quota(tokyo: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    there = len(tokyo.describe_transit_gateways()["TransitGateways"])
    monkeypatch.setitem(SURROUNDINGS.quotas, "transit-gateways", there)
    with refused("TransitGatewayLimitExceeded"):
        make_gateway(tokyo)
    monkeypatch.setitem(SURROUNDINGS.quotas, "transit-gateways", there + 1)
    make_gateway(tokyo)
