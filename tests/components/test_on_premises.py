"""What the program registers for on-premises: VPN connection, Direct Connect, the tables and the routes."""

import re
from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from operations.run import Project
from tests.components.conftest import OTHER_PUBLISHED, Program

pytestmark = pytest.mark.slow

WORKLOAD = "172.30.0.0/16"
OFFICE = "192.168.0.0/16"
ACCEPTED = {**OTHER_PUBLISHED, "acceptedPeeringId": "tgw-attach-peering"}
REQUESTED = {**OTHER_PUBLISHED, "requestedPeeringId": "tgw-attach-peering"}
DEVICE = {"customerGateway": {"address": "203.0.113.10"}}
LINE = {"directConnect": {"gatewayAsn": 64550, "connectionId": "dxcon-ffabc123", "vlan": 101}}
VPN = {"connection": "vpn", "prefixes": [OFFICE], "asn": 65010}
DX = {"connection": "direct-connect", "prefixes": [OFFICE], "asn": 65010}

Aws = Callable[[pulumi.runtime.MockCallArgs], dict[Any, Any]]

REFERENCE = "prefixListReference:PrefixListReference"
ROUTE = "ec2transitgateway/route:Route"
PROPAGATION = "routeTablePropagation:RouteTablePropagation"
ASSOCIATION = "routeTableAssociation:RouteTableAssociation"


def program(stack: str, on_premises: dict[str, Any], ends: dict[str, Any], **changes: Any) -> Program:
    """One run with facts of on-premises put into the sites named in `ends`."""
    return run(Program(stack, ACCEPTED if stack == "tokyo" else REQUESTED), on_premises, ends, **changes)


def run(
    made: Program, on_premises: dict[str, Any], ends: dict[str, Any], aws: Aws | None = None, **changes: Any
) -> Program:
    """The same with a program of the caller's, and with what AWS answers."""
    if aws is not None:
        made.aws = aws
    sites = Project.here().configuration()["sites"]
    facts = {name: {**site, "onPremises": ends[name]} for name, site in sites.items() if name in ends}
    return made.run(onPremises=on_premises, sites=facts, **changes)


BOTH = {"tokyo": DEVICE, "osaka": DEVICE}
LINES = {"tokyo": LINE, "osaka": LINE}


def test_a_vpn_connection_has_two_tunnels_that_accept_nothing_weak() -> None:
    made = program("tokyo", VPN, BOTH)
    gateway = made.of_type("customerGateway:CustomerGateway")["on-premises-vpn"]
    assert (gateway["ipAddress"], gateway["bgpAsn"], gateway["type"]) == ("203.0.113.10", "65010", "ipsec.1")
    connection = made.of_type("vpnConnection:VpnConnection")["on-premises-vpn"]
    assert (connection["transitGatewayId"], connection["staticRoutesOnly"]) == ("tgw-id", False)
    for tunnel in ("tunnel1", "tunnel2"):
        options = {key.removeprefix(tunnel): value for key, value in connection.items() if key.startswith(tunnel)}
        assert options == {
            "IkeVersions": ["ikev2"],
            "DpdTimeoutSeconds": 30,
            "DpdTimeoutAction": "restart",
            "StartupAction": "start",
            "Phase1EncryptionAlgorithms": ["AES256"],
            "Phase1IntegrityAlgorithms": ["SHA2-256"],
            "Phase1DhGroupNumbers": [14],
            "Phase1LifetimeSeconds": 28800,
            "Phase2EncryptionAlgorithms": ["AES256"],
            "Phase2IntegrityAlgorithms": ["SHA2-256"],
            "Phase2DhGroupNumbers": [14],
            "Phase2LifetimeSeconds": 3600,
        }


def test_what_speaks_bgp_uses_a_table_of_its_own_and_is_learned_from() -> None:
    made = program("tokyo", VPN, BOTH)
    assert made.of_type("ec2transitgateway/routeTable:RouteTable").keys() == {"tgw-table", "on-premises"}
    assert made.of_type(f"ec2transitgateway/{ASSOCIATION}")["on-premises"]["transitGatewayRouteTableId"] == (
        "on-premises-id"
    )
    learned = made.of_type(PROPAGATION)
    assert learned["on-premises"]["transitGatewayRouteTableId"] == "tgw-table-id"
    assert learned["on-premises-vpc"]["transitGatewayRouteTableId"] == "on-premises-id"
    assert f"on-premises-to-{OFFICE}" not in made.of_type(ROUTE), "BGP brings the routes to on-premises"


