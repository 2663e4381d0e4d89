"""NC2's road to the overlay: the main route table, groups that NC2 applies, subnets large enough, and what is told."""

import pulumi
import pytest

from operations.run import Project
from tests.components.conftest import OTHER_PUBLISHED, Program
from tests.components.test_existing import (
    EXISTING,
    IGW,
    NAT,
    NO_FRONT,
    OTHER,
    PRIVATE_TABLE,
    PUBLIC_TABLE,
    SUBNETS,
    TOKYO,
    VPC,
    aws,
    run,
    table,
)

pytestmark = pytest.mark.slow

NOTHING: dict[str, str] = {}
ACCEPTED = {**OTHER_PUBLISHED, "acceptedPeeringId": "tgw-attach-peering"}
WORKLOAD = "172.30.0.0/16"


def test_the_private_table_is_the_vpc_s_main_one_because_nc2_writes_nowhere_else() -> None:
    program = Program("tokyo", NOTHING).run()
    (main,) = program.of_type("mainRouteTableAssociation:MainRouteTableAssociation").values()
    assert (main["vpcId"], main["routeTableId"]) == ("network-id", "network-private-ap-northeast-1a-id")
    subnets = program.of_type("ec2/routeTableAssociation:RouteTableAssociation")
    attached = program.of_type("vpcAttachment:VpcAttachment")["tgw-vpc"]["subnetIds"]
    assert {one["routeTableId"] for one in subnets.values() if one["subnetId"] in attached} == {main["routeTableId"]}
    assert program.of_type("prism:TransitVpcPrefixes")["overlay-routed"]["prefixes"] == [WORKLOAD]


GROUP, TAG = "ec2/securityGroup:SecurityGroup", "tag:nutanix:clusters:external"


def test_nc2_finds_groups_that_let_the_other_cluster_and_the_workload_s_users_in() -> None:
    office = {"connection": "vpn", "prefixes": ["192.168.64.0/18"], "asn": 65010}
    sites = Project.here().configuration()["sites"]
    device = {"onPremises": {"customerGateway": {"address": "203.0.113.10"}}}
    with_office = {name: {**site, **device} for name, site in sites.items()}
    groups = Program("tokyo", ACCEPTED).run(onPremises=office, sites=with_office).of_type(GROUP)
    replication, workload = groups["cluster-access-replication"], groups["cluster-access-workload"]
    assert replication["tags"][TAG] == workload["tags"][TAG] == ""
    ports = {(one["protocol"], one["fromPort"], one["toPort"]) for one in replication["ingress"]}
    assert {("tcp", port, port) for port in (2009, 2020, 9440)} | {("udp", 53, 53)} < ports
    # Hosts and Prism Central of both zones of the other site.
    assert {tuple(one["cidrBlocks"]) for one in replication["ingress"]} == {("10.102.2.0/23", "10.102.6.0/23")}
    (everything,) = workload["ingress"]
    assert (everything["protocol"], everything["cidrBlocks"]) == ("-1", ["10.102.0.0/16", "192.168.64.0/18"])


def test_a_cluster_s_uuid_narrows_what_the_groups_are_applied_to() -> None:
    uuid = "0005f294-0bfb-4011-916d-9b0be0000000"
    site = {**Project.here().configuration()["sites"]["tokyo"], "clusterUuid": uuid}
    groups = Program("tokyo", ACCEPTED).run(sites={"tokyo": site}).of_type(GROUP)
    replication, workload = groups["cluster-access-replication"]["tags"], groups["cluster-access-workload"]["tags"]
    assert replication[f"{TAG}:cluster-uuid"] == workload[f"{TAG}:cluster-uuid"] == uuid
    assert workload[f"{TAG}:networks"] == "10.101.4.0/24, 10.101.8.0/24"
    assert f"{TAG}:networks" not in replication


SMALL = {**Project.here().configuration()["sites"]["tokyo"], "vpcCidr": "10.101.0.0/20"}


def flow_of(program: Program) -> list[str]:
    subnets = program.of_type("ec2/subnet:Subnet")
    return [inputs["cidrBlock"] for name, inputs in subnets.items() if name.startswith("network-flow")]


