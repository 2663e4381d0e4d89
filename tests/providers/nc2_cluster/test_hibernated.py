"""A hibernated cluster is resumed, and the preview says so and how long that has taken elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.providers.conftest import Cloud
from tests.providers.nc2_cluster._nodes import Nodes, serving

pytestmark = pytest.mark.slow


@pytest.fixture
def nodes(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tls_dir: Path) -> Iterator[Nodes]:
    with serving(cloud, monkeypatch, tls_dir, 3) as found:
        yield found


def hibernate(nodes: Nodes) -> None:
    """As somebody does it in the console."""
    (cluster,) = nodes.estate.living()
    nodes.estate.act(cluster, "hibernate")
    while cluster.status != "hibernated":
        nodes.estate.clock.looked_at()
        nodes.estate.advance()


def test_the_preview_of_a_hibernated_cluster_says_that_it_is_resumed(nodes: Nodes, said: list[str]) -> None:
    nodes.up(3)
    hibernate(nodes)
    assert nodes.engine.refresh()
    said.clear()
    assert nodes.engine.diff(nodes.inputs(3)).changes
    (line,) = said
    assert "The hibernated cluster will be resumed" in line
    assert "110 minutes for 9.74 TB" in line
    assert "will be created" not in line


def test_a_hibernated_cluster_is_resumed_and_brought_to_its_nodes(nodes: Nodes, said: list[str]) -> None:
    nodes.up(3)
    hibernate(nodes)
    assert nodes.engine.refresh()
    assert nodes.up(6) == "update"
    assert nodes.clusters == [("nc2-tokyo", 6)]
    assert any("is hibernated. It will be resumed" in line for line in said)
