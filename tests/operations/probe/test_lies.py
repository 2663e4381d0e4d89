"""A site that does not behave as assumed: each lie is seen, by the row that it concerns, and by no other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest

from operations.probe import SERVICES, Site, Verdict, differences, document, look, read
from simulator.aws import serve
from simulator.console import Estate as ConsoleEstate
from simulator.console import serve as serve_console
from simulator.console.api import ConsoleApi
from simulator.prism.http import Api, Reply, Request
from tests.operations._estate import HOME, OTHER, Estate

pytestmark = pytest.mark.slow

Json = dict[str, Any]
_TURNS = count()
Lie = Callable[[Request, Reply], None]
"""Changes a reply that the simulator has given."""


def of(path: str, method: str = "GET") -> Callable[[Callable[[Any], None]], Lie]:
    """A lie about the `data` of answers to requests whose path ends so."""

    def made(change: Callable[[Any], None]) -> Lie:
        def lie(request: Request, reply: Reply) -> None:
            if request.method == method and request.path.endswith(path):
                change(reply.body.get("data") or ([] if method == "GET" else reply.body))

        return lie

    return made


def totals_ignore_the_filter(request: Request, reply: Reply) -> None:
    if request.path.endswith("/vms") and "filter" in request.query:
        reply.body["metadata"]["totalAvailableResults"] = 3


def order_is_ignored(request: Request, reply: Reply) -> None:
    if request.path.endswith("/recovery-points") and "orderby" in request.query:
        reply.body.get("data", []).sort(key=lambda one: str(one["extId"]), reverse=True)


def a_gateway_has_another_clock(_: Request, reply: Reply) -> None:
    reply.headers["Date"] = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)


@of("/config/tasks")
def operations_have_other_words(tasks: list[Json]) -> None:
    for task in tasks:
        task["operation"] = str(task.get("operation")).replace("CreateVpc", "NetworkCreate")


@of("/vm-recovery-points")
def points_show_no_nics(points: list[Json]) -> None:
    for point in points:
        point["vm"].pop("nics", None)


@of("/config/recovery-points")
def points_have_names_of_their_own(points: list[Json]) -> None:
    for point in points:
        for one in point.get("vmRecoveryPoints") or []:
            one["name"] = "snap-0001"


@of("/availability_zones/list", "POST")
def zones_have_urls(answer: Json) -> None:
    for zone in answer["entities"]:
        zone["status"]["resources"]["management_url"] = "https://pc.example:9440"


def every_list_is_turned_further(request: Request, reply: Reply) -> None:
    plain = request.path.endswith("/vms") and "filter" not in request.query and "orderby" not in request.query
    if plain and request.method == "GET":
        # Other probes list VMs at the same time: of any few lists no two are alike.
        rows = reply.body["data"]
        turn = next(_TURNS) % max(len(rows), 1)
        rows[:] = [*rows[turn:], *rows[:turn]]


LIES: dict[str, tuple[Lie, set[str]]] = {
    "totals-ignore-filters": (totals_ignore_the_filter, {"listing-totals"}),
    "no-order-is-kept": (every_list_is_turned_further, {"listing-totals"}),
    "order-is-ignored": (order_is_ignored, {"order-by-id"}),
    "clock-of-a-gateway": (a_gateway_has_another_clock, {"date-is-its-own-clock"}),
    "other-operations": (operations_have_other_words, {"task-operations"}),
    "points-without-nics": (points_show_no_nics, {"points-show-vms"}),
    "points-of-other-names": (points_have_names_of_their_own, {"recovery-point-names"}),
    "zones-with-urls": (zones_have_urls, {"v3-plans"}),
}


def told(lie: Lie, monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulator answers with the lie from now on."""
    honest = Api.handle

    def handle(api: Api, request: Request) -> Reply:
        reply = honest(api, request)
        # As it goes over the wire: a lie changes this answer and nothing that the simulator knows.
        reply.body = json.loads(json.dumps(reply.body)) if reply.body is not None else None
        if reply.body is not None and reply.status < 300:
            lie(request, reply)
        return reply

    monkeypatch.setattr(Api, "handle", handle)