def test_static_routing_learns_nothing_and_has_routes() -> None:
    made = program("osaka", VPN, {"tokyo": DEVICE, "osaka": {**DEVICE, "routing": "static"}})
    assert made.of_type("vpnConnection:VpnConnection")["on-premises-vpn"]["staticRoutesOnly"] is True
    assert "on-premises" not in made.of_type(PROPAGATION)
    assert made.of_type(ROUTE).keys() == {"other-vpc-10.101.0.0/16", f"on-premises-to-{OFFICE}"}
    assert made.of_type(REFERENCE)["on-premises-workload"]["transitGatewayAttachmentId"] == "peering-tgw-id"


@pytest.mark.parametrize(
    ("stack", "active", "announced"),
    [("tokyo", "tokyo", True), ("tokyo", "osaka", False), ("osaka", "tokyo", False), ("osaka", "osaka", True)],
)
def test_only_the_active_site_announces_the_workload(stack: str, active: str, announced: bool) -> None:
    made = program(stack, DX, LINES, activeRegion=active)
    assert ("on-premises-workload" in made.of_type(REFERENCE)) == announced
    vpc = {"tokyo": "10.101.0.0/16", "osaka": "10.102.0.0/16"}[stack]
    association = made.of_type("gatewayAssociation:GatewayAssociation")["on-premises-dx"]
    assert association["allowedPrefixes"] == ([vpc, WORKLOAD] if announced else [vpc])


def test_direct_connect_has_a_gateway_an_interface_and_a_secret_key() -> None:
    made = program("tokyo", DX, LINES)
    assert made.of_type("directconnect/gateway:Gateway")["on-premises-dx"]["amazonSideAsn"] == "64550"
    interface = made.of_type("transitVirtualInterface:TransitVirtualInterface")["on-premises-dx"]
    assert interface["connectionId"] == "dxcon-ffabc123"
    assert (interface["vlan"], interface["bgpAsn"], interface["mtu"]) == (101, 65010, 1500)
    assert made.of_type(PROPAGATION)["on-premises"]["transitGatewayAttachmentId"] == "tgw-attach-dx"


@pytest.mark.parametrize(
    ("asn", "shown"),
    [(2147483646, (2147483646, None)), (2147483647, (None, "2147483647")), (4200000000, (None, "4200000000"))],
)
def test_a_large_number_of_on_premises_has_a_field_of_its_own(asn: int, shown: tuple[int | None, str | None]) -> None:
    made = program("tokyo", {**DX, "asn": asn}, LINES)
    interface = made.of_type("transitVirtualInterface:TransitVirtualInterface")["on-premises-dx"]
    assert (interface.get("bgpAsn"), interface.get("bgpAsnLong")) == shown


def test_the_vpc_and_the_ec2_vpc_get_their_way_back() -> None:
    ec2 = {"site": "tokyo", "cidr": WORKLOAD, "availabilityZones": ["ap-northeast-1a"]}
    made = program("tokyo", VPN, BOTH, workloadPlatform="ec2", ec2Vpc=ec2)
    routes = made.of_type("ec2/route:Route")
    for name in ("vpc-routes-public", "vpc-routes-private-ap-northeast-1a", "ec2"):
        assert routes[f"{name}-{OFFICE}"]["transitGatewayId"] == "tgw-id"
    assert made.of_type(REFERENCE)["on-premises-workload"]["transitGatewayAttachmentId"] == "tgw-ec2-id"


def test_a_site_without_a_connection_goes_by_the_other_which_passes_on() -> None:
    without = program("osaka", VPN, {"tokyo": DEVICE})
    assert without.of_type("vpnConnection:VpnConnection") == {}
    assert without.of_type(ROUTE)[f"on-premises-to-{OFFICE}"]["transitGatewayAttachmentId"] == "peering-tgw-id"
    entry = program("tokyo", VPN, {"tokyo": DEVICE}, activeRegion="osaka")
    assert entry.of_type(REFERENCE)["on-premises-workload"]["transitGatewayAttachmentId"] == "peering-tgw-id"
    assert entry.of_type(ROUTE)["on-premises-from-10.102.0.0/16"]["transitGatewayRouteTableId"] == "on-premises-id"


