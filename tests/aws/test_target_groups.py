"""The health of a load balancer's targets in the local AWS."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.aws import SURROUNDINGS
from tests.aws.conftest import Aws
from tests.aws.networks import TOKYO, Client, make_vpc

VM = "172.30.1.34"


@dataclass(frozen=True)
class Group:
    """A target group of addresses behind a listening load balancer."""

    client: Client
    arn: str

    def register(self, address: str = VM, port: int = 80, zone: str | None = "all") -> dict[str, Any]:
        target = {"Id": address, "Port": port, **({"AvailabilityZone": zone} if zone else {})}
        self.client.register_targets(TargetGroupArn=self.arn, Targets=[target])
        return target

    def health(self, *targets: dict[str, Any]) -> list[dict[str, Any]]:
        found = self.client.describe_target_health(TargetGroupArn=self.arn, Targets=list(targets))
        described: list[dict[str, Any]] = found["TargetHealthDescriptions"]
        return described

    def states(self) -> dict[str, str]:
        return {
            f"{item['Target']['Id']}:{item['Target']['Port']}": item["TargetHealth"]["State"] for item in self.health()
        }

    def delay(self, seconds: int) -> None:
        self.client.modify_target_group_attributes(
            TargetGroupArn=self.arn,
            Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": str(seconds)}],
        )


@dataclass(frozen=True)
class Balancer:
    client: Client
    arn: str
    vpc_id: str

    def group(self, name: str, listening: bool = True, **check: Any) -> Group:
        made = self.client.create_target_group(
            Name=name, Protocol="HTTP", Port=80, VpcId=self.vpc_id, TargetType="ip", **check
        )
        arn = made["TargetGroups"][0]["TargetGroupArn"]
        if listening:
            self.client.create_listener(
                LoadBalancerArn=self.arn,
                Protocol="HTTP",
                Port=1000 + len(self.client.describe_listeners(LoadBalancerArn=self.arn)["Listeners"]),
                DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}],
            )
        return Group(self.client, arn)


@pytest.fixture(scope="module")
def balancer(aws: Aws) -> Balancer:
    ec2, client = aws.client("ec2", TOKYO), aws.client("elbv2", TOKYO)
    vpc_id, first = make_vpc(ec2)
    second = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.101.2.0/24", AvailabilityZone=f"{TOKYO}c")["Subnet"]
    made = client.create_load_balancer(Name="tokyo", Subnets=[first, second["SubnetId"]])
    return Balancer(client, made["LoadBalancers"][0]["LoadBalancerArn"], vpc_id)


@pytest.fixture(autouse=True)
def _surroundings() -> Iterator[None]:
    yield
    SURROUNDINGS.targets.clear()


def test_a_target_is_initial_once_then_healthy_unless_said_otherwise(balancer: Balancer) -> None:
    group = balancer.group("plain")
    group.register()
    (first,) = group.health()
    assert first["TargetHealth"]["State"] == "initial"
    assert first["TargetHealth"]["Reason"] == "Elb.RegistrationInProgress"
    (second,) = group.health()
    assert second["Target"] == {"Id": VM, "Port": 80, "AvailabilityZone": "all"}
    assert second["HealthCheckPort"] == "80"
    assert second["TargetHealth"] == {"State": "healthy"}


ANSWERS = [
    pytest.param("down", "unhealthy", "Target.Timeout", id="silence"),
    pytest.param("refused", "unhealthy", "Target.FailedHealthChecks", id="a closed port"),
    pytest.param(503, "unhealthy", "Target.ResponseCodeMismatch", id="an error"),
    pytest.param(204, "healthy", None, id="a status that matches"),
    pytest.param("up", "healthy", None, id="an answer"),
]


@pytest.mark.parametrize(("answer", "state", "reason"), ANSWERS)
def test_health_follows_what_the_address_answers(
    balancer: Balancer, answer: Any, state: str, reason: str | None
) -> None:
    group = balancer.group(f"answers-{answer}", Matcher={"HttpCode": "200,202-299"})
    group.register()
    SURROUNDINGS.say("targets", {VM: answer})
    group.health()
    (found,) = group.health()
    assert (found["TargetHealth"]["State"], found["TargetHealth"].get("Reason")) == (state, reason)


def test_two_ports_of_one_address_are_two_targets(balancer: Balancer) -> None:
    group = balancer.group("ports")
    group.register(port=80)
    group.register(port=8080)
    SURROUNDINGS.say("targets", {f"{VM}:8080": "down"})
    group.health()
    assert group.states() == {f"{VM}:80": "healthy", f"{VM}:8080": "unhealthy"}


def test_health_is_checked_on_the_health_check_port(balancer: Balancer) -> None:
    group = balancer.group("elsewhere", HealthCheckPort="9000")
    group.register()
    SURROUNDINGS.say("targets", {f"{VM}:9000": "down"})
    group.health()
    assert group.states() == {f"{VM}:80": "unhealthy"}


def test_a_deregistered_target_drains_for_the_delay(balancer: Balancer) -> None:
    group = balancer.group("draining")
    target = group.register()
    group.client.deregister_targets(TargetGroupArn=group.arn, Targets=[{"Id": VM, "Port": 80}])
    assert group.states() == {f"{VM}:80": "draining"}
    (asked,) = group.health({"Id": VM, "Port": 80})
    assert asked["TargetHealth"]["Reason"] == "Target.DeregistrationInProgress"
    group.client.register_targets(TargetGroupArn=group.arn, Targets=[target])
    assert group.states() == {f"{VM}:80": "initial"}


def test_without_a_delay_a_deregistered_target_is_gone_at_once(balancer: Balancer) -> None:
    group = balancer.group("gone")
    group.delay(0)
    group.register()
    group.client.deregister_targets(TargetGroupArn=group.arn, Targets=[{"Id": VM}])
    assert group.states() == {}
    (asked,) = group.health({"Id": VM, "Port": 80})
    assert (asked["TargetHealth"]["State"], asked["TargetHealth"]["Reason"]) == ("unused", "Target.NotRegistered")


def test_a_group_without_a_listener_is_unused(balancer: Balancer) -> None:
    group = balancer.group("unused", listening=False)
    group.register()
    (found,) = group.health()
    assert (found["TargetHealth"]["State"], found["TargetHealth"]["Reason"]) == ("unused", "Target.NotInUse")


def test_an_address_within_the_vpc_gets_its_own_zone(balancer: Balancer) -> None:
    group = balancer.group("within")
    group.register("10.101.2.7", zone=None)
    assert group.health()[0]["Target"]["AvailabilityZone"] == f"{TOKYO}c"


@pytest.mark.parametrize(
    ("address", "zone", "sentence"),
    [
        pytest.param(VM, None, "The Availability Zone is required", id="an address outside the VPC without zone"),
        pytest.param(VM, f"{TOKYO}a", "select 'all'", id="an address outside the VPC in a zone"),
        pytest.param("10.101.0.9", "all", "is within the VPC", id="an address within the VPC in all zones"),
        pytest.param("8.8.8.8", "all", "none of the private ranges", id="a public address"),
        pytest.param("i-0123456789abcdef0", "all", "is not valid", id="an instance"),
    ],
)
def test_refused(balancer: Balancer, address: str, zone: str | None, sentence: str) -> None:
    group = balancer.group(f"refused-{address.replace('.', '-')}-{zone}"[:32].strip("-"), listening=False)
    with pytest.raises(ClientError, match=sentence) as caught:
        group.register(address, zone=zone)
    assert caught.value.response["Error"]["Code"] == "ValidationError"
