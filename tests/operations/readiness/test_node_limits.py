"""What readiness says of the nodes that a failover asks for, by what the NC2 console takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nc2_console import Timeouts
from operations.look import Check, Status, Survivor
from operations.readiness import node_limits
from operations.run import Project
from simulator.console import Estate, Running, Seeded, serve
from topology import build

CLUSTER = Seeded("nc2-osaka", "ap-northeast-3", "ap-northeast-3a", "i4i.metal", 3)
PILOT = {"mode": "pilot-light", "nodeType": "i4i.metal", "standbyNodes": 3, "activeNodes": 6}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serve(Estate([CLUSTER], seed=1), tmp_path) as served:
        yield served


def looked(environment: dict[str, str], compute: dict[str, Any] | None) -> dict[str, Check]:
    """The checks of Osaka's stack, by name."""
    configuration = Project.here().configuration("osaka")
    configuration["sites"]["osaka"].pop("compute", None)
    if compute:
        configuration["sites"]["osaka"]["compute"] = compute
    survivor = Survivor(build(configuration, "osaka", "nc2-dr"), Project.here(), environment)
    return {check.name: check for check in node_limits.look(survivor)}


def test_a_site_whose_nodes_are_not_managed_passes() -> None:
    (check,) = looked({}, None).values()
    assert (check.status, check.found) == (Status.PASS, "nodes are not managed here")


def test_without_a_key_the_limit_that_is_known_counts() -> None:
    assert looked({}, PILOT | {"activeNodes": 12})["number of nodes"].status is Status.PASS
    assert looked({}, PILOT | {"activeNodes": 13})["number of nodes"].status is Status.WARN


def test_a_console_that_does_not_say_is_no_objection(running: Running) -> None:
    found = looked(running.environment(), PILOT)
    assert list(found) == ["number of nodes"]
    assert (found["number of nodes"].found, found["number of nodes"].expected) == ("6 wanted, 3 run", "3 to 12")
    running.estate.matrix.versions["ap-northeast-3"] = {"i4i.metal": []}
    assert {check.status for check in looked(running.environment(), PILOT).values()} == {Status.PASS}


@pytest.mark.parametrize(("nodes", "status"), [(12, Status.PASS), (13, Status.WARN)])
def test_more_nodes_than_every_region_takes_are_warned_of(running: Running, nodes: int, status: Status) -> None:
    check = looked(running.environment(), PILOT | {"activeNodes": nodes})["number of nodes"]
    assert check.status is status
    if status is Status.WARN:
        assert "Ask Nutanix how many placement partitions ap-northeast-3 has for i4i.metal" in check.what_to_do


def test_as_many_nodes_as_run_are_taken(running: Running) -> None:
    (cluster,) = running.estate.living()
    for _ in range(17):
        cluster.add("i4i.metal", "running")
    assert looked(running.environment(), PILOT | {"activeNodes": 20})["number of nodes"].status is Status.PASS
    assert looked(running.environment(), PILOT | {"activeNodes": 21})["number of nodes"].status is Status.WARN


def test_a_type_that_the_region_has_not_fails(running: Running) -> None:
    running.estate.matrix.versions["ap-northeast-3"] = {"m6id.metal": []}
    check = looked(running.environment(), PILOT)["type of nodes"]
    assert check.status is Status.FAIL
    assert check.what_to_do == (
        "In ap-northeast-3, the NC2 console takes no i4i.metal. Set compute.nodeType to one of m6id.metal."
    )


def test_a_console_that_does_not_answer_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node_limits, "PATIENCE", Timeouts(connect=0.2, read=0.2, call=0.2))
    environment = {"NC2_CONSOLE_ENDPOINT": "https://127.0.0.1:1", "NC2_API_KEY": "key", "NC2_KEY_ID": "id"}
    (check,) = looked(environment, PILOT).values()
    assert check.status is Status.WARN
    assert "not known: Could not read the compatibility matrix" in check.found
