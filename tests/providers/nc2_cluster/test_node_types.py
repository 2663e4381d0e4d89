"""Node types, capacities and words of the NC2 console that this project did not choose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nc2_console import ConsoleError
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from providers.nc2_cluster.quota import tell_quota
from simulator.aws import serve
from simulator.aws.base import SURROUNDINGS
from tests.providers.conftest import Cloud
from tests.providers.nc2_cluster._nodes import NEW, TYPE, Nodes, serving


@pytest.fixture
def nodes(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tls_dir: Path, request: pytest.FixtureRequest
) -> Iterator[Nodes]:
    """The parameter is how many nodes there are at first."""
    with serving(cloud, monkeypatch, tls_dir, getattr(request, "param", 3)) as found:
        yield found


def kinds(nodes: Nodes) -> dict[str, int]:
    """The nodes by type, and that the API's storage of each is as it was."""
    (cluster,) = nodes.estate.living()
    return dict(cluster.by_type)


def test_nodes_of_another_type_of_its_group_join_beside_those_that_stay_and_leave_again(nodes: Nodes) -> None:
    nodes.up(3)
    assert nodes.up(6, node_type="i3en.metal") == "update", "no cluster is replaced for its type"
    assert kinds(nodes) == {"i4i.metal": 3, "i3en.metal": 3}
    assert nodes.up(3, node_type="i3en.metal") == "update"
    assert kinds(nodes) == {"i4i.metal": 3}
    with pytest.raises(ConsoleError, match=r"it has 3 i4i.metal, and of i3en.metal there may be none, or 3 or more"):
        nodes.up(5, node_type="i3en.metal")


def test_legacy_nodes_stay_and_none_is_added(nodes: Nodes) -> None:
    (cluster,) = nodes.estate.living()
    cluster.capacity[0]["host_type"] = "i3.metal"
    for host in cluster.hosts:
        host.type = "i3.metal"
    assert nodes.up(3, node_type="i3.metal") == "create"
    with pytest.raises(ConsoleError, match=r"since 2026-09-08 NC2 adds no node of i3.metal. Its 3 nodes stay"):
        nodes.up(6, node_type="i3.metal")
    assert not nodes.estate.tasks
    assert nodes.up(6, node_type="i4i.metal") == "update"
    assert kinds(nodes) == {"i3.metal": 3, "i4i.metal": 3}


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_no_cluster_is_made_of_legacy_nodes(nodes: Nodes) -> None:
    with pytest.raises(ConsoleError, match=r"since 2026-09-08 NC2 makes none of i3.metal. Set compute.nodeType"):
        nodes.up(3, new=NEW, node_type="i3.metal")


def test_volumes_that_somebody_added_stay_with_every_change_of_the_nodes(nodes: Nodes) -> None:
    storage = {"disk_type": "gp3", "capacity_per_host": 4000}
    (cluster,) = nodes.estate.living()
    cluster.capacity[0] |= {"remote_storage": storage, "advanced_settings": {"cvm_volume_iops": 6000}}
    nodes.up(5)
    assert cluster.capacity == [
        {
            "host_type": TYPE,
            "number_of_hosts": 5,
            "node_type": "hci",
            "remote_storage": storage,
            "advanced_settings": {"cvm_volume_iops": 6000},
        }
    ]


def test_words_that_nobody_has_published_mean_that_the_console_still_works(nodes: Nodes, said: list[str]) -> None:
    nodes.estate.words = {"pending": "bootstrapping", "removing": "evacuating"}
    assert nodes.up(5) == "create"
    assert nodes.clusters == [("nc2-tokyo", 5)]
    assert any("on their way (bootstrapping)" in line for line in said)


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_a_cluster_that_an_earlier_release_made_is_no_change(nodes: Nodes) -> None:
    old = {name: value for name, value in NEW.items() if name not in ("vpc_cidr", "flow_subnet_cidr")}
    with pytest.raises(ConsoleError, match=r"Declare new.vpc_cidr and new.flow_subnet_cidr"):
        nodes.up(3, new=old)
    nodes.up(3, new=NEW)
    nodes.engine.state["new"] = old
    assert nodes.up(3, new=NEW) == "same"
    assert nodes.up(3, new={**NEW, "ssh_key": "another"}) == "update"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The region of the nodes, whose account has a quota for three of them."""
    monkeypatch.setitem(SURROUNDINGS.quotas, "L-1216C47A", 384)
    with serve() as endpoint:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "testing")
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        yield


@pytest.mark.usefixtures("aws")
def test_a_preview_warns_of_nodes_that_the_quota_of_the_region_does_not_let_come(nodes: Nodes, said: list[str]) -> None:
    def told(wanted: int, **more: str) -> list[str]:
        said.clear()
        tell_quota(Nc2ClusterInputs.model_validate({**nodes.inputs(wanted, **more), "owner": "x"}), 0)
        return said

    assert told(3) == []
    (warning,) = told(4)
    assert "4 more of i4i.metal need 512 vCPUs" in warning
    assert "(L-1216C47A) in ap-northeast-1 0 of 384 vCPUs used" in warning
    assert told(3, node_type="x2idn.metal") == [], "a quota of its own"
    assert "need 1,152 vCPUs" in told(12, node_type="i7i.metal-24xl")[0]
