"""Instances on moto into one record each, both ways, and what a second capture makes of it."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.validate import ParamValidator

from capture import Documents, Outcome, Table, capture_by_api, capture_by_ssm
from capture.documents import LINUX, WINDOWS, document, script
from capture.record import Record
from capture.run import store
from capture.selection import Selection
from capture.ssm import send
from operations.capture import capture, from_outputs
from simulator.aws import serve
from tests.capture._metadata import metadata
from tests.capture.test_record import PLAIN

REGION = "ap-northeast-1"
DOCUMENTS = Documents("capture-linux", "capture-windows")
_COUNT = itertools.count()

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def aws() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment, serve() as endpoint:
        for name, value in (("ENDPOINT_URL", endpoint), ("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing")):
            environment.setenv(f"AWS_{name}", value)
        yield


@pytest.fixture(scope="module")
def ec2(aws: None) -> Any:
    return boto3.client("ec2", region_name=REGION)


@pytest.fixture
def subnet(ec2: Any) -> tuple[str, str]:
    """(VPC, subnet) of a new VPC."""
    vpc = ec2.create_vpc(CidrBlock="172.30.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_subnet(VpcId=vpc, CidrBlock="172.30.1.0/24", AvailabilityZone=f"{REGION}a")
    return vpc, made["Subnet"]["SubnetId"]


@pytest.fixture
def table() -> Table:
    name, client = f"table-{next(_COUNT)}", boto3.client("dynamodb", region_name=REGION)
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "InstanceId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "InstanceId", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return Table(name, REGION, client)


def launch(ec2: Any, subnet: str, name: str, *addresses: str, tags: dict[str, str] | None = None) -> str:
    nics = [
        {"DeviceIndex": number, "SubnetId": subnet, "PrivateIpAddress": address}
        for number, address in enumerate(addresses)
    ]
    given = [{"Key": key, "Value": value} for key, value in ({"Name": name} | (tags or {})).items() if value]
    specification = [{"ResourceType": "instance", "Tags": given}] if given else []
    made = ec2.run_instances(
        ImageId="ami-12c6146b", MinCount=1, MaxCount=1, NetworkInterfaces=nics, TagSpecifications=specification
    )
    return str(made["Instances"][0]["InstanceId"])


def records(table: Table) -> dict[str, Record]:
    return {record.instance_id: record for record in table.records()}


def test_the_api_knows_stopped_instances_all_interfaces_and_their_network(
    ec2: Any, subnet: tuple[str, str], table: Table
) -> None:
    web = launch(ec2, subnet[1], "web-1", "172.30.1.34")
    db = launch(ec2, subnet[1], "db-1", "172.30.1.40", "172.30.1.41")
    ec2.stop_instances(InstanceIds=[db])
    store(table, ec2, capture_by_api(ec2, Selection(subnet[0])))
    found = records(table)
    assert {key: (one.name, one.state, one.addresses) for key, one in found.items()} == {
        web: ("web-1", "running", ("172.30.1.34",)),
        db: ("db-1", "stopped", ("172.30.1.40", "172.30.1.41")),
    }
    nic = found[web].nics[0]
    assert (nic.cidr, nic.gateway, nic.subnet_id) == ("172.30.1.0/24", "172.30.1.1", subnet[1])
    assert found[web].dns == ("172.30.0.2",)
    assert nic.mac


def test_the_item_has_the_published_attributes(ec2: Any, subnet: tuple[str, str], table: Table) -> None:
    web = launch(ec2, subnet[1], "web-1", "172.30.1.34")
    store(table, ec2, capture_by_api(ec2, Selection(subnet[0])))
    client = boto3.client("dynamodb", region_name=REGION)
    (item,) = client.scan(TableName=table.name)["Items"]
    assert (item["InstanceId"], item["InstanceName"], item["PrivateIp"]) == (
        {"S": web},
        {"S": "web-1"},
        {"S": "172.30.1.34"},
    )


def test_a_row_of_the_published_script_is_read_as_it_is(table: Table) -> None:
    client = boto3.client("dynamodb", region_name=REGION)
    row = {"InstanceId": {"S": "i-1"}, "InstanceName": {"S": "NoNameTag"}, "PrivateIp": {"S": "172.30.1.34"}}
    client.put_item(TableName=table.name, Item=row)
    (record,) = table.records()
    assert (record.addresses, record.state, record.has_name) == (("172.30.1.34",), "unknown", False)


def test_capturing_again_updates_marks_the_terminated_and_keeps_the_journal(
    ec2: Any, subnet: tuple[str, str], table: Table
) -> None:
    web, db = launch(ec2, subnet[1], "web-1", "172.30.1.34"), launch(ec2, subnet[1], "db-1", "172.30.1.40")
    store(table, ec2, capture_by_api(ec2, Selection(subnet[0])))
    table.write(web, {"OriginalNics": [{"id": "nic"}]})
    ec2.create_tags(Resources=[web], Tags=[{"Key": "Name", "Value": "web-one"}])
    ec2.terminate_instances(InstanceIds=[db])
    report = store(table, ec2, capture_by_api(ec2, Selection(subnet[0])))
    found = records(table)
    assert (found[web].name, found[web].journal) == ("web-one", {"OriginalNics": [{"id": "nic"}]})
    assert (found[db].state, [one.instance_id for one in report.terminated]) == ("terminated", [db])


def test_what_is_selected_is_what_has_the_tags_and_never_a_whole_region(ec2: Any, subnet: tuple[str, str]) -> None:
    launch(ec2, subnet[1], "a", "172.30.1.50", tags={"Wave": "1"})
    launch(ec2, subnet[1], "b", "172.30.1.51", tags={"Wave": "2"})
    found = capture_by_api(ec2, Selection(subnet[0], {"Wave": "1"}))
    assert [one.name for one in found] == ["a"]
    with pytest.raises(ValueError, match="Capturing a whole region is not supported"):
        Selection()


class Guests:
    """Systems Manager with an agent on every instance it was told of: the Linux script is run for real.

    moto sends commands but has no agents, and cannot say which instances have one.
    """

    def __init__(self, ec2: Any, tmp: Any) -> None:
        self._ec2, self._tmp = ec2, tmp
        self.platform: dict[str, str] = {}
        self.broken: dict[str, tuple[str, str, str]] = {}
        self.sent: list[tuple[str, list[str]]] = []
        self._looks: dict[str, int] = {}

    def get_paginator(self, name: str) -> Guests:
        assert name == "describe_instance_information"
        return self

    def paginate(self, Filters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        (one,) = Filters
        for key in one["Values"]:
            if key in self.platform:
                told = {"InstanceId": key, "PingStatus": "Online", "PlatformType": self.platform[key]}
                yield {"InstanceInformationList": [told]}

    def send_command(self, DocumentName: str, InstanceIds: list[str], **_: Any) -> dict[str, Any]:
        assert len(InstanceIds) <= 50
        self.sent.append((DocumentName, InstanceIds))
        return {"Command": {"CommandId": f"command-{len(self.sent)}"}}

    def get_command_invocation(self, CommandId: str, InstanceId: str) -> dict[str, Any]:
        self._looks[InstanceId] = self._looks.get(InstanceId, 0) + 1
        if self._looks[InstanceId] == 1:
            raise self._ec2.exceptions.ClientError(
                {"Error": {"Code": "InvocationDoesNotExist", "Message": "not yet"}}, "GetCommandInvocation"
            )
        if self._looks[InstanceId] == 2:
            return {"Status": "InProgress"}
        if InstanceId in self.broken:
            status, out, err = self.broken[InstanceId]
            return {"Status": status, "StandardOutputContent": out, "StandardErrorContent": err}
        with metadata(self._tree(InstanceId)) as endpoint:
            environment = {"PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_SERVICE_ENDPOINT": endpoint}
            done = subprocess.run(
                ["bash", "-c", script(LINUX)], env=environment, capture_output=True, text=True, check=False, timeout=60
            )
        status = "Success" if done.returncode == 0 else "Failed"
        return {"Status": status, "StandardOutputContent": done.stdout, "StandardErrorContent": done.stderr}

    def _tree(self, instance_id: str) -> dict[str, str]:
        """The metadata of the instance as it is on moto."""
        answer = self._ec2.describe_instances(InstanceIds=[instance_id])
        (instance,) = answer["Reservations"][0]["Instances"]
        tags = {tag["Key"]: tag["Value"] for tag in instance.get("Tags", [])}
        macs = {nic["MacAddress"]: nic for nic in instance["NetworkInterfaces"]}
        tree = {
            "instance-id": instance_id,
            "placement/availability-zone": f"{REGION}a",
            "tags/instance/": "\n".join(tags),
            "network/interfaces/macs/": "\n".join(f"{mac}/" for mac in macs),
        }
        tree |= {f"tags/instance/{key}": value for key, value in tags.items()}
        for mac, nic in macs.items():
            at = f"network/interfaces/macs/{mac}"
            tree |= {
                f"{at}/device-number": str(nic["Attachment"]["DeviceIndex"]),
                f"{at}/local-ipv4s": nic["PrivateIpAddress"],
                f"{at}/subnet-id": nic["SubnetId"],
                f"{at}/subnet-ipv4-cidr-block": "172.30.1.0/24",
                f"{at}/vpc-id": nic["VpcId"],
            }
        return tree


@pytest.fixture
def guests(ec2: Any, tmp_path: Any) -> Guests:
    return Guests(ec2, tmp_path)


def asked(ec2: Any, guests: Guests, vpc: str, **options: Any) -> dict[str, Outcome]:
    outcomes = capture_by_ssm(ec2, guests, Selection(vpc), DOCUMENTS, pause=0.001, **options)
    return {outcome.name: outcome for outcome in outcomes}


def test_both_ways_end_in_one_record_without_drift(
    ec2: Any, subnet: tuple[str, str], table: Table, guests: Guests
) -> None:
    web = launch(ec2, subnet[1], "web-1", "172.30.1.34", "172.30.1.35")
    guests.platform[web] = LINUX
    outcome = asked(ec2, guests, subnet[0])["web-1"]
    assert outcome.snapshot is not None, outcome.reason
    store(table, ec2, capture_by_api(ec2, Selection(subnet[0])))
    store(table, ec2, [outcome.snapshot])
    record = records(table)[web]
    assert set(record.snapshots) == {"api", "ssm"}
    assert record.drift == ()
    assert record.addresses == ("172.30.1.34", "172.30.1.35")
    assert record.os, "only the guest knows its system"


def test_every_invocation_is_awaited_and_every_instance_reported_by_name(
    ec2: Any, subnet: tuple[str, str], guests: Guests
) -> None:
    ids = {
        name: launch(ec2, subnet[1], name, f"172.30.1.{60 + number}")
        for number, name in enumerate(("good", "win", "no-agent", "off", "failed", "silent", "other", "slow"))
    }
    ec2.stop_instances(InstanceIds=[ids["off"]])
    guests.platform = {ids[name]: LINUX for name in ("good", "failed", "silent", "other", "slow")}
    guests.platform[ids["win"]] = WINDOWS
    guests.broken = {
        ids["failed"]: ("Failed", "", "capture: instance tags are not in the metadata"),
        ids["silent"]: ("Success", "", ""),
        ids["other"]: ("Success", json.dumps({**PLAIN, "instance_id": "i-else"}), ""),
        ids["slow"]: ("InProgress", "", ""),
        ids["win"]: ("TimedOut", "", ""),
    }
    told: list[str] = []
    found = asked(ec2, guests, subnet[0], timeout=5.0, tell=lambda one: told.append(one.name))
    assert sorted(told) == sorted(ids)
    assert found["good"].snapshot is not None
    for name, words in {
        "no-agent": "is not managed by Systems Manager",
        "off": "is stopped. Systems Manager reaches running instances only. Use --via api.",
        "failed": "ended Failed: capture: instance tags are not in the metadata",
        "silent": "ended Success but printed no record",
        "other": "printed the record of i-else",
        "slow": "did not answer within 5 s",
        "win": "ended TimedOut: The script took too long",
    }.items():
        assert words in found[name].reason
    assert ("capture-windows", [ids["win"]]) in guests.sent


def test_the_documents_and_every_call_are_of_the_form_that_aws_expects() -> None:
    """moto takes the documents; botocore knows the calls' parameters. Neither can tell what an agent makes of them."""
    ssm = boto3.client("ssm", region_name=REGION)
    for name, platform in ((DOCUMENTS.linux, LINUX), (DOCUMENTS.windows, WINDOWS)):
        ssm.create_document(Name=name, Content=document(platform), DocumentType="Command", DocumentFormat="JSON")
    sent = send(ssm, {f"i-{number:017x}": LINUX for number in range(120)}, DOCUMENTS)
    assert len(set(sent.values())) == 3, "fifty at a time"
    shape = ssm.meta.service_model.operation_model("DescribeInstanceInformation").input_shape
    asked = {"Filters": [{"Key": "InstanceIds", "Values": ["i-0123456789abcdef0"]}]}
    assert not ParamValidator().validate(asked, shape).has_errors()


def test_the_command_reports_every_instance_and_fails_for_what_it_did_not_get(
    ec2: Any, subnet: tuple[str, str], table: Table, guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [launch(ec2, subnet[1], name, at) for name, at in (("web-1", "172.30.1.34"), ("", "172.30.1.35"))]
    guests.platform = {ids[0]: LINUX}
    clients: Callable[..., Any] = lambda service, region: guests if service == "ssm" else ec2  # noqa: E731
    monkeypatch.setattr("operations.capture.instances.client", clients)
    outputs = {"migration": {"table": table.name, "ec2VpcId": subnet[0], "documents": {"Linux": "l", "Windows": "w"}}}
    said: list[str] = []
    assert capture(from_outputs(outputs, REGION, "api", {}), said.append) == 0
    assert any("has no Name tag, so no VM can be matched" in line for line in said)
    assert capture(from_outputs(outputs, REGION, "ssm", {}), said.append) == 1
    assert any(line.startswith(f"{ids[1]}: is not managed by Systems Manager") for line in said)
    assert "1 of 2 instances answered." in said
