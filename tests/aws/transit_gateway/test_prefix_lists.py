"""Prefix list references in the local AWS's transit gateway route tables."""

from typing import Any

from tests.aws.networks import Client, attach, make_network, make_vpc, refused, search
from topology import HeldRoute, shadows

INSIDE = {"route-search.subnet-of-match": "172.30.0.0/16"}
CIDRS = ("172.30.0.0/16", "172.31.0.0/16")


def make_prefix_list(ec2: Client, *cidrs: str) -> str:
    made = ec2.create_managed_prefix_list(
        PrefixListName="workload",
        AddressFamily="IPv4",
        MaxEntries=5,
        Entries=[{"Cidr": cidr} for cidr in cidrs],
    )
    prefix_list_id: str = made["PrefixList"]["PrefixListId"]
    return prefix_list_id


def test_a_reference_routes_every_entry_and_moves_in_place(tokyo: Client) -> None:
    network = make_network(tokyo)
    prefix_list_id = make_prefix_list(tokyo, *CIDRS)
    key: dict[str, Any] = {"TransitGatewayRouteTableId": network.table_id, "PrefixListId": prefix_list_id}
    tokyo.create_transit_gateway_prefix_list_reference(**key, TransitGatewayAttachmentId=network.attachment_id)

    def targets() -> dict[str, list[str]]:
        routes = search(tokyo, network.table_id, {"prefix-list-id": prefix_list_id})
        return {
            route["DestinationCidrBlock"]: [
                attachment["TransitGatewayAttachmentId"] for attachment in route.get("TransitGatewayAttachments", [])
            ]
            for route in routes
        }

    assert targets() == {cidr: [network.attachment_id] for cidr in CIDRS}

    second = attach(tokyo, network.gateway_id, *make_vpc(tokyo, "10.111.0.0/16"))
    moved = tokyo.modify_transit_gateway_prefix_list_reference(**key, TransitGatewayAttachmentId=second)
    assert (
        moved["TransitGatewayPrefixListReference"]["TransitGatewayAttachment"]["TransitGatewayAttachmentId"] == second
    )
    assert targets() == {cidr: [second] for cidr in CIDRS}

    tokyo.modify_transit_gateway_prefix_list_reference(**key, Blackhole=True)
    listed = tokyo.get_transit_gateway_prefix_list_references(TransitGatewayRouteTableId=network.table_id)
    assert [item["Blackhole"] for item in listed["TransitGatewayPrefixListReferences"]] == [True]

    tokyo.delete_transit_gateway_prefix_list_reference(**key)
    assert targets() == {}
    with refused("InvalidPrefixListReference.NotFound"):
        tokyo.delete_transit_gateway_prefix_list_reference(**key)


def test_a_list_is_referenced_once_and_must_exist(tokyo: Client) -> None:
    network = make_network(tokyo)
    key: dict[str, Any] = {
        "TransitGatewayRouteTableId": network.table_id,
        "TransitGatewayAttachmentId": network.attachment_id,
    }
    with refused("InvalidPrefixListID.NotFound"):
        tokyo.create_transit_gateway_prefix_list_reference(**key, PrefixListId="pl-0123456789abcdef0")
    prefix_list_id = make_prefix_list(tokyo, "172.30.0.0/16")
    tokyo.create_transit_gateway_prefix_list_reference(**key, PrefixListId=prefix_list_id)
    with refused("RouteAlreadyExists"):
        tokyo.create_transit_gateway_prefix_list_reference(**key, PrefixListId=prefix_list_id)


def test_a_search_shows_a_reference_s_routes_as_propagated_beside_the_static_pieces_that_win(tokyo: Client) -> None:
    network = make_network(tokyo)
    key: dict[str, Any] = {"TransitGatewayRouteTableId": network.table_id}
    to: dict[str, Any] = {"TransitGatewayAttachmentId": network.attachment_id}
    prefix_list_id = make_prefix_list(tokyo, CIDRS[0])
    tokyo.create_transit_gateway_prefix_list_reference(**key, **to, PrefixListId=prefix_list_id)
    tokyo.create_transit_gateway_route(**key, **to, DestinationCidrBlock="172.30.1.0/24")
    found = [route for item in search(tokyo, network.table_id, INSIDE) if (route := HeldRoute.of(item))]
    assert {(str(one.destination), one.type, one.state, one.prefix_list_id) for one in found} == {
        (CIDRS[0], "propagated", "active", prefix_list_id),
        ("172.30.1.0/24", "static", "active", None),
    }
    (shadow,) = shadows(found, CIDRS, prefix_list_id)
    assert (str(shadow.route.destination), shadow.route.resource_id) == ("172.30.1.0/24", network.vpc_id)
    tokyo.create_transit_gateway_route(**key, DestinationCidrBlock=CIDRS[0], Blackhole=True)
    found = [route for item in search(tokyo, network.table_id, INSIDE) if (route := HeldRoute.of(item))]
    assert [str(one.route.destination) for one in shadows(found, CIDRS, prefix_list_id)] == [CIDRS[0], "172.30.1.0/24"]
