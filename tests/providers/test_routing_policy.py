"""The rules of a routing policy, checked before the first call and compared without end-less differences."""

from __future__ import annotations

from typing import Any

import pytest

from prism import PrismError
from providers.routing_policy import RoutingPolicyProvider, Rule, from_rule, to_rule
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import new_vpc
from tests.providers.conftest import Cloud


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"action": "allow"}, "permit"),
        ({"action": "deny", "source": "172.30.1.5/24"}, "any, external, or an IPv4 prefix"),
        ({"action": "deny", "protocol": "gre"}, "a protocol number from 0 to 255"),
        (
            {"action": "deny", "destination_ports": [[80, 80]]},
            "has ports and protocol any",
        ),
        ({"action": "deny", "protocol": "tcp", "destination_ports": [[90, 80]]}, "not pairs of first and last port"),
        ({"action": "deny", "icmp_type": 8}, "expected protocol icmp"),
        ({"action": "reroute"}, "only reroute has them"),
        ({"action": "permit", "nexthop": "172.30.1.1"}, "only forward has a nexthop"),
        ({"action": "permit", "from": "any"}, "from"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_rule_that_makes_no_sense_is_refused_before_any_call(rule: dict[str, Any], fault: str) -> None:
    inputs = {"name": "web", "vpc_id": "v", "priority": 10, "rules": [rule]}
    with pytest.raises(CheckFailed, match=fault):
        Engine(RoutingPolicyProvider).check(inputs)


def test_a_protocol_number_may_come_as_a_number() -> None:
    inputs = {"name": "gre", "vpc_id": "v", "priority": 10, "rules": [{"action": "permit", "protocol": 47}]}
    assert Engine(RoutingPolicyProvider).check(inputs)["rules"][0]["protocol"] == "47"


@pytest.mark.parametrize("priority", [0, 1001])
def test_a_priority_is_1_to_1000(priority: int) -> None:
    with pytest.raises(CheckFailed, match="expected 1 to 1000"):
        Engine(RoutingPolicyProvider).check(
            {"name": "web", "vpc_id": "v", "priority": priority, "rules": [{"action": "permit"}]}
        )


def test_what_prism_shows_of_a_rule_is_the_rule_that_was_declared() -> None:
    rule = Rule(protocol="udp", destination_ports=[[53, 53]], action="permit", source="172.30.0.0/16")
    assert from_rule(to_rule(rule)) == rule


def test_a_priority_that_another_policy_of_the_vpc_has_is_told_with_its_name(cloud: Cloud) -> None:
    vpc = new_vpc(cloud.client("tokyo"))
    inputs = {"name": "web", "vpc_id": vpc, "priority": 10, "rules": [{"action": "permit"}]}
    Engine(RoutingPolicyProvider).up(inputs)
    with pytest.raises(PrismError, match=r"routing policy 'web'.*belongs to nc2-dr/tokyo/thing"):
        Engine(RoutingPolicyProvider, owner="nc2-dr/tokyo/other").up({**inputs, "name": "db"})
