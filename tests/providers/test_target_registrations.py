"""The targets of a load balancer: one resource, brought up to date, drained before it says so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.config import Config

from aws import AwsError, client
from providers.target_registrations import TargetRegistrationsProvider
from simulator.aws import SURROUNDINGS
from tests.providers._engine import CheckFailed, Engine
from tests.providers.conftest import TargetGroup

pytestmark = pytest.mark.slow

WEB_1, WEB_2, OUTSIDE = "10.101.4.130", "10.101.4.131", "172.30.1.34"


@pytest.fixture
def engine() -> Engine:
    return Engine(TargetRegistrationsProvider)


def inputs(group: TargetGroup, **targets: str) -> dict[str, Any]:
    return {
        "region": "ap-northeast-1",
        "target_group_arn": group.arn,
        "port": 80,
        "targets": targets,
        "cidrs": ["10.101.0.0/16"],
        "drain_seconds": 1,
    }


def test_targets_come_and_go_and_a_second_up_changes_nothing(engine: Engine, target_group: TargetGroup) -> None:
    assert engine.up(inputs(target_group)) == "create"
    wanted = inputs(target_group, web_1=WEB_1, web_2=WEB_2)
    assert engine.up(wanted) == "update"
    assert target_group.states() == {WEB_1: "healthy", WEB_2: "healthy"}
    assert engine.up(wanted) == "same"
    assert engine.refresh()
    assert engine.up(wanted) == "same"
    engine.destroy()
    assert set(target_group.states().values()) <= {"draining"}
    engine.destroy()


def test_an_update_ends_when_those_that_left_are_drained(
    engine: Engine, target_group: TargetGroup, said: list[str]
) -> None:
    engine.up(inputs(target_group, web_1=WEB_1, web_2=WEB_2))
    target_group.states()
    engine.up(inputs(target_group, web_2=WEB_2))
    assert target_group.states() == {WEB_2: "healthy"}
    assert f"Waiting up to 1 s for unfinished requests to {WEB_1}." in said


def test_a_target_that_was_sent_nothing_is_not_waited_for(
    engine: Engine, target_group: TargetGroup, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.up(inputs(target_group, web_1=WEB_1))
    monkeypatch.setitem(SURROUNDINGS.targets, WEB_1, "down")
    assert target_group.states() == {WEB_1: "unhealthy"}
    engine.up(inputs(target_group))
    assert not any("Waiting" in line for line in said)


def test_an_address_outside_the_vpc_is_reached_from_all_zones(engine: Engine, target_group: TargetGroup) -> None:
    engine.up(inputs(target_group, inside=WEB_1, outside=OUTSIDE))
    assert target_group.zones() == {WEB_1: "ap-northeast-1a", OUTSIDE: "all"}


def test_the_preview_names_each_target(engine: Engine, target_group: TargetGroup, said: list[str]) -> None:
    engine.up(inputs(target_group, old=WEB_1, moving=WEB_2))
    assert engine.diff(inputs(target_group, moving="10.101.4.132", new=WEB_1)).changes
    assert said == [
        f"Target 'moving' will move from {WEB_2} to 10.101.4.132.",
        f"Target 'new' will be registered at {WEB_1}.",
        "Target 'old' will be deregistered and drained.",
    ]


def test_what_somebody_else_registered_or_took_out_is_seen_and_put_right(
    engine: Engine, target_group: TargetGroup
) -> None:
    wanted = inputs(target_group, web_1=WEB_1)
    engine.up(wanted)
    target_group.elb.register_targets(TargetGroupArn=target_group.arn, Targets=[{"Id": "10.101.4.200", "Port": 80}])
    target_group.elb.deregister_targets(TargetGroupArn=target_group.arn, Targets=[{"Id": WEB_1, "Port": 80}])
    engine.refresh()
    assert engine.state["targets"] == {"10.101.4.200": "10.101.4.200"}
    assert engine.up(wanted) == "update"
    assert {address for address, state in target_group.states().items() if state != "draining"} == {WEB_1}


def test_a_group_that_is_gone_leaves_the_state(engine: Engine, target_group: TargetGroup) -> None:
    engine.up(inputs(target_group, web_1=WEB_1))
    elb = target_group.elb
    elb.delete_load_balancer(LoadBalancerArn=target_group.balancer_arn)
    elb.delete_target_group(TargetGroupArn=target_group.arn)
    assert not engine.refresh()


def test_an_address_twice_is_refused(engine: Engine, target_group: TargetGroup) -> None:
    with pytest.raises(CheckFailed, match="has an address twice"):
        engine.up(inputs(target_group, a=WEB_1, b=WEB_1))


def test_a_target_that_aws_refuses_stops_no_other_and_is_tried_by_each_up(
    engine: Engine, target_group: TargetGroup, said: list[str]
) -> None:
    wanted = inputs(target_group, wrong="203.0.113.9", web_1=WEB_1, web_2=WEB_2)
    assert engine.up(wanted) == "create"
    assert target_group.states() == {WEB_1: "healthy", WEB_2: "healthy"}
    sentence = r"Could not register 203.0.113.9 with arn:.*of none of the private ranges"
    assert re.search(rf"1 of 3 targets failed; the others are done.*\n  'wrong': {sentence}", "\n".join(said))
    said.clear()
    assert engine.diff(wanted).changes
    assert re.match(f"Target 'wrong' failed in the last run and will be tried again: {sentence}", said[0])
    assert engine.up(wanted) == "update"
    assert engine.state["failed"].keys() == {"wrong"}
    assert engine.up(inputs(target_group, web_1=WEB_1, web_2=WEB_2)) == "update"
    assert engine.state["failed"] == {}


def test_a_member_without_an_address_is_no_target(engine: Engine, target_group: TargetGroup) -> None:
    assert engine.up(inputs(target_group, web_1=WEB_1, web_2="")) == "create"
    assert target_group.states() == {WEB_1: "healthy"}
    assert engine.up(inputs(target_group, web_1=WEB_1)) == "same"


def test_what_aws_refuses_for_all_of_them_is_tried_once_and_ends_the_run(
    engine: Engine, target_group: TargetGroup
) -> None:
    with pytest.raises(AwsError, match="TargetGroupNotFound"):
        engine.up({**inputs(target_group, web_1=WEB_1), "target_group_arn": f"{target_group.arn}0"})


def test_a_control_plane_that_is_down_is_told_for_each_target_and_stops_nothing_else(
    engine: Engine, target_group: TargetGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.up(inputs(target_group, web_1=WEB_1))
    nowhere = Config(retries={"total_max_attempts": 1})
    with monkeypatch.context() as down:
        down.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        down.setattr("providers.target_registrations.client", lambda *named: client(*named, config=nowhere))
        assert engine.up(inputs(target_group)) == "update"
    assert "Could not connect to the endpoint URL" in engine.state["failed"]["web_1"]
    assert target_group.states() == {WEB_1: "healthy"}
    assert engine.up(inputs(target_group)) == "update"
    assert engine.state["failed"] == {}
    assert set(target_group.states().values()) <= {"draining"}
