"""An unplanned failover while AWS's services are away, on the real engine: what it does not need is not asked for.

Route 53, IAM, ACM, S3, DynamoDB and Direct Connect are silent all the time; STS and the load balancer's control plane
fail, and EC2 fails for a while.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pulumi.automation import CommandError

from local_cloud.converged import Moment
from local_cloud.observation import target_health
from local_cloud.project import LocalProject
from operations.run import Stack
from tests.stacks.failover.taken_away import Fault, TakenAway
from tests.stacks.seen import HOME, OTHER, gateway, promised, where

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

NOT_NEEDED = ("route53", "iam", "acm", "s3", "dynamodb", "directconnect", "service-quotas")
SILENT: dict[str, Fault] = dict.fromkeys(NOT_NEEDED, "hangs")
BOUND_SECONDS = 150


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


@pytest.fixture(scope="module")
def aws(local: LocalProject) -> Iterator[TakenAway]:
    with TakenAway(local.environment(OTHER)["AWS_ENDPOINT_URL"]) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def stack(local: LocalProject, aws: TakenAway) -> Stack:
    """Osaka's stack by the proxy, after Tokyo was lost. The hosted zone is one that is named by its id."""
    dns = local.project.configuration()["dns"]
    zone = local.stack(HOME).outputs()["hostedZoneId"]
    local.project.set("dns", {"name": dns["name"], "zoneId": zone})
    local.cloud.fault(HOME, "hang")
    local.project.set("activeRegion", OTHER)
    local.project.set("failoverMode", "unplanned")
    made = local.stack(OTHER)
    return replace(made, environment={**made.environment, "AWS_ENDPOINT_URL": aws.url}, _stack=None)


def told(refused: Any) -> str:
    return " ".join(str(refused.value).split())


def test_the_preview_needs_none_of_them(stack: Stack, aws: TakenAway) -> None:
    aws.faults = {**SILENT, "sts": "fails"}
    printed = stack.preview().text
    assert "sts of AWS in ap-northeast-3 fails" in printed
    assert not [service for service in NOT_NEEDED if aws.asked[service]]


def test_vms_and_routes_arrive_and_are_published(local: LocalProject, stack: Stack, aws: TakenAway) -> None:
    aws.faults = {**SILENT, "sts": "fails", "ec2": "fails", "elasticloadbalancing": "fails"}
    # EC2 works again after the program has looked, while the AWS provider tries.
    aws.left = {"ec2": 8}
    started = time.monotonic()
    with pytest.raises(CommandError) as refused:
        stack.up()
    assert time.monotonic() - started < BOUND_SECONDS
    printed = told(refused)
    assert "ec2 of AWS in ap-northeast-3 fails" in printed
    assert "Floating IPs or targets failed" in printed
    assert "ServiceUnavailable" in printed
    assert where(local, OTHER) == promised(local)
    assert gateway(local, OTHER) == {"vpc"}
    assert local.stack(OTHER).outputs()["activeSite"] == OTHER
    assert not [service for service in NOT_NEEDED if aws.asked[service]]


def test_once_they_are_back_the_targets_follow_and_nothing_is_left(
    local: LocalProject, stack: Stack, aws: TakenAway
) -> None:
    aws.faults, aws.left = {}, {}
    stack.up()
    arn = local.stack(OTHER).outputs()["targetGroupArn"]
    assert list(target_health(local.aws("elbv2", OTHER), str(arn)).values()) == ["healthy"] * 2
    assert not stack.preview().changed
