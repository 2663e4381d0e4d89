"""How many nodes, and of which types, the console takes in a region."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nc2_console import ConsoleRefusedError
from tests.providers._engine import Engine
from tests.providers.conftest import Cloud
from tests.providers.nc2_cluster._nodes import NEW, TYPE, Nodes, serving

pytestmark = pytest.mark.slow

TOKYO = "ap-northeast-1"


@pytest.fixture
def nodes(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tls_dir: Path, request: pytest.FixtureRequest
) -> Iterator[Nodes]:
    """The parameter is how many nodes there are at first."""
    with serving(cloud, monkeypatch, tls_dir, getattr(request, "param", 3)) as found:
        yield found


def previewed(nodes: Nodes, said: list[str], count: int, **more: object) -> list[str]:
    """What the preview warns of."""
    said.clear()
    if nodes.engine.state:
        nodes.engine.diff(nodes.inputs(count, **more))
    else:
        Engine(type(nodes.engine.make())).check(nodes.inputs(count, **more))
    return [line for line in said if "would be refused" in line]


def test_too_many_nodes_for_the_partitions_of_a_region_are_refused_with_what_limits_them(nodes: Nodes) -> None:
    nodes.estate.matrix.partitions[TOKYO, TYPE] = 4
    nodes.up(3)
    with pytest.raises(ConsoleRefusedError, match=r"from 3 to 16 for i4i\.metal.*More than 12 nodes need more than 3"):
        nodes.up(17)
    assert nodes.clusters == [("nc2-tokyo", 3)]
    assert nodes.up(16) == "update"


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_a_new_cluster_that_is_too_large_is_refused_likewise(nodes: Nodes) -> None:
    nodes.estate.matrix.partitions[TOKYO, TYPE] = 3
    with pytest.raises(ConsoleRefusedError, match=r"More than 12 nodes need.*Lower activeNodes or standbyNodes"):
        nodes.up(13, new=NEW)


def test_another_refusal_says_nothing_of_partitions(nodes: Nodes) -> None:
    nodes.estate.matrix.partitions[TOKYO, TYPE] = 2
    nodes.up(3)
    with pytest.raises(ConsoleRefusedError, match="is not supported in") as caught:
        nodes.up(6)
    assert "partitions" not in str(caught.value)


def test_a_type_that_the_region_has_not_is_said_in_the_preview(nodes: Nodes, said: list[str]) -> None:
    nodes.up(3)
    assert previewed(nodes, said, 6) == [], "a console that does not say is no objection"
    nodes.estate.matrix.versions[TOKYO] = {TYPE: ["7.3"]}
    assert previewed(nodes, said, 6) == []
    nodes.estate.matrix.versions[TOKYO] = {"i3en.metal": [], "m6id.metal": []}
    assert previewed(nodes, said, 6) == [
        "Nodes of 'nc2-tokyo' would be refused: in ap-northeast-1, the NC2 console takes no i4i.metal. Set "
        "compute.nodeType to one of i3en.metal, m6id.metal."
    ]
    assert previewed(nodes, said, 3) == [], "no node is asked for"


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_a_version_that_the_type_has_not_is_said_in_the_preview_of_a_new_cluster(nodes: Nodes, said: list[str]) -> None:
    nodes.estate.matrix.versions[TOKYO] = {TYPE: ["7.5", "7.6"]}
    (line,) = previewed(nodes, said, 3, new=NEW)
    assert line.endswith("does not take i4i.metal with AOS 7.3. Set compute.aosVersion to one of 7.5, 7.6.")
    nodes.estate.matrix.versions[TOKYO] = {TYPE: ["7.3"]}
    assert previewed(nodes, said, 3, new=NEW) == []


def test_a_console_that_fails_there_fails_no_preview(nodes: Nodes, said: list[str]) -> None:
    nodes.up(3)
    nodes.trouble("status", method="GET", path="/api/v2/compatibility-matrix", count=-1, status=500)
    assert previewed(nodes, said, 6) == []
    assert any("3 → 6 nodes" in line for line in said)
