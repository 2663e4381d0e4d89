"""What the program registers, by configuration and by what the other stack has published."""

from typing import Any

import pytest
from pulumi.runtime.mocks import MockMonitor

from operations.run import Project
from tests.components.conftest import OTHER_PUBLISHED, Program

pytestmark = pytest.mark.slow

NOTHING: dict[str, str] = {}
REQUESTED = {**OTHER_PUBLISHED, "requestedPeeringId": "tgw-attach-peering"}
ACCEPTED = {**OTHER_PUBLISHED, "acceptedPeeringId": "tgw-attach-peering"}
WORKLOAD = "172.30.0.0/16"
TGW_ROUTE = "ec2transitgateway/route:Route"
REFERENCE = "prefixListReference:PrefixListReference"


def test_a_site_alone_makes_everything_but_what_needs_the_other() -> None:
    program = Program("tokyo", NOTHING).run()
    assert len(program.of_type("ec2/subnet:Subnet")) == 8
    assert program.of_type("peeringAttachment:PeeringAttachment") == {}
    assert program.of_type("prism:RecoveryPlan") == {}
    assert set(program.of_type(REFERENCE)) == {"workload"}, "the workload is here and needs no peering"
    assert program.of_type(TGW_ROUTE) == {}


def test_the_home_site_asks_for_the_peering_and_makes_policy_and_plan_once_the_other_stands() -> None:
    program = Program("tokyo", OTHER_PUBLISHED).run()
    asked = program.of_type("peeringAttachment:PeeringAttachment")["peering-tgw"]
    assert (asked["peerTransitGatewayId"], asked["peerRegion"]) == ("tgw-other", "ap-northeast-3")
    plan = program.of_type("prism:RecoveryPlan")["protection-plan"]
    assert plan["network_mappings"][0]["recovery"]["vpc_id"] == "overlay-other"


def test_what_is_in_no_stage_comes_last_and_is_never_left_behind() -> None:
    stages = [{"category": {"key": "StartOrder", "value": "Databases"}, "delaySeconds": 30}]
    program = Program("tokyo", OTHER_PUBLISHED).run(protection={"stages": stages})
    plan = program.of_type("prism:RecoveryPlan")["protection-plan"]
    assert [(len(stage["category_ids"]), stage["delay_seconds"]) for stage in plan["stages"]] == [(1, 30), (1, 0)]
    protected = program.of_type("prism:ProtectionPolicy")["protection-policy"]["category_ids"]
    assert plan["stages"][-1]["category_ids"] == protected


def test_the_other_site_accepts_and_makes_no_twin_of_policy_or_plan() -> None:
    program = Program("osaka", REQUESTED).run()
    accepted = program.of_type("peeringAttachmentAccepter:PeeringAttachmentAccepter")["peering-tgw"]
    assert accepted["transitGatewayAttachmentId"] == "tgw-attach-peering"
    for kind in ("prism:RecoveryPlan", "prism:ProtectionPolicy", "prism:Category"):
        assert program.of_type(kind) == {}


@pytest.mark.parametrize(
    ("stack", "other", "active", "attachment"),
    [
        ("tokyo", ACCEPTED, "tokyo", "tgw-vpc-id"),
        ("tokyo", ACCEPTED, "osaka", "peering-tgw-id"),
        ("osaka", REQUESTED, "tokyo", "peering-tgw-id"),
        ("osaka", REQUESTED, "osaka", "tgw-vpc-id"),
    ],
)
def test_the_workload_s_route_follows_the_active_site(
    stack: str, other: dict[str, str], active: str, attachment: str
) -> None:
    program = Program(stack, other).run(activeRegion=active)
    assert program.of_type(REFERENCE)["workload"]["transitGatewayAttachmentId"] == attachment
    prefixes = program.of_type("managedPrefixList:ManagedPrefixList")["workload"]
    assert ([entry["cidr"] for entry in prefixes["entries"]], prefixes["maxEntries"]) == ([WORKLOAD], 1)


@pytest.mark.parametrize(
    ("stack", "other"), [("tokyo", NOTHING), ("tokyo", OTHER_PUBLISHED), ("osaka", OTHER_PUBLISHED)]
)
def test_a_route_over_a_peering_that_cannot_carry_it_is_left_out(stack: str, other: dict[str, str]) -> None:
    active = "osaka" if stack == "tokyo" else "tokyo"
    program = Program(stack, other).run(activeRegion=active)
    assert program.of_type(TGW_ROUTE) == program.of_type(REFERENCE) == {}


def test_a_flip_changes_the_failover_the_targets_and_the_workload_s_routes_and_nothing_else() -> None:
    def inputs(active: str) -> dict[str, Any]:
        return {r.name: dict(r.inputs) for r in Program("osaka", REQUESTED).run(activeRegion=active).resources}

    before, after = inputs("tokyo"), inputs("osaka")
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"failover", "targets", "targets-floating-ips", "workload"}


