"""Site-to-site VPN connections of the local AWS."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pytest
from botocore.exceptions import ClientError

from tests.aws.networks import Client, make_vpc, refused

FULL: dict[str, Any] = {
    "TunnelInsideCidr": "169.254.21.0/30",
    "PreSharedKey": "a.key_of.mine",
    "IKEVersions": [{"Value": "ikev2"}],
    "Phase1EncryptionAlgorithms": [{"Value": "AES256"}],
    "Phase2EncryptionAlgorithms": [{"Value": "AES256"}, {"Value": "AES256-GCM-16"}],
    "Phase1IntegrityAlgorithms": [{"Value": "SHA2-256"}],
    "Phase2IntegrityAlgorithms": [{"Value": "SHA2-256"}],
    "Phase1DHGroupNumbers": [{"Value": 14}],
    "Phase2DHGroupNumbers": [{"Value": 14}, {"Value": 20}],
    "Phase1LifetimeSeconds": 14400,
    "Phase2LifetimeSeconds": 1800,
    "RekeyMarginTimeSeconds": 300,
    "RekeyFuzzPercentage": 50,
    "ReplayWindowSize": 512,
    "DPDTimeoutSeconds": 40,
    "DPDTimeoutAction": "restart",
    "StartupAction": "start",
}
RENAMED = {
    "DPDTimeoutSeconds": "DpdTimeoutSeconds",
    "DPDTimeoutAction": "DpdTimeoutAction",
    "IKEVersions": "IkeVersions",
}


@dataclass(frozen=True)
class Ends:
    """A customer gateway and the two kinds of gateway a connection can end at."""

    ec2: Client
    customer_gateway_id: str
    transit_gateway_id: str
    vpn_gateway_id: str

    def connect(self, *tunnels: dict[str, Any], to_vpn_gateway: bool = False, **options: Any) -> dict[str, Any]:
        end = {"VpnGatewayId": self.vpn_gateway_id} if to_vpn_gateway else {"TransitGatewayId": self.transit_gateway_id}
        made: dict[str, Any] = self.ec2.create_vpn_connection(
            Type="ipsec.1",
            CustomerGatewayId=self.customer_gateway_id,
            Options={"TunnelOptions": list(tunnels), **options},
            TagSpecifications=[{"ResourceType": "vpn-connection", "Tags": [{"Key": "Name", "Value": "office"}]}],
            **end,
        )["VpnConnection"]
        return made

    def find(self, vpn_connection_id: str) -> dict[str, Any]:
        found = self.ec2.describe_vpn_connections(VpnConnectionIds=[vpn_connection_id])
        connection: dict[str, Any] = found["VpnConnections"][0]
        return connection


@pytest.fixture(scope="module")
def ends(tokyo: Client) -> Ends:
    customer = tokyo.create_customer_gateway(Type="ipsec.1", IpAddress="203.0.113.9", BgpAsn=65010)["CustomerGateway"]
    transit = tokyo.create_transit_gateway(Options={"AmazonSideAsn": 64513})["TransitGateway"]
    private = tokyo.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]
    return Ends(tokyo, customer["CustomerGatewayId"], transit["TransitGatewayId"], private["VpnGatewayId"])


def configuration(connection: dict[str, Any]) -> ElementTree.Element:
    return ElementTree.fromstring(connection["CustomerGatewayConfiguration"])


def text(element: ElementTree.Element, path: str) -> str:
    found = element.findtext(path)
    assert found is not None, path
    return found


def test_every_option_asked_for_is_described_with_its_tunnel(ends: Ends) -> None:
    made = ends.connect(FULL, EnableAcceleration=True, LocalIpv4NetworkCidr="192.168.0.0/16")
    found = ends.find(made["VpnConnectionId"])
    assert found["Tags"] == [{"Key": "Name", "Value": "office"}]
    options = found["Options"]
    assert (options["EnableAcceleration"], options["StaticRoutesOnly"]) == (True, False)
    assert (options["LocalIpv4NetworkCidr"], options["RemoteIpv4NetworkCidr"]) == ("192.168.0.0/16", "0.0.0.0/0")
    first = options["TunnelOptions"][0]
    assert first.pop("OutsideIpAddress")
    assert first == {RENAMED.get(name, name): value for name, value in FULL.items()}


def test_what_was_not_asked_for_is_chosen_unlike_the_other_tunnel_and_the_rest_stays_unsaid(ends: Ends) -> None:
    one, two = ends.connect()["Options"]["TunnelOptions"]
    assert one.keys() == two.keys() == {"OutsideIpAddress", "TunnelInsideCidr", "PreSharedKey"}
    for name in one:
        assert one[name] != two[name], name
    for tunnel in (one, two):
        assert re.fullmatch(r"[1-9A-Za-z._][0-9A-Za-z._]{31}", tunnel["PreSharedKey"])
        assert re.fullmatch(r"169\.254\.\d+\.\d+/30", tunnel["TunnelInsideCidr"])


def test_the_configuration_names_each_tunnels_own_addresses_numbers_and_key(ends: Ends) -> None:
    found = ends.find(
        ends.connect({"TunnelInsideCidr": "169.254.30.0/30", "PreSharedKey": "key_of_one"})["VpnConnectionId"]
    )
    root = configuration(found)
    assert root.get("id") == found["VpnConnectionId"]
    assert root.find("vpn_connection_attributes") is None
    tunnels = {text(item, "vpn_gateway/tunnel_outside_address/ip_address"): item for item in root.iter("ipsec_tunnel")}
    assert tunnels.keys() == {item["OutsideIpAddress"] for item in found["Options"]["TunnelOptions"]}
    for described in found["Options"]["TunnelOptions"]:
        tunnel = tunnels[described["OutsideIpAddress"]]
        assert text(tunnel, "ike/pre_shared_key") == described["PreSharedKey"]
        assert text(tunnel, "customer_gateway/tunnel_outside_address/ip_address") == "203.0.113.9"
        assert text(tunnel, "customer_gateway/bgp/asn") == "65010"
        assert text(tunnel, "vpn_gateway/bgp/asn") == "64513"
    first = tunnels[found["Options"]["TunnelOptions"][0]["OutsideIpAddress"]]
    assert text(first, "vpn_gateway/tunnel_inside_address/ip_address") == "169.254.30.1"
    assert text(first, "customer_gateway/tunnel_inside_address/ip_address") == "169.254.30.2"
    assert text(first, "ipsec/tcp_mss_adjustment") == "1379"
    assert text(first, "ipsec/dead_peer_detection/retries") == "3"


def test_a_static_connection_says_so_and_names_no_bgp(ends: Ends) -> None:
    root = configuration(ends.connect(StaticRoutesOnly=True))
    assert text(root, "vpn_connection_attributes") == "NoBGPVPNConnection"
    assert list(root.iter("bgp")) == []


def test_the_configuration_stays_the_same_until_something_changes(ends: Ends) -> None:
    made = ends.connect()
    before = made["CustomerGatewayConfiguration"]
    assert ends.find(made["VpnConnectionId"])["CustomerGatewayConfiguration"] == before
    second = made["Options"]["TunnelOptions"][1]
    changed = ends.ec2.modify_vpn_tunnel_options(
        VpnConnectionId=made["VpnConnectionId"],
        VpnTunnelOutsideIpAddress=second["OutsideIpAddress"],
        TunnelOptions={"PreSharedKey": "another_key", "Phase1LifetimeSeconds": 7200},
    )["VpnConnection"]
    kept = [
        made["Options"]["TunnelOptions"][0],
        {**second, "PreSharedKey": "another_key", "Phase1LifetimeSeconds": 7200},
    ]
    assert changed["Options"]["TunnelOptions"] == kept
    assert "another_key" in changed["CustomerGatewayConfiguration"]
    assert second["PreSharedKey"] not in changed["CustomerGatewayConfiguration"]


def test_both_tunnels_are_reported_down_while_nobody_is_there(ends: Ends) -> None:
    made = ends.connect()
    telemetry = {item["OutsideIpAddress"]: item["Status"] for item in made["VgwTelemetry"]}
    assert telemetry == {item["OutsideIpAddress"]: "DOWN" for item in made["Options"]["TunnelOptions"]}


def test_a_deleted_connection_is_listed_as_deleted_without_configuration(ends: Ends) -> None:
    made = ends.connect()
    ends.ec2.delete_vpn_connection(VpnConnectionId=made["VpnConnectionId"])
    found = ends.find(made["VpnConnectionId"])
    assert found["State"] == "deleted"
    assert "CustomerGatewayConfiguration" not in found
    with refused("InvalidVpnConnectionID.NotFound"):
        ends.ec2.delete_vpn_connection(VpnConnectionId=made["VpnConnectionId"])


def test_static_routes_reach_the_route_table_a_gateway_propagates_to(ends: Ends) -> None:
    ec2, (vpc_id, _) = ends.ec2, make_vpc(ends.ec2)
    ec2.attach_vpn_gateway(VpnGatewayId=ends.vpn_gateway_id, VpcId=vpc_id)
    here = [{"Name": "vpc-id", "Values": [vpc_id]}]
    table_id = ec2.describe_route_tables(Filters=here)["RouteTables"][0]["RouteTableId"]
    vpn_id = ends.connect(to_vpn_gateway=True, StaticRoutesOnly=True)["VpnConnectionId"]
    ec2.enable_vgw_route_propagation(RouteTableId=table_id, GatewayId=ends.vpn_gateway_id)
    ec2.create_vpn_connection_route(VpnConnectionId=vpn_id, DestinationCidrBlock="192.168.10.0/24")
    assert ends.find(vpn_id)["Routes"] == [{"DestinationCidrBlock": "192.168.10.0/24", "State": "available"}]
    (table,) = ec2.describe_route_tables(Filters=here)["RouteTables"]
    assert table["PropagatingVgws"] == [{"GatewayId": ends.vpn_gateway_id}]
    assert table["Routes"][-1] == {
        "DestinationCidrBlock": "192.168.10.0/24",
        "GatewayId": ends.vpn_gateway_id,
        "Origin": "EnableVgwRoutePropagation",
        "State": "active",
    }
    ec2.delete_vpn_connection_route(VpnConnectionId=vpn_id, DestinationCidrBlock="192.168.10.0/24")
    assert ends.find(vpn_id)["Routes"] == []


def test_a_connection_moves_to_another_transit_gateway_and_its_attachment_with_it(ends: Ends) -> None:
    vpn_id = ends.connect()["VpnConnectionId"]
    other = ends.ec2.create_transit_gateway(Options={"AmazonSideAsn": 64599})["TransitGateway"]
    moved = ends.ec2.modify_vpn_connection(VpnConnectionId=vpn_id, TransitGatewayId=other["TransitGatewayId"])
    assert "<asn>64599</asn>" in moved["VpnConnection"]["CustomerGatewayConfiguration"]
    found = ends.ec2.describe_transit_gateway_attachments(Filters=[{"Name": "resource-id", "Values": [vpn_id]}])
    states = {item["TransitGatewayId"]: item["State"] for item in found["TransitGatewayAttachments"]}
    assert states == {ends.transit_gateway_id: "deleted", other["TransitGatewayId"]: "available"}


def test_an_identical_customer_gateway_is_the_one_there_is(tokyo: Client) -> None:
    same = {"Type": "ipsec.1", "IpAddress": "203.0.113.77", "BgpAsn": 65077}
    first, second = (tokyo.create_customer_gateway(**same)["CustomerGateway"] for _ in range(2))
    assert first["CustomerGatewayId"] == second["CustomerGatewayId"]
    named = tokyo.create_customer_gateway(**same, DeviceName="spare")["CustomerGateway"]
    assert named["CustomerGatewayId"] != first["CustomerGatewayId"]
    assert (named["BgpAsn"], named["IpAddress"], named["DeviceName"]) == ("65077", "203.0.113.77", "spare")


TUNNELS = [
    pytest.param(
        {"TunnelInsideCidr": "169.254.5.0/30"}, "TunnelInsideCidr is invalid. 169.254.5.0/30 is res", id="reserved"
    ),
    pytest.param({"TunnelInsideCidr": "169.254.169.252/30"}, "reserved", id="the metadata service's CIDR"),
    pytest.param({"TunnelInsideCidr": "169.254.9.0/29"}, "not a size /30", id="a larger CIDR"),
    pytest.param({"TunnelInsideCidr": "10.0.0.0/30"}, "169.254.0.0/16 range", id="a CIDR of elsewhere"),
    pytest.param({"TunnelInsideCidr": "169.254.9.1/30"}, "not a CIDR block", id="an address within a CIDR"),
    pytest.param({"PreSharedKey": "0startswithzero"}, "PreSharedKey is invalid", id="a key that starts with zero"),
    pytest.param({"PreSharedKey": "short"}, "8 to 64 characters", id="a short key"),
    pytest.param({"PreSharedKey": "with+plus+signs"}, "alphanumeric", id="a key with other characters"),
    pytest.param({"Phase1LifetimeSeconds": 28801}, "28801 is not between 900 and 28800", id="a long phase 1"),
    pytest.param({"Phase2LifetimeSeconds": 3601}, "3601 is not between 900 and 3600", id="a long phase 2"),
    pytest.param(
        {"Phase1LifetimeSeconds": 1800, "Phase2LifetimeSeconds": 1800},
        "less than Phase1LifetimeSeconds",
        id="a phase 2 no shorter than phase 1",
    ),
    pytest.param({"RekeyMarginTimeSeconds": 1801}, "between 60 and half", id="a wide rekey margin"),
    pytest.param({"RekeyFuzzPercentage": 101}, "between 0 and 100", id="a fuzz beyond all"),
    pytest.param({"ReplayWindowSize": 63}, "between 64 and 2048", id="a narrow replay window"),
    pytest.param({"DPDTimeoutSeconds": 29}, "less than 30", id="a hasty dead peer detection"),
    pytest.param({"DPDTimeoutAction": "panic"}, "none of clear, none, restart", id="an unknown action"),
    pytest.param({"StartupAction": "begin"}, "none of add, start", id="an unknown startup action"),
    pytest.param({"IKEVersions": [{"Value": "ikev3"}]}, "none of ikev1, ikev2", id="an unknown IKE version"),
    pytest.param({"Phase1EncryptionAlgorithms": [{"Value": "3DES"}]}, "3DES is none of", id="an old cipher"),
    pytest.param({"Phase1DHGroupNumbers": [{"Value": 5}]}, "5 is none of", id="a group only phase 2 has"),
]


@pytest.mark.parametrize(("tunnel", "sentence"), TUNNELS)
def test_options_out_of_range_are_refused_in_a_sentence(ends: Ends, tunnel: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ClientError) as caught:
        ends.connect(tunnel)
    assert caught.value.response["Error"]["Code"] == "InvalidParameterValue"
    assert sentence in caught.value.response["Error"]["Message"]
    assert tunnel.get("PreSharedKey", "no key") not in caught.value.response["Error"]["Message"]


def _inside_cidr_twice(ends: Ends) -> None:
    ends.connect(*[{"TunnelInsideCidr": "169.254.40.0/30"}] * 2)


def _inside_ipv6(ends: Ends) -> None:
    ends.connect({"TunnelInsideIpv6Cidr": "fd00::/126"})


def _both_gateways(ends: Ends) -> None:
    ends.ec2.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=ends.customer_gateway_id,
        TransitGatewayId=ends.transit_gateway_id,
        VpnGatewayId=ends.vpn_gateway_id,
    )


def _bgp_between_equal_numbers(ends: Ends) -> None:
    same = ends.ec2.create_transit_gateway(Options={"AmazonSideAsn": 65010})["TransitGateway"]
    ends.ec2.create_vpn_connection(
        Type="ipsec.1", CustomerGatewayId=ends.customer_gateway_id, TransitGatewayId=same["TransitGatewayId"]
    )


def _unknown_tunnel(ends: Ends) -> None:
    vpn_id = ends.connect()["VpnConnectionId"]
    ends.ec2.modify_vpn_tunnel_options(
        VpnConnectionId=vpn_id, VpnTunnelOutsideIpAddress="192.0.2.1", TunnelOptions={"StartupAction": "add"}
    )


def _route_of_a_bgp_connection(ends: Ends) -> None:
    vpn_id = ends.connect(to_vpn_gateway=True)["VpnConnectionId"]
    ends.ec2.create_vpn_connection_route(VpnConnectionId=vpn_id, DestinationCidrBlock="192.168.0.0/24")


def _delete_used_customer_gateway(ends: Ends) -> None:
    ends.connect()
    ends.ec2.delete_customer_gateway(CustomerGatewayId=ends.customer_gateway_id)


def _delete_used_vpn_gateway(ends: Ends) -> None:
    ends.connect(to_vpn_gateway=True)
    ends.ec2.delete_vpn_gateway(VpnGatewayId=ends.vpn_gateway_id)


def _accelerate_a_vpn_gateways_connection(ends: Ends) -> None:
    ends.connect(to_vpn_gateway=True, EnableAcceleration=True)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        pytest.param(_inside_cidr_twice, "InvalidParameterValue", id="one inside CIDR for both tunnels"),
        pytest.param(_inside_ipv6, "InvalidParameterCombination", id="an IPv6 inside CIDR"),
        pytest.param(_both_gateways, "InvalidParameterCombination", id="two gateways"),
        pytest.param(
            _accelerate_a_vpn_gateways_connection, "InvalidParameterCombination", id="acceleration without TGW"
        ),
        pytest.param(_bgp_between_equal_numbers, "AsnConflict", id="BGP between equal numbers"),
        pytest.param(_unknown_tunnel, "InvalidParameterValue", id="a change of a tunnel that is not there"),
        pytest.param(_route_of_a_bgp_connection, "InvalidVpnConnection.InvalidType", id="a static route with BGP"),
        pytest.param(_delete_used_customer_gateway, "IncorrectState", id="deletion of a customer gateway in use"),
        pytest.param(_delete_used_vpn_gateway, "IncorrectState", id="deletion of a VPN gateway in use"),
    ],
)
def test_refused(ends: Ends, attempt: Callable[[Ends], None], code: str) -> None:
    with refused(code):
        attempt(ends)
