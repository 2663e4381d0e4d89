"""Every wrong configuration is refused with the key, what was expected, and the value found."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.topology.wrong.compute import COMPUTE
from tests.topology.wrong.edges import EDGES
from tests.topology.wrong.ingress import INGRESS
from tests.topology.wrong.network import NETWORK
from tests.topology.wrong.on_premises import ON_PREMISES
from tests.topology.wrong.parts import NORTH, SOUTH, WEB
from tests.topology.wrong.protection import PROTECTION
from tests.topology.wrong.settings import SETTINGS
from topology import ConfigurationError, build

Change = Callable[[dict[str, Any]], dict[str, Any]]

WRONG = SETTINGS | NETWORK | PROTECTION | COMPUTE | INGRESS | ON_PREMISES | EDGES


# These break several rules at once, by their nature; every other fault must make one problem and no more.
SEVERAL = {
    "one site",
    "three sites",
    "no sites",
    "sites as a list",
    "sites as broken JSON",
    "a site name with capitals",
    "one pool where a list of pools is due",
    "an EC2 VPC that overlaps a site's",
}


@pytest.mark.parametrize("sentence", WRONG)
def test_refused(changed: Change, sentence: str) -> None:
    changes, key, says = WRONG[sentence]
    with pytest.raises(ConfigurationError) as refused:
        build(changed(changes), "north", "shop-dr")
    problems = refused.value.problems
    assert any(problem.key == key and says in str(problem) for problem in problems), str(refused.value)
    assert len(problems) == 1 or sentence in SEVERAL, str(refused.value)
    assert "hunter2-top" not in str(refused.value)


def test_a_stack_that_is_no_site_is_refused(config: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"stack: .*named after its site, north or south, found 'North'\."):
        build(config, "North", "shop-dr")


@pytest.mark.parametrize("written", ["nort", "North", "kyoto", "suoth"])
def test_no_site_is_suggested_because_a_wrong_guess_is_a_failover_to_the_wrong_site(
    changed: Change, written: str
) -> None:
    for key in ("activeRegion", "homeSite"):
        with pytest.raises(ConfigurationError) as refused:
            build(changed({key: written}), "north", "shop-dr")
        assert "did you mean" not in str(refused.value)


def test_every_problem_is_reported_at_once(changed: Change) -> None:
    changes = {
        "activeRegion": "west",
        "failoverMode": "fast",
        f"{NORTH}.vpcCidr": "10.20.0.0/24",
        f"{SOUTH}.availabilityZones": ["eu-west-1a"],
        f"{WEB}.gateway": "172.30.2.1",
        "protection.rpoSeconds": 7,
        "apiToken": "hunter2-top",
    }
    with pytest.raises(ConfigurationError) as refused:
        build(changed(changes), "east", "shop-dr")
    assert {problem.key for problem in refused.value.problems} == {
        "stack",
        "activeRegion",
        "failoverMode",
        f"{NORTH}.vpcCidr",
        f"{SOUTH}.availabilityZones[0]",
        f"{WEB}.gateway",
        "protection.rpoSeconds",
        "apiToken",
    }
    lines = str(refused.value).splitlines()
    assert lines[0] == "The configuration of stack east has 8 problems; nothing was changed:"
    assert len(lines) == 9


def test_an_empty_configuration_says_what_is_missing() -> None:
    with pytest.raises(ConfigurationError) as refused:
        build({}, "north", "shop-dr")
    keys = {problem.key for problem in refused.value.problems}
    assert keys == {"sites", "overlay", "protection", "activeRegion", "homeSite"}


def test_the_value_of_an_encrypted_key_is_not_shown(changed: Change) -> None:
    with pytest.raises(ConfigurationError) as refused:
        build(changed({"activeRegion": "hunter2"}), "north", "shop-dr", encrypted={"activeRegion"})
    assert "activeRegion" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_an_encrypted_secret_is_still_told_where_it_belongs(changed: Change) -> None:
    with pytest.raises(ConfigurationError, match="PRISM_PASSWORD"):
        build(changed({"password": "hunter2"}), "north", "shop-dr", encrypted={"password"})