def test_the_failover_hears_what_the_other_stack_has_published_and_the_options_of_the_flip() -> None:
    accepted = {"flip": 2, "risks": ["stale-recovery-point"]}
    said = {**REQUESTED, "generation": "1", "activeSite": "tokyo"}
    program = Program("osaka", said).run(
        failoverMode="unplanned", instantRestore="true", flipNumber="2", acceptedRisks=accepted
    )
    failover = program.of_type("prism:Failover")["failover"]
    assert failover["others"] == {"generation": 1, "active_site": "tokyo"}
    assert failover["accepted_risks"] == accepted
    assert (failover["instant_restore"], failover["live_migrate"], failover["flip_number"]) == (True, False, 2)
    assert failover["rpo_seconds"] == 3600
    assert "others" not in Program("osaka", REQUESTED).run().of_type("prism:Failover")["failover"]


def test_only_a_static_route_that_aws_holds_once_is_deleted_before_its_successor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first: dict[str, bool] = {}
    register: Any = MockMonitor.RegisterResource

    def noted(self: MockMonitor, request: Any) -> Any:
        first[request.type] = first.get(request.type, False) or request.deleteBeforeReplace
        return register(self, request)

    monkeypatch.setattr(MockMonitor, "RegisterResource", noted)
    Program("tokyo", ACCEPTED).run()
    routes = ("ec2transitgateway/route:Route", "ec2transitgateway/prefixListReference:PrefixListReference")
    assert [first[f"aws:{kind}"] for kind in (*routes, "ec2/route:Route")] == [True, False, False]


def test_every_subnet_has_a_route_table_of_its_own_kind() -> None:
    program = Program("tokyo", NOTHING).run()
    associated = {
        inputs["subnetId"] for inputs in program.of_type("ec2/routeTableAssociation:RouteTableAssociation").values()
    }
    assert {f"{name}-id" for name in program.of_type("ec2/subnet:Subnet")} <= associated


def test_more_zones_with_a_nat_gateway_each() -> None:
    zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    site = {
        "region": "eu-west-1",
        "availabilityZones": zones,
        "vpcCidr": "10.40.0.0/20",
        "asn": 4200000001,
        "prismCentral": "pc-dublin",
        "cluster": "nc2-dublin",
        "natGateways": "per-az",
    }
    program = Program("tokyo", NOTHING).run(sites={"tokyo": site})
    assert len(program.of_type("ec2/subnet:Subnet")) == 12
    assert len(program.of_type("natGateway:NatGateway")) == 3
    attachment = program.of_type("vpcAttachment:VpcAttachment")["tgw-vpc"]
    assert attachment["subnetIds"] == [f"network-metal-{zone}-id" for zone in zones]
    private = program.of_type("ec2/routeTableAssociation:RouteTableAssociation")
    assert private["network-flow-eu-west-1b"]["routeTableId"] == "network-private-eu-west-1b-id"


def test_vpc_peering_leads_to_the_other_vpc_and_to_nothing_behind_it() -> None:
    program = Program("tokyo", ACCEPTED).run(peering="vpc", activeRegion="osaka")
    assert program.of_type(TGW_ROUTE) == program.of_type(REFERENCE) == {}
    routes = program.of_type("ec2/route:Route")
    assert routes["vpc-routes-public-10.102.0.0/16"]["vpcPeeringConnectionId"] == "peering-vpc-id"


def test_without_a_peering_nothing_waits_for_one() -> None:
    program = Program("osaka", OTHER_PUBLISHED).run(peering="none", activeRegion="osaka")
    assert program.of_type(TGW_ROUTE) == {}
    assert set(program.of_type(REFERENCE)) == {"workload"}


@pytest.mark.parametrize(("platform", "attachment"), [("ec2", "tgw-ec2-id"), ("nc2", "tgw-vpc-id")])
def test_the_ec2_vpc_is_attached_until_the_cut_over(platform: str, attachment: str) -> None:
    vpc = {"site": "tokyo", "cidr": "172.30.0.0/16", "availabilityZones": ["ap-northeast-1a"]}
    program = Program("tokyo", ACCEPTED)
    program.run(workloadPlatform=platform, ec2Vpc=vpc)
    assert program.of_type(REFERENCE)["workload"]["transitGatewayAttachmentId"] == attachment
    assert len(program.of_type("vpcAttachment:VpcAttachment")) == (2 if platform == "ec2" else 1)


@pytest.mark.parametrize("stack", ["tokyo", "osaka"])
def test_a_stack_has_one_aws_provider_of_its_own_region_whoever_is_active(stack: str) -> None:
    region = {"tokyo": "ap-northeast-1", "osaka": "ap-northeast-3"}[stack]
    for active in ("tokyo", "osaka"):
        program = Program(stack, ACCEPTED if stack == "tokyo" else REQUESTED).run(activeRegion=active)
        assert [inputs["region"] for inputs in program.of_type("pulumi:providers:aws").values()] == [region]
        assert all(r.provider for r in program.resources if r.typ.startswith("aws:")), "no default provider beside it"


