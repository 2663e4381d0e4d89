"""Transit gateway routes of the local AWS."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.aws.networks import Client, Network, attach, make_network, make_vpc, refused, search

WORKLOAD, ABSENT = "172.30.0.0/16", "198.51.100.0/24"


def route(network: Network, destination: str = WORKLOAD, **target: Any) -> dict[str, Any]:
    return {
        "TransitGatewayRouteTableId": network.table_id,
        "DestinationCidrBlock": destination,
        **(target or {"TransitGatewayAttachmentId": network.attachment_id}),
    }


def test_a_static_route_names_its_attachment(tokyo: Client) -> None:
    network = make_network(tokyo)
    tokyo.create_transit_gateway_route(**route(network))
    (found,) = search(tokyo, network.table_id, {"type": "static"})
    assert found["State"] == "active"
    assert found["TransitGatewayAttachments"] == [
        {
            "ResourceId": network.vpc_id,
            "ResourceType": "vpc",
            "TransitGatewayAttachmentId": network.attachment_id,
        }
    ]


def test_every_cidr_of_an_attached_vpc_is_propagated(tokyo: Client) -> None:
    network = make_network(tokyo)
    tokyo.associate_vpc_cidr_block(VpcId=network.vpc_id, CidrBlock="10.201.0.0/16")
    found = search(tokyo, network.table_id, {"type": "propagated"})
    assert {item["DestinationCidrBlock"] for item in found} == {"10.101.0.0/16", "10.201.0.0/16"}
    assert {item["State"] for item in found} == {"active"}


def test_a_static_route_hides_a_propagated_one_of_the_same_prefix(tokyo: Client) -> None:
    network = make_network(tokyo)
    tokyo.create_transit_gateway_route(**route(network, "10.101.0.0/16", Blackhole=True))
    (found,) = search(tokyo, network.table_id)
    assert (found["Type"], found["State"]) == ("static", "blackhole")
    tokyo.delete_transit_gateway_route(
        TransitGatewayRouteTableId=network.table_id, DestinationCidrBlock="10.101.0.0/16"
    )
    (found,) = search(tokyo, network.table_id)
    assert (found["Type"], found["State"]) == ("propagated", "active")


def test_a_route_to_a_deleted_attachment_becomes_a_blackhole_that_still_names_it(tokyo: Client) -> None:
    network = make_network(tokyo)
    tokyo.create_transit_gateway_route(**route(network))
    tokyo.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=network.attachment_id)
    (found,) = search(tokyo, network.table_id)
    assert (found["DestinationCidrBlock"], found["State"]) == (WORKLOAD, "blackhole")
    assert found["TransitGatewayAttachments"][0]["TransitGatewayAttachmentId"] == network.attachment_id


def test_a_route_can_be_pointed_elsewhere_in_place(tokyo: Client) -> None:
    network = make_network(tokyo)
    tokyo.create_transit_gateway_route(**route(network))
    second = attach(tokyo, network.gateway_id, *make_vpc(tokyo, "10.111.0.0/16"))
    tokyo.replace_transit_gateway_route(**route(network, TransitGatewayAttachmentId=second))
    (found,) = search(tokyo, network.table_id, {"type": "static"})
    assert found["TransitGatewayAttachments"][0]["TransitGatewayAttachmentId"] == second


@pytest.fixture(scope="module")
def mixed(tokyo: Client) -> Network:
    """10.101.0.0/16 propagated, 172.30.0.0/16 and 172.30.1.0/24 static, 192.0.2.0/24 a blackhole."""
    network = make_network(tokyo)
    for destination in (WORKLOAD, "172.30.1.0/24"):
        tokyo.create_transit_gateway_route(**route(network, destination))
    tokyo.create_transit_gateway_route(**route(network, "192.0.2.0/24", Blackhole=True))
    return network


SEARCHES = [
    ({"type": "static"}, [WORKLOAD, "172.30.1.0/24", "192.0.2.0/24"]),
    ({"type": "propagated"}, ["10.101.0.0/16"]),
    ({"state": "blackhole"}, ["192.0.2.0/24"]),
    ({"route-search.exact-match": WORKLOAD}, [WORKLOAD]),
    ({"route-search.exact-match": "172.30.9.0/24"}, []),
    ({"route-search.longest-prefix-match": "172.30.1.7/32"}, ["172.30.1.0/24"]),
    ({"route-search.subnet-of-match": WORKLOAD}, [WORKLOAD, "172.30.1.0/24"]),
    ({"route-search.supernet-of-match": "172.30.1.0/24"}, [WORKLOAD, "172.30.1.0/24"]),
    ({"attachment.resource-type": "vpc", "type": "static"}, [WORKLOAD, "172.30.1.0/24"]),
    ({"attachment.resource-type": "peering"}, []),
]


@pytest.mark.parametrize(("filters", "expected"), SEARCHES, ids=[str(row[0]) for row in SEARCHES])
def test_a_search_finds(tokyo: Client, mixed: Network, filters: dict[str, str], expected: list[str]) -> None:
    assert [found["DestinationCidrBlock"] for found in search(tokyo, mixed.table_id, filters)] == expected


def test_a_search_says_when_it_has_left_routes_off(tokyo: Client, mixed: Network) -> None:
    everything = [{"Name": "state", "Values": ["active", "blackhole"]}]
    found = tokyo.search_transit_gateway_routes(
        TransitGatewayRouteTableId=mixed.table_id, Filters=everything, MaxResults=5
    )
    assert found["AdditionalRoutesAvailable"] is False
    assert len(found["Routes"]) == 4


def _same_prefix_twice(ec2: Client, network: Network) -> None:
    ec2.create_transit_gateway_route(**route(network, Blackhole=True))


def _attachment_of_another_gateway(ec2: Client, network: Network) -> None:
    stranger = make_network(ec2, "10.150.0.0/16")
    ec2.create_transit_gateway_route(**route(network, ABSENT, TransitGatewayAttachmentId=stranger.attachment_id))


def _deleted_attachment(ec2: Client, _: Network) -> None:
    network = make_network(ec2)
    ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=network.attachment_id)
    ec2.create_transit_gateway_route(**route(network))


def _unknown_table(ec2: Client, network: Network) -> None:
    ec2.create_transit_gateway_route(**route(network) | {"TransitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0"})


def _host_bits(ec2: Client, network: Network) -> None:
    ec2.create_transit_gateway_route(**route(network, "172.30.1.1/16"))


def _delete_what_is_not_there(ec2: Client, network: Network) -> None:
    ec2.delete_transit_gateway_route(TransitGatewayRouteTableId=network.table_id, DestinationCidrBlock=ABSENT)


def _replace_what_is_not_there(ec2: Client, network: Network) -> None:
    ec2.replace_transit_gateway_route(**route(network, ABSENT))


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        pytest.param(_same_prefix_twice, "RouteAlreadyExists", id="the same prefix twice"),
        pytest.param(_attachment_of_another_gateway, "InvalidTransitGatewayAttachmentID.NotFound", id="to a stranger"),
        pytest.param(_deleted_attachment, "InvalidTransitGatewayAttachmentID.NotFound", id="to a deleted attachment"),
        pytest.param(_unknown_table, "InvalidRouteTableID.NotFound", id="in a table that does not exist"),
        pytest.param(_host_bits, "InvalidParameterValue", id="to a prefix with host bits"),
        pytest.param(_delete_what_is_not_there, "InvalidRoute.NotFound", id="deletion of one that is not there"),
        pytest.param(_replace_what_is_not_there, "InvalidRoute.NotFound", id="replacement of one that is not there"),
    ],
)
def test_refused(tokyo: Client, mixed: Network, attempt: Callable[[Client, Network], None], code: str) -> None:
    with refused(code):
        attempt(tokyo, mixed)


def test_of_two_vpcs_with_one_cidr_the_first_attached_is_routed_to(tokyo: Client) -> None:
    network = make_network(tokyo)
    attach(tokyo, network.gateway_id, *make_vpc(tokyo))
    (route,) = search(tokyo, network.table_id)
    assert route["TransitGatewayAttachments"][0]["ResourceId"] == network.vpc_id
