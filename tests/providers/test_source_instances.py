"""The metadata options of the instances to migrate: set by the stack, put back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from aws import AwsError
from providers.base import MembersFailedError
from providers.source_instances import SourceInstancesProvider
from simulator.aws import serve
from tests.providers._engine import Engine

REGION = "ap-northeast-1"
WANTED = ("required", "enabled")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def aws() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment, serve() as endpoint:
        for name, value in (("ENDPOINT_URL", endpoint), ("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing")):
            environment.setenv(f"AWS_{name}", value)
        yield


@pytest.fixture
def ec2(aws: None) -> Any:
    return boto3.client("ec2", region_name=REGION)


@pytest.fixture
def vpc(ec2: Any) -> tuple[str, str]:
    made = ec2.create_vpc(CidrBlock="172.30.0.0/16")["Vpc"]["VpcId"]
    return made, ec2.create_subnet(VpcId=made, CidrBlock="172.30.1.0/24")["Subnet"]["SubnetId"]


def launch(ec2: Any, subnet: str, **tags: str) -> str:
    given = [{"ResourceType": "instance", "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}]
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnet, TagSpecifications=given)
    return str(made["Instances"][0]["InstanceId"])


def options(ec2: Any, key: str) -> tuple[str, str]:
    found = ec2.describe_instances(InstanceIds=[key])["Reservations"][0]["Instances"][0]["MetadataOptions"]
    return found["HttpTokens"], found["InstanceMetadataTags"]


def test_selected_instances_ask_for_tokens_and_show_tags_and_get_back_what_they_had(
    ec2: Any, vpc: tuple[str, str], said: list[str]
) -> None:
    ours, other = launch(ec2, vpc[1], Name="web-1", Wave="1"), launch(ec2, vpc[1], Name="web-2", Wave="2")
    before = options(ec2, ours)
    engine, declared = Engine(SourceInstancesProvider), {"region": REGION, "vpc_id": vpc[0], "tags": {"Wave": "1"}}
    assert engine.up(declared) == "create"
    assert (options(ec2, ours), options(ec2, other)) == (WANTED, before)
    assert engine.up(declared) == "same"
    later = launch(ec2, vpc[1], Name="web-3", Wave="1")
    assert engine.up(declared) == "update"
    assert any(f"web-3 ({later})" in line for line in said)
    assert options(ec2, later) == WANTED
    assert engine.refresh()
    engine.destroy()
    assert (options(ec2, ours), options(ec2, later)) == (before, before)


def test_without_tags_all_of_the_vpc_are_meant_and_none_of_another(ec2: Any, vpc: tuple[str, str]) -> None:
    ours, elsewhere = launch(ec2, vpc[1], Name="a"), ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    other = launch(ec2, elsewhere, Name="b")
    Engine(SourceInstancesProvider).up({"region": REGION, "vpc_id": vpc[0]})
    assert options(ec2, ours) == WANTED
    assert options(ec2, other) != WANTED


def test_one_that_cannot_be_changed_stops_no_other_and_is_named(
    ec2: Any, vpc: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from providers.source_instances import run as source_instances

    good, bad = launch(ec2, vpc[1], Name="good"), launch(ec2, vpc[1], Name="bad")
    honest = source_instances.set_options

    def refuse(client: Any, key: str, wanted: dict[str, str]) -> None:
        honest(client, "i-00000000000000000" if key == bad else key, wanted)

    monkeypatch.setattr(source_instances, "set_options", refuse)
    with pytest.raises(
        MembersFailedError, match=rf"1 of 2 instances' metadata options failed(?s:.*)'{bad}': Could not set"
    ):
        Engine(SourceInstancesProvider).up({"region": REGION, "vpc_id": vpc[0]})
    assert options(ec2, good) == WANTED


def test_a_run_that_failed_half_way_forgets_nothing_of_what_was_before(
    ec2: Any, vpc: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from providers.source_instances import run as source_instances

    key, declared = launch(ec2, vpc[1], Name="web-1"), {"region": REGION, "vpc_id": vpc[0]}
    before, honest = options(ec2, key), source_instances.set_options

    def lost(client: Any, key: str, wanted: dict[str, str]) -> None:
        honest(client, key, wanted)
        raise AwsError("the answer got lost")

    with monkeypatch.context() as patch:
        patch.setattr(source_instances, "set_options", lost)
        with pytest.raises(MembersFailedError, match="the answer got lost"):
            Engine(SourceInstancesProvider).up(declared)
    again = Engine(SourceInstancesProvider)
    again.up(declared)
    assert options(ec2, key) == WANTED
    again.destroy()
    assert options(ec2, key) == before
    found = ec2.describe_instances(InstanceIds=[key])["Reservations"][0]["Instances"][0]
    assert [tag["Key"] for tag in found["Tags"]] == ["Name"]