def test_a_new_stack_in_a_small_vpc_has_room_for_flow_and_an_older_one_keeps_its_subnets() -> None:
    new = Program("tokyo", NOTHING).run(sites={"tokyo": SMALL})
    assert flow_of(new) == ["10.101.9.0/24", "10.101.10.0/24"]
    later = Program("tokyo", ACCEPTED, own={"vpcId": "vpc-1", **new.remembered}).run(sites={"tokyo": SMALL})
    assert flow_of(later) == flow_of(new)
    older = Program("tokyo", ACCEPTED, own={"vpcId": "vpc-1"}).run(sites={"tokyo": SMALL})
    assert flow_of(older) == ["10.101.2.0/25", "10.101.4.0/25"]
    assert "subnetPlan" not in older.remembered, "it stays the older plan"


def test_what_nutanix_does_not_support_is_refused_for_a_new_stack_and_warned_of_in_one_that_exists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = {**SMALL, "subnets": {"flow": ["10.101.9.0/25", "10.101.10.0/25"]}}
    with pytest.raises(pulumi.RunError, match=r"subnets.flow\[0\]: expected a flow subnet of /24 or larger"):
        Program("tokyo", NOTHING).run(sites={"tokyo": small})
    warned: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", lambda sentence, *_: warned.append(sentence))
    Program("tokyo", ACCEPTED, own={"vpcId": "vpc-1"}).run(sites={"tokyo": small}, peering="vpc")
    assert sum("expected a flow subnet of /24" in sentence for sentence in warned) == 2
    assert any("pairing and replication work over it" in sentence for sentence in warned)


MAIN_IS_PUBLIC = {
    "vpc": {"mainRouteTableId": PUBLIC_TABLE},
    "table_theirs-public": table({"0.0.0.0/0": IGW, "172.30.0.0/16": "eni-1"}, ["public"], "theirs-public", main=True),
}


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", lambda sentence, *_: said.append(sentence))
    return said


def test_a_table_that_nc2_does_not_write_to_is_told_with_what_to_associate(warned: list[str]) -> None:
    run({**EXISTING, "useMainRouteTable": True}, aws(**MAIN_IS_PUBLIC))
    (sentence,) = warned
    assert f"comes in by {SUBNETS['metal']} and is routed by route table {PRIVATE_TABLE}" in sentence
    assert (
        f"NC2 has written the routes of 172.30.0.0/16 into the VPC's main table, route table {PUBLIC_TABLE}" in sentence
    )
    assert f"Make {PRIVATE_TABLE} the VPC's main route table" in sentence
    assert f"or associate these subnets with {PUBLIC_TABLE}" in sentence


def test_a_route_in_nc2_s_way_is_told(warned: list[str]) -> None:
    routes = table({"0.0.0.0/0": NAT, "172.30.0.0/16": "tgw-x"}, ["metal", "pc", "flow"], main=True)
    run({**EXISTING, "useMainRouteTable": True}, aws(**{f"table_{PRIVATE_TABLE}": routes}))
    (sentence,) = warned
    assert f"route table {PRIVATE_TABLE} leads 172.30.0.0/16 to tgw-x" in sentence
    assert "is in its way: delete it" in sentence


def test_small_subnets_of_a_stack_that_exists_are_warned_of(warned: list[str]) -> None:
    own = {"vpcId": VPC}
    small = aws(subnet_flow={"cidrBlock": "10.101.4.0/25"})
    Program("tokyo", OTHER, aws=small, own=own).run(sites={"tokyo": {**TOKYO, "existing": EXISTING}}, **NO_FRONT)
    assert any("expected a flow subnet of /24 or larger" in sentence and "goes on" in sentence for sentence in warned)


SHARED_TABLE = {
    "table_theirs-public": table({"0.0.0.0/0": IGW}, ["public", "pc"], "theirs-public"),
    "table_rtb-2": table({"0.0.0.0/0": NAT}, ["metal", "flow"]),
}


def test_public_subnets_without_a_road_to_the_other_site_need_a_table_of_their_own() -> None:
    apart = {"publicSubnetsReachOtherSite": False, "natGateways": "none"}
    with pytest.raises(pulumi.RunError) as refused:
        run(EXISTING, aws(**SHARED_TABLE), apart)
    assert "existing.subnetIds.pc[0]: expected a subnet whose route table no public subnet uses" in str(refused.value)
    program = run(EXISTING, site=apart)
    tables = {route["routeTableId"] for route in program.of_type("ec2/route:Route").values()}
    assert tables == {"rtb-2"}
