"""What a failover needs, each missing thing found and named, and nothing passed that was not looked at."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from operations.cli.readiness import document
from operations.look import Check, Status, Survivor, exit_code, text, worst
from operations.readiness import (
    aws_routes,
    drill_network,
    hosted_zone,
    look,
    pairing,
    plan_validation,
    recovery,
    role,
    service_quotas,
)
from operations.readiness.service_quotas import judged
from operations.readiness.state_backend import backend_check, secrets_check
from operations.run import Project
from prism import Reference
from prism.clustermgmt import Clusters
from prism.dataprotection import RecoveryPlanJobs, RecoveryPoints
from prism.networking import Subnets
from prism.vmm import Nic, Vm, Vms
from simulator.aws import serve
from simulator.aws.base import SURROUNDINGS
from tests.operations._estate import HOME, OTHER, Estate

pytestmark = pytest.mark.slow

AT_RISK = "ap-northeast-1"


def bad(checks: list[Check]) -> dict[str, tuple[str, Status]]:
    return {check.name: (check.subject, check.status) for check in checks if check.status is not Status.PASS}


def prism(sites: Estate) -> list[Check]:
    survivor = sites.survivor()
    found = (module.look(survivor) for module in (role, pairing, recovery, plan_validation, drill_network))
    return [check for checks in found for check in checks]


def test_a_site_that_could_take_over_passes_every_check_of_prism(sites: Estate) -> None:
    checks = prism(sites)
    assert bad(checks) == {}
    assert {check.subject for check in checks if check.name == "replication age"} == {"web-1", "web-2", "db-1"}
    assert {job.action_type for job in RecoveryPlanJobs(sites.client(OTHER)).list()} == {"VALIDATE"}
    assert list(Vms(sites.client(OTHER)).list()) == []


def test_the_foreseen_failover_is_in_the_json_with_its_vms_and_routes(sites: Estate) -> None:
    survivor = sites.survivor()
    assert json.loads(document(survivor, []))["foreseen"] is None, "nobody has asked for it yet"
    recovery.look(survivor)
    told = json.loads(document(survivor, []))["foreseen"]
    assert {vm["name"] for vm in told["recovered"]} == {"web-1", "web-2", "db-1"}
    assert all(vm["recoveryPoint"] and vm["recoveryPointTime"] for vm in told["recovered"])
    prefixes = survivor.model.overlay.externally_routable_prefixes
    assert told["routes"] == [
        {"what": str(prefix), "from": "transit-gateway-peering", "to": "nc2-vpc"} for prefix in prefixes
    ]


def test_an_old_recovery_point_fails_and_names_its_machine(sites: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    later = next(iter(RecoveryPoints(sites.client(OTHER)).list())).creation_time
    assert later is not None
    monkeypatch.setattr("providers.recovery.when.now", lambda: later.replace(year=later.year + 1))
    found = [check for check in prism(sites) if check.name == "replication age"]
    assert [check.status for check in found] == [Status.FAIL] * 3
    assert all("(RPO 60 min)" in check.what_to_do for check in found)


def test_a_lost_link_warns_and_says_what_is_left(sites: Estate) -> None:
    sites.world.set_links({HOME: "down"})
    found = bad(prism(sites))
    assert found["pairing"] == (HOME, Status.WARN)
    assert found["plan validation"][1] is Status.WARN


def test_an_address_that_something_else_holds_fails_twice_over(sites: Estate) -> None:
    client = sites.client(OTHER)
    subnet = next(subnet for subnet in Subnets(client).list() if subnet.name == "workload-172-30-1")
    cluster = next(cluster for cluster in Clusters(client).list() if not cluster.is_prism_central)
    nic = Nic.static(subnet.id, "172.30.1.34")
    Vms(client).create(Vm(name="printer", cluster=Reference(ext_id=cluster.id), nics=[nic]))
    found = bad(prism(sites))
    assert found["IP conflicts"] == ("web-1", Status.FAIL)
    assert found["plan validation"][1] is Status.FAIL


def test_without_a_test_network_nobody_can_drill(sites: Estate) -> None:
    sites.changes = {"overlay": {"testVpc": None}}
    assert bad(prism(sites)) == {"test network": (OTHER, Status.WARN)}


def test_the_active_site_is_not_taken_for_ready(sites: Estate) -> None:
    sites.changes = {"activeRegion": OTHER}
    found = bad(prism(sites))
    assert found["role"] == (OTHER, Status.WARN)
    assert found["VMs"] == (OTHER, Status.WARN)
    assert found["plan validation"] == (OTHER, Status.WARN)


def test_a_check_that_raises_fails_with_its_reason_and_one_that_hangs_costs_its_own_deadline_only(
    sites: Estate,
) -> None:
    never = threading.Event()

    def raises(_: Survivor) -> list[Check]:
        raise OSError("the cable is out")

    def hangs(_: Survivor) -> list[Check]:
        never.wait()
        return []

    def works(_: Survivor) -> list[Check]:
        return [Check.of("works", "x", "yes", good=True)]

    def silent(_: Survivor) -> list[Check]:
        return []

    made = {"hangs": hangs, "raises": raises, "silent": silent, "works": works}
    checks = look(sites.survivor(), made, seconds=0.5)
    never.set()
    assert [(check.name, check.status) for check in checks] == [
        ("hangs", Status.FAIL),
        ("raises", Status.FAIL),
        ("silent", Status.WARN),
        ("works", Status.PASS),
    ]
    assert "no answer within" in checks[0].found
    assert checks[1].found == "the cable is out"


@pytest.fixture
def aws(sites: Estate) -> Iterator[Estate]:
    with serve() as endpoint:
        requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()  # what other tests left behind
        sites.aws = endpoint
        yield sites


def test_quotas_are_held_against_what_is_there(aws: Estate) -> None:
    found = {check.name: check for check in service_quotas.look(aws.survivor())}
    assert found["quota of VPCs"].status is Status.PASS
    assert found["quota of VPCs"].found == "1 of 5 used"
    assert all(check.status is not Status.FAIL for check in found.values())


PILOT = {"mode": "pilot-light", "nodeType": "i4i.metal", "standbyNodes": 3, "activeNodes": 6}


@pytest.mark.parametrize(("granted", "status"), [(384, Status.PASS), (383, Status.FAIL)])
def test_the_nodes_that_a_failover_adds_are_held_against_the_quota_of_vcpus(
    aws: Estate, monkeypatch: pytest.MonkeyPatch, granted: int, status: Status
) -> None:
    monkeypatch.setitem(SURROUNDINGS.quotas, "L-1216C47A", granted)
    sites = Project.here().configuration(OTHER)["sites"]
    aws.changes = {"sites": {OTHER: sites[OTHER] | {"compute": PILOT}}}
    found = {check.name: check for check in service_quotas.look(aws.survivor())}["quota of vCPUs"]
    assert (found.status, found.found) == (status, f"0 of {granted} vCPUs used")
    assert found.expected == "384 left for 3 more nodes"


@pytest.mark.parametrize(("kind", "status"), [("i4i.metal", Status.PASS), ("z1d.metal", Status.FAIL)])
def test_a_type_of_nodes_that_aws_does_not_have_in_the_zone_fails(aws: Estate, kind: str, status: Status) -> None:
    sites = Project.here().configuration(OTHER)["sites"]
    aws.changes = {"sites": {OTHER: sites[OTHER] | {"compute": PILOT | {"nodeType": kind}}}}
    found = {check.name: check for check in service_quotas.look(aws.survivor())}["type of nodes in the zone"]
    assert (found.status, found.expected) == (status, "offered in ap-northeast-3a")


def test_a_vpc_that_is_not_attached_fails(aws: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Survivor, "outputs", {"vpcId": "vpc-1", "transitGatewayRouteTableId": "tgw-rtb-1"})
    found = {check.name: check.status for check in aws_routes.look(aws.survivor())}
    assert found == {"attachment": Status.FAIL, "peering": Status.WARN, "route": Status.FAIL}


def test_a_static_route_that_hides_the_prefix_list_fails(aws: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    ec2, survivor = aws.survivor().aws("ec2"), aws.survivor()
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    table = gateway["Options"]["AssociationDefaultRouteTableId"]
    monkeypatch.setattr(Survivor, "outputs", {"vpcId": "vpc-1", "transitGatewayRouteTableId": table})
    (prefix,) = map(str, survivor.model.overlay.externally_routable_prefixes)
    made = ec2.create_managed_prefix_list(
        PrefixListName="w", AddressFamily="IPv4", MaxEntries=1, Entries=[{"Cidr": prefix}]
    )["PrefixList"]["PrefixListId"]
    key = {"TransitGatewayRouteTableId": table}
    ec2.create_transit_gateway_prefix_list_reference(**key, PrefixListId=made, Blackhole=True)
    assert not [check for check in aws_routes.look(survivor) if "hides" in check.found]
    ec2.create_transit_gateway_route(**key, DestinationCidrBlock=prefix, Blackhole=True)
    (hidden,) = [check for check in aws_routes.look(survivor) if "hides" in check.found]
    assert (hidden.subject, hidden.status) == (prefix, Status.FAIL)


@pytest.mark.parametrize(("used", "status"), [(4, Status.PASS), (5, Status.WARN), (6, Status.FAIL)])
def test_a_quota_that_is_used_up_warns_and_one_that_is_passed_fails(used: int, status: Status) -> None:
    assert judged("quota of VPCs", "ap-northeast-3", used, 5.0).status is status


@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        ("s3://state?region=us-west-2", Status.PASS, "in us-west-2"),
        ("s3://state/dr?region=ap-northeast-1&awssdk=v2", Status.WARN, "in ap-northeast-1"),
        ("s3://state", Status.WARN, "does not say its region"),
        ("file:///root/state", Status.WARN, "on this computer"),
        ("", Status.WARN, "outside of both sites"),
        ("https://api.pulumi.com", Status.WARN, "outside of both sites"),
        ("gs://state", Status.WARN, "does not say its region"),
    ],
)
def test_where_the_state_lies(url: str, status: Status, words: str) -> None:
    check = backend_check(url, AT_RISK)
    assert (check.status, words in check.found) == (status, True)


@pytest.mark.parametrize(
    ("settings", "status", "words"),
    [
        ({"secretsprovider": "awskms://alias/dr?region=us-west-2"}, Status.PASS, "awskms in us-west-2"),
        ({"secretsprovider": "awskms://alias/dr?region=ap-northeast-1"}, Status.WARN, "awskms in ap-northeast-1"),
        (
            {"secretsprovider": "awskms:///arn:aws:kms:ap-northeast-1:123456789012:key/1"},
            Status.WARN,
            "awskms in ap-northeast-1",
        ),
        ({"secretsprovider": "awskms://alias/dr"}, Status.WARN, "without a region"),
        ({"encryptionsalt": "v1:..."}, Status.WARN, "a passphrase"),
        ({"secretsprovider": "gcpkms://projects/x"}, Status.WARN, "does not say a region"),
    ],
)
def test_which_key_the_secrets_need(settings: dict[str, Any], status: Status, words: str) -> None:
    check = secrets_check(settings, OTHER, AT_RISK)
    assert (check.status, words in check.found) == (status, True)


def test_a_password_in_a_backend_s_url_is_not_shown() -> None:
    assert "hunter2" not in json.dumps(backend_check("s3://user:hunter2@state", AT_RISK).values())


@pytest.mark.parametrize(
    ("found", "strict", "code"),
    [
        ([], False, 0),
        ([Status.PASS, Status.WARN], False, 0),
        ([Status.PASS, Status.WARN], True, 2),
        ([Status.WARN, Status.FAIL], False, 1),
    ],
)
def test_the_exit_code(found: list[Status], strict: bool, code: int) -> None:
    assert exit_code([Check("c", status, "s", "f") for status in found], strict=strict) == code


def test_the_table_says_what_to_do_and_a_long_finding_whole_below_it() -> None:
    long = "a reason " * 20
    checks = [Check("one", Status.PASS, "osaka", "fine"), Check("two", Status.FAIL, "osaka", long, "", "Do this.")]
    told = text(checks)
    assert worst(checks) is Status.FAIL
    assert f"fail: two of osaka: {long.rstrip('.')}. Do this." in told
    assert max(map(len, told.split("\n\n")[0].splitlines())) < 120


def test_a_zone_without_accelerated_recovery_warns_and_one_with_it_passes(
    aws: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    dns = aws.survivor().model.dns
    assert dns is not None
    assert dns.zone is not None
    assert [check.status for check in hosted_zone.look(aws.survivor())] == [Status.WARN], "there is no zone yet"
    client = aws.survivor().aws("route53")
    zone = client.create_hosted_zone(Name=dns.zone, CallerReference="1")["HostedZone"]["Id"]
    (check,) = hosted_zone.look(aws.survivor())
    assert (check.status, check.found) == (Status.WARN, "DISABLED")
    assert "dns.acceleratedRecovery: true" in check.what_to_do
    monkeypatch.setattr("simulator.aws.dns.accelerated_recovery.SECONDS", 3600)
    client.update_hosted_zone_features(HostedZoneId=zone, EnableAcceleratedRecovery=True)
    (check,) = hosted_zone.look(aws.survivor())
    assert (check.status, check.found) == (Status.WARN, "ENABLING")
    assert "in some minutes" in check.what_to_do
    monkeypatch.setattr("simulator.aws.dns.accelerated_recovery.SECONDS", 0)
    assert [check.status for check in hosted_zone.look(aws.survivor())] == [Status.PASS]


def test_a_private_zone_cannot_have_it() -> None:
    check = hosted_zone.judged("www.shop.example", {"Config": {"PrivateZone": True}}, ours=False)
    assert (check.status, "private" in check.found) == (Status.WARN, True)
