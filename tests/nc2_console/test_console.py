"""The client against the simulated console, over HTTPS."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nc2_console import (
    Console,
    ConsoleConfigurationError,
    ConsoleRefusedError,
    ConsoleUnreachableError,
    Timeouts,
    read_environment,
)
from simulator.console import Estate, Running, Seeded, serve

OSAKA = Seeded("nc2-osaka", "ap-northeast-3", "ap-northeast-3a", "i4i.metal", 3)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serve(Estate([OSAKA], task_clock="ticks:1", seed=1), tmp_path) as served:
        yield served


def console(running: Running, **change: str) -> Console:
    settings = read_environment({**running.environment(), **change})
    assert settings is not None
    return Console(settings, Timeouts(connect=30, read=30, call=60))


def test_a_cluster_is_found_by_name_and_region_with_its_nodes(running: Running) -> None:
    clusters = console(running).clusters
    found = clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    assert (found.joined, found.coming, found.wanted, found.status) == (3, 0, 3, "running")
    assert found.network.availability_zone == "ap-northeast-3a"
    assert clusters.find("nc2-osaka", "ap-northeast-1") is None


def test_nodes_join_while_the_task_runs(running: Running) -> None:
    client = console(running)
    found = client.clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    task = client.clusters.set_nodes(found, "i4i.metal", 5)
    seen = []
    while client.tasks.get(task.id).status == "running":
        seen.append(client.clusters.get(found.id).joined)
    assert seen == sorted(seen)
    assert (client.clusters.get(found.id).joined, client.tasks.get(task.id).status) == (5, "done")


def test_two_clusters_of_one_name_are_told_apart_by_nobody(tmp_path: Path) -> None:
    with (
        serve(Estate([OSAKA, OSAKA], seed=1), tmp_path) as served,
        pytest.raises(ConsoleConfigurationError, match=r"There are 2 clusters 'nc2-osaka' in ap-northeast-3"),
    ):
        console(served).clusters.find("nc2-osaka", "ap-northeast-3")


@pytest.mark.parametrize("nodes", [2, 29])
def test_a_number_of_nodes_that_no_cluster_has_is_refused_in_the_console_s_words(running: Running, nodes: int) -> None:
    clusters = console(running).clusters
    found = clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    with pytest.raises(ConsoleRefusedError, match=rf"number_of_hosts {nodes} must be from 3 to 28"):
        clusters.set_nodes(found, "i4i.metal", nodes)


def test_a_certificate_of_another_authority_is_not_trusted(running: Running) -> None:
    with pytest.raises(ConsoleUnreachableError, match=r"is not trusted, tried once\. Set NC2_CA_BUNDLE"):
        console(running, NC2_CA_BUNDLE="").clusters.list()


def test_a_key_of_another_id_is_refused_with_what_to_check(running: Running) -> None:
    with pytest.raises(ConsoleRefusedError, match=r"HTTP 401.*Check NC2_API_KEY and NC2_KEY_ID"):
        console(running, NC2_KEY_ID="another").clusters.list()
