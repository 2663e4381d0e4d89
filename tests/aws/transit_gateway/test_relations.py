"""Associations, propagations and route tables of the local AWS's transit gateways."""

from collections.abc import Callable

import pytest

from tests.aws.networks import (
    Client,
    Network,
    associations,
    make_gateway,
    make_network,
    make_table,
    propagations,
    refused,
    search,
)


@pytest.fixture(scope="module")
def network(tokyo: Client) -> Network:
    """Only for what leaves it as it is."""
    return make_network(tokyo)


def relation(network: Network, table_id: str | None = None) -> dict[str, str]:
    return {
        "TransitGatewayRouteTableId": table_id or network.table_id,
        "TransitGatewayAttachmentId": network.attachment_id,
    }


def test_the_automatic_association_can_be_moved_to_another_table(tokyo: Client) -> None:
    network = make_network(tokyo)
    own = make_table(tokyo, network.gateway_id)
    left = tokyo.disassociate_transit_gateway_route_table(**relation(network))["Association"]
    assert left["State"] == "disassociated"
    taken = tokyo.associate_transit_gateway_route_table(**relation(network, own))["Association"]
    assert (taken["State"], taken["ResourceType"], taken["ResourceId"]) == ("associated", "vpc", network.vpc_id)
    assert associations(tokyo, network.table_id) == []
    assert associations(tokyo, own) == [network.attachment_id]
    found = tokyo.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[network.attachment_id])
    assert found["TransitGatewayAttachments"][0]["Association"]["TransitGatewayRouteTableId"] == own


def test_an_attachment_propagates_to_several_tables_and_stops_in_one(tokyo: Client) -> None:
    network = make_network(tokyo)
    second = make_table(tokyo, network.gateway_id)
    tokyo.enable_transit_gateway_route_table_propagation(**relation(network, second))
    assert propagations(tokyo, second) == propagations(tokyo, network.table_id) == [network.attachment_id]
    tokyo.disable_transit_gateway_route_table_propagation(**relation(network))
    assert search(tokyo, network.table_id) == []
    assert [route["DestinationCidrBlock"] for route in search(tokyo, second)] == ["10.101.0.0/16"]


def _associate_again(ec2: Client, network: Network) -> None:
    ec2.associate_transit_gateway_route_table(**relation(network, make_table(ec2, network.gateway_id)))


def _disassociate_elsewhere(ec2: Client, network: Network) -> None:
    ec2.disassociate_transit_gateway_route_table(**relation(network, make_table(ec2, network.gateway_id)))


def _propagate_again(ec2: Client, network: Network) -> None:
    ec2.enable_transit_gateway_route_table_propagation(**relation(network))


def _stop_elsewhere(ec2: Client, network: Network) -> None:
    table_id = make_table(ec2, network.gateway_id)
    ec2.disable_transit_gateway_route_table_propagation(**relation(network, table_id))


def _table_of_another_gateway(ec2: Client, network: Network) -> None:
    other = make_table(ec2, make_gateway(ec2)["TransitGatewayId"])
    ec2.enable_transit_gateway_route_table_propagation(**relation(network, other))


def _unknown_table(ec2: Client, network: Network) -> None:
    ec2.associate_transit_gateway_route_table(**relation(network, "tgw-rtb-0123456789abcdef0"))


def _list_unknown_table(ec2: Client, _: Network) -> None:
    associations(ec2, "tgw-rtb-0123456789abcdef0")


def _delete_default_table(ec2: Client, network: Network) -> None:
    ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=network.table_id)


def _delete_used_table(ec2: Client, _: Network) -> None:
    network = make_network(ec2)
    own = make_table(ec2, network.gateway_id)
    ec2.disassociate_transit_gateway_route_table(**relation(network))
    ec2.associate_transit_gateway_route_table(**relation(network, own))
    ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=own)


def _table_for_unknown_gateway(ec2: Client, _: Network) -> None:
    make_table(ec2, "tgw-0123456789abcdef0")


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        pytest.param(_associate_again, "Resource.AlreadyAssociated", id="a second association"),
        pytest.param(_disassociate_elsewhere, "InvalidAssociation.NotFound", id="leaving a table it is not in"),
        pytest.param(_propagate_again, "TransitGatewayRouteTablePropagation.Duplicate", id="a second propagation"),
        pytest.param(_stop_elsewhere, "TransitGatewayRouteTablePropagation.NotFound", id="stopping where it does not"),
        pytest.param(_table_of_another_gateway, "InvalidTransitGatewayAttachmentID.NotFound", id="a stranger's table"),
        pytest.param(_unknown_table, "InvalidRouteTableID.NotFound", id="a table that does not exist"),
        pytest.param(_list_unknown_table, "InvalidRouteTableID.NotFound", id="a list of a table that does not exist"),
        pytest.param(_delete_default_table, "IncorrectState", id="deletion of a default table"),
        pytest.param(_delete_used_table, "IncorrectState", id="deletion of a table in use"),
        pytest.param(_table_for_unknown_gateway, "InvalidTransitGatewayID.NotFound", id="a table of no gateway"),
    ],
)
def test_refused(tokyo: Client, network: Network, attempt: Callable[[Client, Network], None], code: str) -> None:
    with refused(code):
        attempt(tokyo, network)


def test_a_deleted_table_is_gone(tokyo: Client) -> None:
    table_id = make_table(tokyo, make_gateway(tokyo)["TransitGatewayId"])
    tokyo.delete_transit_gateway_route_table(TransitGatewayRouteTableId=table_id)
    with refused("InvalidRouteTableID.NotFound"):
        tokyo.describe_transit_gateway_route_tables(TransitGatewayRouteTableIds=[table_id])