def contradicted(site: Site, scratch: bool = False, of: str = "Prism Central") -> set[str]:
    findings, _ = look(site, with_scratch=scratch, services=[one for one in SERVICES if one.name == of])
    return {one.assumption.id for one in findings if one.seen.verdict is Verdict.CONTRADICTED}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_of_prism_central_is_seen(sites: Estate, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    lie, seen = LIES[name]
    # Replicated points are at the site that did not make them, VMs and their points at the one that did.
    site = OTHER if name == "points-without-nics" else HOME
    told(lie, monkeypatch)
    assert contradicted(Site(sites.survivor(site))) == seen


def descriptions_are_cut(request: Request, reply: Reply) -> None:
    data = reply.body.get("data")
    if request.method == "GET" and "/vms/" in request.path and isinstance(data, dict) and "description" in data:
        data["description"] = data["description"][:255]


def jobs_are_not_named(request: Request, reply: Reply) -> None:
    data = reply.body.get("data")
    if "/config/tasks/" in request.path and data.get("operation") == "ValidateRecoveryPlan":
        data.pop("entitiesAffected", None)
        data.pop("completionDetails", None)


def plans_are_not_named(request: Request, reply: Reply) -> None:
    data = reply.body.get("data")
    if "/config/tasks/" in request.path and data.get("operation") == "CreateRecoveryPlan":
        data["entitiesAffected"] = [{"rel": "datapolicies:config:plan", "extId": "1"}]


def macs_are_new(request: Request, reply: Reply) -> None:
    data = reply.body.get("data")
    if request.method == "GET" and "/vms/" in request.path and isinstance(data, dict):
        for nic in data.get("nics") or []:
            nic["nicBackingInfo"]["macAddress"] = f"50:6b:8d:00:00:{int(nic['extId'][:2], 16):02x}"


LIES_OF_SCRATCH: dict[Lie, str] = {
    descriptions_are_cut: "description-length",
    jobs_are_not_named: "task-names-job",
    plans_are_not_named: "task-names-plan",
    macs_are_new: "hot-nics",
}
TEN = {*LIES_OF_SCRATCH.values(), *(row for _, rows in LIES.values() for row in rows)} - {"points-show-vms"}
"""The rows that lies at the site with the VMs concern. Replicated points are at the other one."""


@pytest.mark.parametrize(("lie", "seen"), LIES_OF_SCRATCH.items(), ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_lie_about_scratch_objects_is_seen(
    sites: Estate, monkeypatch: pytest.MonkeyPatch, lie: Lie, seen: str
) -> None:
    told(lie, monkeypatch)
    assert contradicted(Site(sites.survivor()), scratch=True) == {seen}


def test_a_simulator_that_lies_in_ten_ways_at_once_is_seen_in_each_and_told_apart_from_the_other(
    sites: Estate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    services = [one for one in SERVICES if one.name == "Prism Central"]
    honest, left = look(Site(sites.survivor(OTHER)), with_scratch=True, services=services)
    assert (left, [one for one in honest if one.seen.verdict is Verdict.CONTRADICTED]) == ([], [])
    shared = tmp_path / "osaka.json"
    shared.write_text(document(honest, []))
    for lie, _ in LIES.values():
        told(lie, monkeypatch)
    for lie in LIES_OF_SCRATCH:
        told(lie, monkeypatch)
    findings, _ = look(Site(sites.survivor(HOME)), with_scratch=True, services=services)
    found = {one.assumption.id for one in findings if one.seen.verdict is Verdict.CONTRADICTED}
    assert found == TEN
    apart = [line for line in differences(findings, read(shared)) if "here contradicted" in line]
    # The honest site has no recovery points of VMs that are there, so it saw none of their names.
    assert {line.partition(":")[0] for line in apart} == TEN - {"recovery-point-names"}


def test_a_category_in_use_that_is_deleted_is_seen(sites: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Api.handle

    def handle(api: Api, request: Request) -> Reply:
        reply = honest(api, request)
        careless = request.method == "DELETE" and "/categories/" in request.path and reply.status >= 400
        return Reply(204) if careless else reply

    monkeypatch.setattr(Api, "handle", handle)
    assert contradicted(Site(sites.survivor()), scratch=True) == {"in-use-is-kept"}


@pytest.fixture
def region(sites: Estate, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Estate, Any]]:
    # Hundreds of machine images, made anew: no test here looks at one.
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    with serve() as endpoint:
        sites.aws = endpoint
        yield (
            sites,
            boto3.client(
                "ec2",
                region_name="ap-northeast-3",
                endpoint_url=endpoint,
                aws_access_key_id="testing",
                aws_secret_access_key="testing",
            ),
        )


def test_tags_of_nc2_with_another_prefix_are_seen(region: tuple[Estate, Any]) -> None:
    sites, ec2 = region
    vpc = ec2.create_vpc(CidrBlock="10.120.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.120.1.0/24")["Subnet"]["SubnetId"]
    ec2.create_tags(Resources=[subnet], Tags=[{"Key": "nutanix:clusters:id", "Value": "1"}])
    assert contradicted(Site(sites.survivor(), vpc), of="AWS") == set()
    ec2.create_tags(Resources=[subnet], Tags=[{"Key": "nc2-cluster", "Value": "1"}])
    assert contradicted(Site(sites.survivor(), vpc), of="AWS") == {"nc2-needs-no-tags"}


def test_routes_of_a_prefix_list_of_another_type_are_seen(
    region: tuple[Estate, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    sites, ec2 = region
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    table = gateway["Options"]["AssociationDefaultRouteTableId"]
    made = ec2.create_managed_prefix_list(
        PrefixListName="w", AddressFamily="IPv4", MaxEntries=1, Entries=[{"Cidr": "172.30.0.0/16"}]
    )
    key = {"TransitGatewayRouteTableId": table, "PrefixListId": made["PrefixList"]["PrefixListId"]}
    ec2.create_transit_gateway_prefix_list_reference(**key, Blackhole=True)
    assert contradicted(Site(sites.survivor()), of="AWS") == set()
    monkeypatch.setattr("simulator.aws.transit_gateway.prefix_lists.ROUTE_TYPE", "static")
    assert contradicted(Site(sites.survivor()), of="AWS") == {"prefix-list-reference"}


def test_errors_of_the_console_of_another_form_are_seen(sites: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_console(ConsoleEstate(seed=1)) as console:
        environment = {**sites.environment(OTHER), **console.environment()}
        monkeypatch.setattr(Estate, "environment", lambda self, site: environment)
        assert contradicted(Site(sites.survivor()), of="the NC2 console") == set()
        honest = ConsoleApi.handle

        def handle(api: ConsoleApi, request: Request) -> Reply:
            reply = honest(api, request)
            return Reply(reply.status, {"problem": "no"}) if reply.status >= 400 else reply

        monkeypatch.setattr(ConsoleApi, "handle", handle)
        assert contradicted(Site(sites.survivor()), of="the NC2 console") == {"console-errors"}