def test_a_stack_stays_small() -> None:
    assert len(Program("tokyo", ACCEPTED).run().resources) < 150


@pytest.mark.parametrize(
    ("stack", "other", "side"), [("tokyo", ACCEPTED, "requester"), ("osaka", REQUESTED, "accepter")]
)
def test_each_side_of_a_vpc_peering_lets_the_other_resolve_its_host_names(
    stack: str, other: dict[str, str], side: str
) -> None:
    program = Program(stack, other).run(peering="vpc")
    options = program.of_type("peeringConnectionOptions:PeeringConnectionOptions")["peering-vpc"]
    assert options[side] == {"allowRemoteVpcDnsResolution": True}
    assert not options.get({"requester": "accepter", "accepter": "requester"}[side])


def test_gateway_endpoints_are_in_every_route_table_of_the_site() -> None:
    program = Program("tokyo", NOTHING).run()
    associations = program.of_type("vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation")
    tables = {f"{name}-id" for name in program.of_type("ec2/routeTable:RouteTable")}
    for service in ("s3", "dynamodb"):
        ids = {a["routeTableId"] for a in associations.values() if a["vpcEndpointId"] == f"network-{service}-id"}
        assert ids == tables


def test_the_bucket_for_flow_logs_is_closed_encrypted_and_forgets() -> None:
    def account(_: Any) -> dict[Any, Any]:
        return {"id": "x", "accountId": "123456789012"}

    site = {**Project.here().configuration()["sites"]["tokyo"], "flowLogs": {"retentionDays": 30}}
    program = Program("tokyo", NOTHING, aws=account).run(sites={"tokyo": site})
    name = "network-flow-logs"
    closed = program.of_type("bucketPublicAccessBlock:BucketPublicAccessBlock")[name]
    assert all(closed[key] for key in ("blockPublicAcls", "blockPublicPolicy", "restrictPublicBuckets"))
    rules = program.of_type("bucketLifecycleConfiguration:BucketLifecycleConfiguration")[name]["rules"]
    assert [rule["expiration"]["days"] for rule in rules] == [30]
    assert program.of_type("ec2/flowLog:FlowLog")[name]["trafficType"] == "ALL"


def test_a_site_s_tags_are_on_everything_and_a_peering_inside_one_region_bears_the_home_site_s() -> None:
    sites = Project.here().configuration()["sites"]
    place = {"region": "ap-northeast-1", "availabilityZones": ["ap-northeast-1c", "ap-northeast-1d"]}
    tagged = {
        "tokyo": {**sites["tokyo"], "tags": {"Owner": "east"}},
        "osaka": {**sites["osaka"], **place, "tags": {"Owner": "west"}},
    }
    program = Program("osaka", REQUESTED).run(sites=tagged)
    assert program.of_type("ec2/vpc:Vpc")["network"]["tags"] == {"Owner": "west", "Name": "nc2-osaka-vpc"}
    accepter = program.of_type("peeringAttachmentAccepter:PeeringAttachmentAccepter")["peering-tgw"]
    assert accepter["tags"] == {"Owner": "east", "Name": "nc2-tokyo-osaka-tgw-peering"}


def test_the_test_network_has_the_overlay_s_subnets_and_no_way_out() -> None:
    program = Program("tokyo", OTHER_PUBLISHED).run()
    vpc = program.of_type("prism:Vpc")["overlay-test-vpc"]
    assert (vpc["external_subnet_ids"], vpc["externally_routable_prefixes"]) == ([], [])
    subnets = program.of_type("prism:OverlaySubnet").values()
    addresses = {(subnet["cidr"], subnet["gateway"]) for subnet in subnets}
    assert (len(subnets), len(addresses)) == (2, 1)
    assert {route["vpc_id"] for route in program.of_type("prism:Route").values()} == {"overlay-vpc-id"}


def test_tests_of_the_plan_lead_to_the_test_networks_once_the_other_site_has_one() -> None:
    without = Program("tokyo", OTHER_PUBLISHED).run().of_type("prism:RecoveryPlan")["protection-plan"]
    assert without["network_mappings"][0].keys() == {"primary", "recovery"}
    other = {**OTHER_PUBLISHED, "overlayTestVpcId": "test-other"}
    (mapping,) = Program("tokyo", other).run().of_type("prism:RecoveryPlan")["protection-plan"]["network_mappings"]
    assert {end: network["vpc_id"] for end, network in mapping.items()} == {
        "primary": "overlay-vpc-id",
        "recovery": "overlay-other",
        "primary_test": "overlay-test-vpc-id",
        "recovery_test": "test-other",
    }
    assert mapping["recovery_test"]["subnet_name"] == f"{mapping['recovery']['subnet_name']}-test"
