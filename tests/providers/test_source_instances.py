"""The metadata options of the instances to migrate: set by the stack, put back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from aws import AwsError
from providers.base import MembersFailedError
from providers.source_instances import SourceInstancesProvider
from providers.source_instances.run import unfit_tags
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


@pytest.fixture
def as_ec2_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """EC2 takes tags into the metadata only if each key fits, which moto does not know.

    Source: the EC2 user guide, "View tags for your EC2 instances using instance metadata".
    """
    from providers.source_instances import run as source_instances

    honest = source_instances.set_options

    def refuse(client: Any, key: str, wanted: dict[str, str]) -> None:
        tags = client.describe_tags(Filters=[{"Name": "resource-id", "Values": [key]}])["Tags"]
        if wanted.get("InstanceMetadataTags") == "enabled" and any(" " in tag["Key"] for tag in tags):
            raise AwsError("'Patch Group' is not a valid tag key.", "InvalidParameterValue")
        honest(client, key, wanted)

    monkeypatch.setattr(source_instances, "set_options", refuse)


def launch(ec2: Any, subnet: str, **tags: str) -> str:
    given = [{"ResourceType": "instance", "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}]
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnet, TagSpecifications=given)
    return str(made["Instances"][0]["InstanceId"])


def options(ec2: Any, key: str) -> tuple[str, str]:
    found = ec2.describe_instances(InstanceIds=[key])["Reservations"][0]["Instances"][0]["MetadataOptions"]
    return found["HttpTokens"], found.get("InstanceMetadataTags", "disabled")


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


@pytest.mark.usefixtures("as_ec2_refuses")
def test_a_tag_key_that_ec2_refuses_keeps_the_tags_out_of_the_metadata_and_stops_nothing(
    ec2: Any, vpc: tuple[str, str], said: list[str]
) -> None:
    plain, odd = launch(ec2, vpc[1], Name="web-1"), launch(ec2, vpc[1], **{"Name": "web-2", "Patch Group": "prod"})
    before = options(ec2, odd)
    engine, declared = Engine(SourceInstancesProvider), {"region": REGION, "vpc_id": vpc[0]}
    assert engine.up(declared) == "create"
    assert (options(ec2, plain), options(ec2, odd)) == (WANTED, ("required", before[1]))
    launch(ec2, vpc[1], **{"Name": "web-3", "k8s.io/cluster-autoscaler/enabled": "1"})
    assert engine.up(declared) == "update"
    assert any("web-3" in line and "'k8s.io/cluster-autoscaler/enabled'" in line for line in said)
    assert engine.up(declared) == "same"
    engine.destroy()
    assert options(ec2, odd) == before


def test_an_instance_that_ends_between_the_list_and_its_change_needs_none(
    ec2: Any, vpc: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from providers.source_instances import run as source_instances

    stays, ends = launch(ec2, vpc[1], Name="stays"), launch(ec2, vpc[1], Name="ends")
    honest = source_instances.set_options

    def too_late(client: Any, key: str, wanted: dict[str, str]) -> None:
        if key == ends:
            ec2.terminate_instances(InstanceIds=[key])
            raise AwsError("The instance is not in a state to change", "IncorrectInstanceState")
        honest(client, key, wanted)

    monkeypatch.setattr(source_instances, "set_options", too_late)
    Engine(SourceInstancesProvider).up({"region": REGION, "vpc_id": vpc[0]})
    assert options(ec2, stays) == WANTED


def test_a_policy_that_denies_the_change_is_a_warning(
    ec2: Any, vpc: tuple[str, str], monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    from providers.source_instances import run as source_instances

    key = launch(ec2, vpc[1], Name="web-1")

    def denied(*_: object) -> None:
        raise AwsError("with an explicit deny in a service control policy", "UnauthorizedOperation")

    monkeypatch.setattr(source_instances, "set_options", denied)
    engine, declared = Engine(SourceInstancesProvider), {"region": REGION, "vpc_id": vpc[0]}
    assert engine.up(declared) == "create"
    assert any(f"'{key}': with an explicit deny" in line for line in said)
    assert engine.up(declared) == "update"


@pytest.mark.parametrize(
    ("key", "fits"),
    [("Name", True), ("a_b+c=d,e.f@g:h-1", True), ("Patch Group", False), ("a/b", False), ("..", False), ("é", False),
     ("_index", False), ("_index2", True), ("x" * 256, False)],
)  # fmt: skip
def test_which_tag_keys_ec2_takes_into_the_metadata(key: str, fits: bool) -> None:
    assert unfit_tags({"Tags": [{"Key": key, "Value": "1"}]}) == ([] if fits else [key])