def test_a_flip_touches_the_announcement_and_the_routes_alone() -> None:
    def inputs(active: str) -> dict[str, Any]:
        return {f"{r.typ} {r.name}": dict(r.inputs) for r in program("osaka", DX, LINES, activeRegion=active).resources}

    before, after = inputs("tokyo"), inputs("osaka")
    changed = {name.split(" ")[1] for name in after if before.get(name) != after[name]}
    front = {"targets", "targets-floating-ips"}
    assert changed - front == {"failover", "workload", "on-premises-workload", "on-premises-dx"}
    assert before.keys() <= after.keys()


def test_keys_of_our_own_are_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi.runtime.config.is_config_secret", lambda key: key.endswith("vpnPreSharedKeys"))
    keys = ["first.key.of.two", "second_key_of_two"]
    connection = program("tokyo", VPN, BOTH, vpnPreSharedKeys=keys).of_type("vpnConnection:VpnConnection")
    given = connection["on-premises-vpn"]
    for tunnel, key in zip(("tunnel1PresharedKey", "tunnel2PresharedKey"), keys, strict=True):
        assert given[tunnel] == {
            pulumi.runtime.rpc._special_sig_key: pulumi.runtime.rpc._special_secret_sig,
            "value": key,
        }


def test_nothing_leads_to_on_premises_unless_it_is_configured() -> None:
    for made in (Program("tokyo", ACCEPTED).run(), program("tokyo", {"connection": "none"}, BOTH)):
        assert not [r.name for r in made.resources if "on-premises" in r.name or "customer" in r.typ]


GATEWAY = {"id": "5f294f92-0bfb-4011-916d-9b0be0000000", "name": "office"}
EXISTING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "vpn": (VPN, {"tokyo": {"customerGateway": {"id": "cgw-0123456789abcdef0"}}}),
    "direct-connect": (DX, {"tokyo": {"directConnect": {"gateway": GATEWAY}}}),
}


def answers(**facts: Any) -> Aws:
    """What AWS says of both existing gateways, these facts put over the good ones."""

    def answer(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        if "getCustomerGateway" in args.token:
            return {"id": args.args["id"], "type": "ipsec.1", "bgpAsn": 65010, "ipAddress": "203.0.113.10", **facts}
        return {"id": GATEWAY["id"], "amazonSideAsn": "64999", **facts}

    return answer


@pytest.mark.parametrize("kind", EXISTING)
def test_an_existing_gateway_is_used_and_nothing_of_it_registered(kind: str) -> None:
    made = program("tokyo", *EXISTING[kind], aws=answers())
    assert made.of_type("customerGateway:CustomerGateway") == made.of_type("directconnect/gateway:Gateway") == {}
    if kind == "vpn":
        connection = made.of_type("vpnConnection:VpnConnection")["on-premises-vpn"]
        assert connection["customerGatewayId"] == "cgw-0123456789abcdef0"
    else:
        association = made.of_type("gatewayAssociation:GatewayAssociation")["on-premises-dx"]
        assert association["dxGatewayId"] == GATEWAY["id"]
        assert made.of_type("transitVirtualInterface:TransitVirtualInterface") == {}


@pytest.mark.parametrize(
    ("kind", "fact", "sentence"),
    [
        ("vpn", {"bgpAsn": 65099}, "expected a customer gateway of onPremises.asn, 65010, for BGP, found ASN 65099"),
        ("vpn", {"ipAddress": ""}, "startupAction: add"),
        ("direct-connect", {"id": "another"}, "the gateway with the name 'office' has another id, found another"),
        ("direct-connect", {"amazonSideAsn": "64512"}, "another ASN than sites.tokyo.asn, found ASN 64512"),
    ],
)
def test_an_existing_gateway_that_does_not_fit_is_refused_before_anything_is_made(
    kind: str, fact: dict[str, Any], sentence: str
) -> None:
    made = Program("tokyo", ACCEPTED)
    with pytest.raises(pulumi.RunError, match=re.escape(sentence)):
        run(made, *EXISTING[kind], aws=answers(**fact))
    assert [r.typ for r in made.resources if r.typ.startswith("aws:")] == []
