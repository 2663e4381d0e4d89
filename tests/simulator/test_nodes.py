"""The cluster's nodes, and what their memory allows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator import SiteSpec
from simulator.__main__ import main, read_site
from tests.simulator.estate import overlay
from tests.simulator.harness import CLUSTERS, VMS, Prism, TaskFailed

HOSTS = "/api/clustermgmt/v4.0/config/hosts"
_SMALL = (SiteSpec("tokyo", "ap-northeast-1", nodes=1, node_memory_bytes=2**30), SiteSpec("osaka", "ap-northeast-3"))


def test_hosts_are_listed_alone_and_under_their_cluster(tokyo: Prism) -> None:
    path = f"{CLUSTERS}/{tokyo.model.cluster_id}"
    everywhere = tokyo.list(HOSTS)
    assert [host["hostName"] for host in everywhere] == [f"nc2-tokyo-node-{n}" for n in (1, 2, 3)]
    assert tokyo.list(f"{path}/hosts") == everywhere
    assert tokyo.get(f"{path}/hosts/{everywhere[0]['extId']}") == everywhere[0]
    assert tokyo.get(path)["nodes"]["numberOfNodes"] == 3


def test_running_vms_are_spread_over_the_nodes(tokyo: Prism) -> None:
    network = overlay(tokyo)
    for number in range(3):
        tokyo.add_vm(f"app-{number}", network.app, on=True)
    assert [host["hypervisor"]["numberOfVms"] for host in tokyo.list(HOSTS)] == [1, 1, 1]


def test_vm_of_a_removed_node_runs_on_another(tokyo: Prism) -> None:
    network = overlay(tokyo)
    vms = [tokyo.add_vm(f"app-{number}", network.app, on=True) for number in range(3)]
    assert tokyo.control("PUT", "capacity", {"nodes": 1})["nodes"] == 1
    (host,) = tokyo.list(HOSTS)
    assert {tokyo.get(f"{VMS}/{vm}")["host"]["extId"] for vm in vms} == {host["extId"]}


def test_powered_off_vm_is_on_no_node(tokyo: Prism) -> None:
    vm = tokyo.add_vm("app", overlay(tokyo).app, on=True)
    tokyo.vm_action(vm, "power-off")
    assert "host" not in tokyo.get(f"{VMS}/{vm}")


def test_nodes_memory_limits_what_can_be_powered_on(prisms: Callable[..., tuple[Prism, Prism]]) -> None:
    tokyo, _ = prisms(sites=_SMALL)
    network = overlay(tokyo)
    tokyo.add_vm("one", network.app, on=True)
    with pytest.raises(TaskFailed, match="too little memory"):
        tokyo.add_vm("two", network.app, on=True)
    tokyo.control("PUT", "capacity", {"nodes": 2})
    tokyo.vm_action(tokyo.named(VMS, "two")["extId"], "power-on")


def test_the_command_line_says_which_nodes_and_how_many() -> None:
    spec = read_site("tokyo", "ap-northeast-1,nodes=5,node_memory_bytes=1073741824,node_type=z1d.metal")
    assert (spec.nodes, spec.node_memory_bytes, spec.node_type) == (5, 2**30, "z1d.metal")


@pytest.mark.parametrize("words", ["nodes=few", "nodes=-1", "node_memory_bytes=0"])
def test_a_number_of_nodes_that_is_none_is_refused(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--site", f"tokyo=ap-northeast-1,{words}", "--directory", str(tmp_path)]) == 1
    assert "expected a whole number from" in capsys.readouterr().err


def test_the_status_tells_of_nodes_and_their_type(prisms: Callable[..., tuple[Prism, Prism]]) -> None:
    tokyo, _ = prisms(sites=_SMALL)
    assert tokyo.control("GET", "status")["sites"]["tokyo"]["capacity"] == {
        "memoryBytes": 2**30,
        "floatingIps": None,
        "nodes": 1,
        "nodeType": "i4i.metal",
    }
