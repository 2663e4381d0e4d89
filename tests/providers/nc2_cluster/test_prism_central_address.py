"""Where the Prism Central of a new cluster answers: as the NC2 console tells it, which alone knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prism import ConfigurationError
from providers.nc2_cluster import Nc2ClusterProvider
from providers.nc2_cluster.prism_address import not_among
from tests.providers._engine import Engine
from tests.providers.conftest import Cloud
from tests.providers.nc2_cluster._nodes import NEW, Nodes, serving

pytestmark = pytest.mark.slow


@pytest.fixture
def nodes(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tls_dir: Path) -> Iterator[Nodes]:
    """A site without a cluster, whose Prism Central will answer on this machine."""
    with serving(cloud, monkeypatch, tls_dir, 0) as found:
        found.estate.addresses["nc2-tokyo"] = "127.0.0.1"
        yield found


def warned(said: list[str]) -> list[str]:
    return [line for line in said if "PRISM_ENDPOINT" in line]


def test_the_console_s_address_is_an_output_and_no_change_later(nodes: Nodes, said: list[str]) -> None:
    assert nodes.up(3, new=NEW) == "create"
    assert nodes.engine.state["prism_central_addresses"] == ["127.0.0.1"]
    assert warned(said) == []
    assert nodes.engine.refresh()
    assert nodes.engine.state["prism_central_addresses"] == ["127.0.0.1"]
    assert nodes.up(3, new=NEW) == "same"


def test_an_endpoint_that_the_console_does_not_tell_is_warned_of(nodes: Nodes, said: list[str]) -> None:
    del nodes.estate.addresses["nc2-tokyo"]
    nodes.up(3, new=NEW)
    assert nodes.engine.state["prism_central_addresses"] == ["10.0.0.10", "10.0.0.11"]
    (line,) = warned(said)
    assert "PRISM_ENDPOINT leads to 127.0.0.1, but the NC2 console shows the Prism Central of 'nc2-tokyo' at" in line
    assert "10.0.0.10 and 10.0.0.11" in line
    assert "set PRISM_ENDPOINT to https://10.0.0.10:9440" in line


def test_without_an_endpoint_the_error_says_which_address_to_set(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    del nodes.estate.addresses["nc2-tokyo"]
    monkeypatch.delenv("PRISM_ENDPOINT")
    with pytest.raises(ConfigurationError, match=r"Set PRISM_ENDPOINT to https://10\.0\.0\.10:9440"):
        nodes.up(3, new=NEW)


def test_a_console_that_does_not_tell_changes_nothing(nodes: Nodes, said: list[str]) -> None:
    nodes.trouble("status", method="GET", path="/api/v2/cloud-accounts/*", count=-1, status=404)
    nodes.up(3, new=NEW)
    assert nodes.engine.state["prism_central_addresses"] == []
    assert warned(said) == []
    assert any("did not tell where the Prism Central of 'nc2-tokyo' answers" in line for line in said)


def test_what_a_console_told_once_stays_while_it_does_not_answer(nodes: Nodes) -> None:
    nodes.up(3, new=NEW)
    nodes.trouble("status", method="GET", path="/api/v2/cloud-accounts/*", count=-1, status=404)
    assert nodes.engine.refresh()
    assert nodes.engine.state["prism_central_addresses"] == ["127.0.0.1"]


def test_a_state_of_before_is_no_change_and_a_refresh_adds_the_address(nodes: Nodes) -> None:
    nodes.up(3, new=NEW)
    old = {name: value for name, value in nodes.engine.state.items() if name != "prism_central_addresses"}
    engine = Engine(Nc2ClusterProvider, id=nodes.engine.id, state=old)
    assert engine.up(nodes.inputs(3, new=NEW)) == "same"
    assert engine.refresh()
    assert engine.state["prism_central_addresses"] == ["127.0.0.1"]


def test_without_a_key_later_the_address_stays(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes.up(3, new=NEW)
    monkeypatch.delenv("NC2_API_KEY")
    monkeypatch.delenv("NC2_KEY_ID")
    assert nodes.engine.refresh()
    assert nodes.engine.state["prism_central_addresses"] == ["127.0.0.1"]


def test_of_a_cluster_that_exists_nothing_is_asked(nodes: Nodes) -> None:
    nodes.up(3, new=NEW)
    nodes.trouble("status", method="GET", path="/api/v2/cloud-accounts/*", count=-1, status=500)
    engine = Engine(Nc2ClusterProvider)
    engine.up(nodes.inputs(3))
    assert engine.state["prism_central_addresses"] == []


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://10.0.0.10:9440", None),
        ("https://10.0.0.11", None),
        ("https://10.0.0.12:9440", "10.0.0.12"),
        ("https://localhost:9440", "localhost"),
        ("https://no-such-host.invalid:9440", None),
        ("", None),
        ("https://[::1", None),
    ],
)
def test_only_an_address_that_is_known_is_held_against_the_console_s(endpoint: str, host: str | None) -> None:
    assert not_among(endpoint, ("10.0.0.10", "10.0.0.11")) == host
