"""A prefix that makes a name which AWS refuses is refused at the edge, with its key."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.topology.wrong.parts import EC2_OF_ONE_PREFIX, FRONT, ONE_PREFIX, line
from topology import ConfigurationError, build

Change = Callable[[dict[str, Any]], dict[str, Any]]
FIREWALL = {**FRONT, "firewall": {}}
MIGRATION = {**ONE_PREFIX, "ec2Vpc": EC2_OF_ONE_PREFIX, "migration": {}}


def refusal(changed: Change, changes: dict[str, Any], project: str = "shop-dr") -> str:
    with pytest.raises(ConfigurationError) as refused:
        build(changed(changes), "north", project)
    (problem,) = refused.value.problems
    assert problem.key == "namePrefix"
    return str(problem)


def test_a_prefix_with_a_dot_is_made_fit_and_a_long_one_is_refused(changed: Change) -> None:
    assert build(changed({**FIREWALL, "namePrefix": "acme.prod"}), "north", "shop-dr").name_prefix == "acme.prod"
    told = refusal(changed, {**line(), "namePrefix": "p" * 100})
    assert "AWS gives a Direct Connect gateway" in told
    fits = int(told.partition("at most ")[2].partition(" ")[0])
    build(changed({**line(), "namePrefix": "p" * fits}), "north", "shop-dr")


def test_the_project_s_name_in_place_of_a_prefix_is_named_as_that(changed: Change) -> None:
    told = refusal(changed, line(), "p" * 100)
    assert "(the project's name, because there is no namePrefix)" in told


def test_a_prefix_that_aws_keeps_for_its_documents_is_refused_where_there_are_documents(changed: Change) -> None:
    assert "AWS keeps these for its own documents (migration)" in refusal(
        changed, {**MIGRATION, "namePrefix": "aws-dr", "workloadPlatform": "ec2"}
    )
    build(changed({"namePrefix": "aws-dr"}), "north", "shop-dr")
