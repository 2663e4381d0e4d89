"""What the control API of the local AWS lets others say."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest

from simulator.aws import ONLOOKER, SURROUNDINGS
from tests.aws.conftest import Aws
from tests.aws.networks import TOKYO, Client, refused, search


@pytest.fixture(autouse=True)
def _surroundings() -> Iterator[None]:
    yield
    for said in (SURROUNDINGS.targets, SURROUNDINGS.tunnels, SURROUNDINGS.announcements, SURROUNDINGS.endpoints):
        said.clear()


def call(aws: Aws, method: str, what: str, body: Any = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(f"{aws.endpoint}/simulator/v1/{what}", data, method=method)) as reply:
            return reply.status, json.load(reply)
    except HTTPError as error:
        return error.code, json.load(error)


def test_calls_are_counted_by_service(aws: Aws, tokyo: Client) -> None:
    before = call(aws, "GET", "calls")[1].get("ec2", 0)
    tokyo.describe_vpcs()
    tokyo.describe_subnets()
    assert call(aws, "GET", "calls")[1]["ec2"] == before + 2


def test_what_is_said_is_kept_until_taken_back(aws: Aws) -> None:
    call(aws, "PUT", "targets", {"172.30.1.34": "down", "172.30.1.35:443": 503})
    call(aws, "PUT", "targets", {"172.30.1.34": None})
    status, said = call(aws, "GET", "surroundings")
    assert (status, said["targets"]) == (200, {"172.30.1.35:443": "503"})
    assert SURROUNDINGS.answer_of("172.30.1.35", 443) == "503"
    assert SURROUNDINGS.answer_of("172.30.1.34", 443) == "up"


@pytest.mark.parametrize(
    ("method", "what", "body", "status", "sentence"),
    [
        pytest.param("PUT", "targets", {"a": "maybe"}, 400, "maybe is not one of up, down, refused", id="an answer"),
        pytest.param("PUT", "tunnels", {"a": "sideways"}, 400, "sideways is not up or down", id="a state"),
        pytest.param("PUT", "announcements", {"a": "10.0.0.0/8"}, 400, "not a list of CIDR blocks", id="no list"),
        pytest.param("PUT", "announcements", {"a": ["10.0.0.1/8"]}, 400, "host bits", id="no CIDR block"),
        pytest.param("PUT", "quotas", {"a": "many"}, 400, "many is not a whole number", id="a quota"),
        pytest.param("PUT", "weather", {}, 400, "weather is not one of", id="another subject"),
        pytest.param("PUT", "targets", ["a"], 400, "targets", id="a list for an object"),
        pytest.param("GET", "targets", None, 404, "There is no GET", id="another question"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(
    aws: Aws, method: str, what: str, body: Any, status: int, sentence: str
) -> None:
    before = SURROUNDINGS.to_dict()
    answered, reply = call(aws, method, what, body)
    assert answered == status
    assert sentence in reply["error"]
    assert SURROUNDINGS.to_dict() == before


def connect(ec2: Client) -> tuple[str, dict[str, Any]]:
    """The default table of a transit gateway, and a VPN connection that propagates to it."""
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    customer = ec2.create_customer_gateway(Type="ipsec.1", IpAddress="203.0.113.50", BgpAsn=65050)["CustomerGateway"]
    connection = ec2.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=customer["CustomerGatewayId"],
        TransitGatewayId=gateway["TransitGatewayId"],
    )["VpnConnection"]
    return gateway["Options"]["AssociationDefaultRouteTableId"], connection


def test_what_on_premises_announces_is_propagated_while_a_tunnel_is_up(aws: Aws, tokyo: Client) -> None:
    table_id, connection = connect(tokyo)
    outside = connection["Options"]["TunnelOptions"][0]["OutsideIpAddress"]
    call(aws, "PUT", "announcements", {connection["VpnConnectionId"]: ["192.168.0.0/16"]})
    assert search(tokyo, table_id) == []
    call(aws, "PUT", "tunnels", {outside: "up"})
    (route,) = search(tokyo, table_id)
    assert (route["DestinationCidrBlock"], route["Type"]) == ("192.168.0.0/16", "propagated")
    assert route["TransitGatewayAttachments"][0]["ResourceType"] == "vpn"
    found = tokyo.describe_vpn_connections(VpnConnectionIds=[connection["VpnConnectionId"]])["VpnConnections"][0]
    assert {item["OutsideIpAddress"] for item in found["VgwTelemetry"] if item["Status"] == "UP"} == {outside}


def test_what_direct_connect_announces_is_propagated(aws: Aws, tokyo: Client) -> None:
    direct_connect = aws.client("directconnect", TOKYO)
    gateway = tokyo.create_transit_gateway(Options={"AmazonSideAsn": 64513})["TransitGateway"]
    made = direct_connect.create_direct_connect_gateway(directConnectGatewayName="office", amazonSideAsn=64600)
    gateway_id = made["directConnectGateway"]["directConnectGatewayId"]
    direct_connect.create_direct_connect_gateway_association(
        directConnectGatewayId=gateway_id,
        gatewayId=gateway["TransitGatewayId"],
        addAllowedPrefixesToDirectConnectGateway=[{"cidr": "172.30.0.0/16"}],
    )
    call(aws, "PUT", "announcements", {gateway_id: ["192.168.0.0/16"]})
    (route,) = search(tokyo, gateway["Options"]["AssociationDefaultRouteTableId"])
    assert route["TransitGatewayAttachments"][0]["ResourceType"] == "direct-connect-gateway"


def test_a_region_whose_endpoints_are_down_answers_nobody_and_the_other_one_does(
    aws: Aws, tokyo: Client, osaka: Client
) -> None:
    call(aws, "PUT", "endpoints", {TOKYO: "down"})
    with refused("ServiceUnavailable"):
        tokyo.describe_availability_zones()
    assert osaka.describe_availability_zones()["AvailabilityZones"]
    keys = {"aws_access_key_id": ONLOOKER, "aws_secret_access_key": "testing"}
    with closing(boto3.client("ec2", region_name=TOKYO, endpoint_url=aws.endpoint, **keys)) as onlooker:
        assert onlooker.describe_availability_zones()["AvailabilityZones"]
    call(aws, "PUT", "endpoints", {TOKYO: None})
    assert tokyo.describe_availability_zones()["AvailabilityZones"]
