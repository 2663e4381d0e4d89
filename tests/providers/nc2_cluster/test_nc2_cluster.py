"""A cluster's nodes through the NC2 console: out, in, none, by hand, killed, refused and short of capacity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
import requests

from errors import OperatorError
from nc2_console import ConsoleError, ConsoleTaskFailedError, ConsoleUnreachableError, Session
from prism import Timeouts as PrismTimeouts
from prism.networking import Vpcs
from prism.vmm import Vms
from providers.nc2_cluster import Nc2ClusterProvider, StepByHandError, WaitingTooLongError
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import new_vm
from tests.providers.base.test_lifecycle import Killed
from tests.providers.conftest import Cloud
from tests.providers.nc2_cluster._nodes import NEW, TYPE, ZONE, Nodes, serving


@pytest.fixture
def nodes(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tls_dir: Path, request: pytest.FixtureRequest
) -> Iterator[Nodes]:
    """The parameter is how many nodes there are at first."""
    with serving(cloud, monkeypatch, tls_dir, getattr(request, "param", 3)) as found:
        yield found


def test_a_cluster_that_has_its_nodes_is_taken_up_and_nothing_is_asked_for(nodes: Nodes) -> None:
    assert nodes.up(3) == "create"
    assert nodes.engine.state["joined"] == 3
    assert not nodes.estate.tasks
    assert nodes.up(3) == "same"
    assert nodes.engine.refresh()
    assert nodes.up(3) == "same"


def test_nodes_join_one_by_one_and_prism_central_shows_them(nodes: Nodes, said: list[str]) -> None:
    nodes.up(3)
    assert nodes.up(6) == "update"
    assert (nodes.shown, nodes.clusters) == (6, [("nc2-tokyo", 6)])
    assert any("4 of 6 nodes run, 2 on their way" in line for line in said) or any("of 6 nodes run" in x for x in said)
    assert nodes.up(6) == "same"


def test_the_preview_says_nodes_time_and_money_and_changes_nothing(nodes: Nodes, said: list[str]) -> None:
    nodes.up(3)
    said.clear()
    assert nodes.engine.diff(nodes.inputs(6, reasons=["the site is active: activeNodes is 6"])).changes
    (line,) = said
    assert "3 → 6 nodes of i4i.metal (the site is active: activeNodes is 6)" in line
    assert "about 35 minutes" in line
    assert "USD 30.00 → 60.00 per hour" in line
    assert "USD 21,900 → 43,800 per month" in line
    assert not nodes.estate.tasks


def test_other_reasons_or_prices_are_no_change(nodes: Nodes) -> None:
    nodes.up(3)
    assert nodes.up(3, reasons=["otherwise"], usd_per_node_hour=12) == "same"


def test_after_failback_the_nodes_leave(nodes: Nodes) -> None:
    nodes.up(6)
    assert nodes.up(3) == "update"
    assert (nodes.shown, nodes.clusters) == (3, [("nc2-tokyo", 3)])


def test_nodes_that_running_vms_need_stay_until_they_are_off(nodes: Nodes, said: list[str]) -> None:
    nodes.up(6)
    client = nodes.cloud.client("tokyo")
    vms = [new_vm(client, f"app-{number}") for number in range(5)]
    for vm in vms:
        Vms(client).update(vm, lambda found: found.model_copy(update={"memory_size_bytes": 900 * 2**30}))
    assert nodes.up(3) == "update"
    assert nodes.shown == 6
    assert any("keeps 6 nodes instead of 3: app-0, app-1" in line for line in said)
    for vm in vms:
        Vms(client).power_off(vm)
    assert nodes.up(3) == "update"
    assert nodes.shown == 3
    assert nodes.up(3) == "same"


def test_what_somebody_scaled_by_hand_is_put_right(nodes: Nodes) -> None:
    nodes.up(3)
    cluster = nodes.estate.living()[0]
    cluster.hosts.pop()
    assert nodes.engine.refresh()
    assert nodes.up(3) == "update"
    assert nodes.clusters == [("nc2-tokyo", 3)]


def test_a_node_that_does_not_join_is_named_the_others_stay_and_the_next_run_asks_again(nodes: Nodes) -> None:
    nodes.up(3)
    nodes.trouble("node-fails")
    with pytest.raises(ConsoleTaskFailedError, match=r"has 5 nodes.*1 of 6 nodes are missing \(nc2-tokyo-node-4 fail"):
        nodes.up(6)
    assert nodes.shown == 5
    assert nodes.up(6) == "update"
    assert nodes.shown == 6
    assert nodes.up(6) == "same"


def test_a_zone_without_capacity_is_said_with_what_to_do_and_what_it_gave_is_kept(nodes: Nodes) -> None:
    nodes.up(3)
    nodes.trouble("no-capacity", type=TYPE, zone=ZONE, free=1)
    with pytest.raises(ConsoleTaskFailedError, match=r"InsufficientInstanceCapacity.*Capacity Reservation"):
        nodes.up(6)
    assert nodes.shown == 4
    requests.delete(
        f"{nodes.running.endpoint}/simulator/v1/faults", verify=nodes.running.ca_bundle, timeout=5
    ).raise_for_status()
    assert nodes.up(6) == "update"
    assert nodes.shown == 6


def test_a_run_that_waits_too_long_says_so_and_the_next_takes_up_a_late_success(nodes: Nodes) -> None:
    nodes.up(3)
    nodes.trouble("stuck", seconds=100_000)
    with pytest.raises(WaitingTooLongError, match="goes on by itself"):
        nodes.up(6, timeout_seconds=0.2)
    nodes.estate.clock.advance(100_000)
    assert nodes.up(6) == "update"
    assert nodes.shown == 6
    assert len(nodes.estate.tasks) == 1


def killed_at(fatal: int, run: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Runs it and kills it right after its ``fatal``-th call of the console; False where it ended before."""
    honest, calls = Session.call, 0

    def count_and_die(self: Session, *args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        answer = honest(self, *args, **kwargs)
        calls += 1
        if calls == fatal:
            raise Killed
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(Session, "call", count_and_die)
        try:
            run()
        except Killed:
            return True
    return False


@pytest.mark.slow
def test_a_scale_out_killed_after_any_call_is_taken_up_and_asked_for_once(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes.up(3)
    for fatal in range(1, 40):
        before = len(nodes.estate.tasks)
        if not killed_at(fatal, lambda: nodes.up(6), monkeypatch):
            break
        assert nodes.up(6) in ("update", "same")
        assert nodes.shown == 6
        assert len(nodes.estate.tasks) == before + 1
        assert nodes.up(3) == "update"
    else:
        pytest.fail("the scale-out never ended")
    assert fatal > 5


@pytest.mark.slow
@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_a_create_killed_after_any_call_makes_one_cluster(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    for fatal in range(1, 60):
        nodes.engine = Engine(Nc2ClusterProvider)
        if not killed_at(fatal, lambda: nodes.up(3, new=NEW), monkeypatch):
            break
        assert nodes.up(3, new=NEW) == "create"
        assert nodes.clusters == [("nc2-tokyo", 3)]
        assert nodes.up(0, new=NEW) == "update"
        assert nodes.clusters == []
    else:
        pytest.fail("the create never ended")
    assert fatal > 5


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_zero_compute_comes_from_nothing_and_goes_back_to_nothing(nodes: Nodes) -> None:
    assert nodes.up(0, new=NEW) == "create"
    assert nodes.up(0, new=NEW) == "same"
    assert nodes.engine.refresh()
    assert nodes.up(4, new=NEW) == "update"
    assert (nodes.shown, nodes.clusters) == (4, [("nc2-tokyo", 4)])
    assert Vpcs(nodes.cloud.client("tokyo")).find_by_name("transit-vpc") is not None
    assert nodes.up(0, new=NEW) == "update"
    assert (nodes.shown, nodes.clusters) == (0, [])
    nodes.engine.destroy()


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_a_cluster_on_which_vms_are_is_not_terminated_though_they_may_be_off(nodes: Nodes, said: list[str]) -> None:
    nodes.up(3, new=NEW)
    vm = new_vm(nodes.cloud.client("tokyo"), "app-1")
    assert nodes.up(0, new=NEW) == "update"
    assert nodes.clusters == [("nc2-tokyo", 3)]
    assert any("keeps its 3 nodes. app-1 (3 nodes needed) still run there." in line for line in said)
    with pytest.raises(OperatorError, match="was not terminated, because it still has VMs"):
        nodes.engine.destroy()
    Vms(nodes.cloud.client("tokyo")).power_off(vm)
    with pytest.raises(OperatorError, match="was not terminated, because it still has VMs"):
        nodes.engine.destroy()
    assert any("app-1 are powered off there and may be the only copy" in line for line in said)
    Vms(nodes.cloud.client("tokyo")).delete(vm, "app-1")
    nodes.engine.destroy()
    assert nodes.clusters == []


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_a_lost_answer_to_the_create_makes_one_cluster(nodes: Nodes) -> None:
    nodes.trouble("lost-response", method="POST", path="/api/v2/clusters/aws")
    with pytest.raises(ConsoleUnreachableError, match="The console may have acted nevertheless"):
        nodes.up(3, new=NEW)
    assert nodes.up(3, new=NEW) == "create"
    assert nodes.clusters == [("nc2-tokyo", 3)]
    assert len(nodes.estate.tasks) == 1


def test_a_cluster_that_was_not_made_here_stays_at_destroy(nodes: Nodes) -> None:
    nodes.up(3)
    nodes.engine.destroy()
    assert nodes.clusters == [("nc2-tokyo", 3)]


@pytest.mark.parametrize("nodes", [0], indirect=True)
def test_a_missing_cluster_that_is_not_made_here_is_named(nodes: Nodes) -> None:
    with pytest.raises(ConsoleError, match=r"no NC2 cluster 'nc2-tokyo' in ap-northeast-1.*zero-compute"):
        nodes.up(3)


def test_a_cluster_of_another_node_type_is_not_touched(nodes: Nodes) -> None:
    with pytest.raises(ConsoleError, match=r"has nodes of i4i.metal, beside which NC2 adds no z1d.metal"):
        nodes.up(6, node_type="z1d.metal")
    assert not nodes.estate.tasks


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"nodes": 2}, "nodes is 2: expected 3 to 28, or 0"),
        ({"nodes": 29}, "nodes is 29: expected 3 to 28, or 0"),
        ({"nodes": 0}, "nodes is 0: expected nodes, because this stack did not make the cluster"),
        ({"node_type": "m5.large"}, "node_type is 'm5.large': expected one of"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_before_anything(nodes: Nodes, wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(CheckFailed, match=reason):
        nodes.engine.check({**nodes.inputs(3), **wrong})


@pytest.mark.parametrize("kind", ["reset", "hang", "status"])
def test_reads_are_tried_again_through_a_short_disturbance(nodes: Nodes, kind: str) -> None:
    nodes.trouble(kind, method="GET", path="/api/v2/clusters*", count=1)
    assert nodes.up(3) == "create"


class TestByHand:
    """No key in the environment."""

    @pytest.fixture(autouse=True)
    def without_key(self, nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NC2_API_KEY")
        monkeypatch.delenv("NC2_KEY_ID")

    def test_the_run_stops_with_the_step_and_goes_on_when_prism_central_shows_the_nodes(
        self, nodes: Nodes, said: list[str]
    ) -> None:
        assert nodes.up(3) == "create"
        step = r"open 'nc2-tokyo' \(ap-northeast-1, ap-northeast-1a\), Cluster Capacity, and set i4i.metal from 3 to 6"
        assert nodes.engine.diff(nodes.inputs(6)).changes
        assert any("The run will stop here" in line for line in said)
        with pytest.raises(StepByHandError, match=step):
            nodes.up(6)
        nodes.cloud.control("PUT", "capacity", {"nodes": 5})
        with pytest.raises(StepByHandError, match="from 5 to 6"):
            nodes.up(6)
        nodes.cloud.control("PUT", "capacity", {"nodes": 6})
        assert nodes.up(6) == "update"
        assert nodes.up(6) == "same"
        assert nodes.engine.refresh()
        assert nodes.up(6) == "same"

    @pytest.mark.parametrize("nodes", [0], indirect=True)
    def test_a_cluster_is_made_and_ended_by_hand(self, nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
        soon = PrismTimeouts(connect=0.5, read=0.5, call=0.3)
        monkeypatch.setattr("providers.base.client.Timeouts", lambda: soon)
        monkeypatch.setattr("providers.nc2_cluster.foretell.PREVIEW", soon)
        assert nodes.up(0, new=NEW) == "create"
        with pytest.raises(
            StepByHandError, match=r"Create Cluster: AWS, name 'nc2-tokyo'.*4 hosts of i4i.metal.*'ops'"
        ):
            nodes.up(4, new=NEW)
        nodes.cloud.control("PUT", "cluster", {"nodes": 4})
        assert nodes.up(4, new=NEW) == "update"
        with pytest.raises(StepByHandError, match="Actions, Terminate"):
            nodes.up(0, new=NEW)
        nodes.cloud.control("PUT", "cluster", {"nodes": 0})
        assert nodes.up(0, new=NEW) == "update"


def test_no_secret_is_in_state_in_what_is_said_or_in_errors(
    nodes: Nodes, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes.up(3)
    nodes.up(6)
    errors = []
    for status in (401, 403, 404, 422, 500):
        nodes.trouble("status", method="*", path="/api/*", count=-1, status=status, message=nodes.running.api_key)
        with pytest.raises(OperatorError) as caught:
            nodes.up(3)
        errors.append(str(caught.value))
        requests.delete(
            f"{nodes.running.endpoint}/simulator/v1/faults", verify=nodes.running.ca_bundle, timeout=5
        ).raise_for_status()
    monkeypatch.setenv("NC2_KEY_ID", "")
    with pytest.raises(OperatorError, match="NC2_KEY_ID is not set") as caught:
        nodes.up(3)
    shown = str([nodes.engine.state, said, errors, str(caught.value)])
    assert nodes.running.api_key not in shown
    assert "Bearer" not in shown


def test_a_wrong_key_is_told(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NC2_API_KEY", "another")
    with pytest.raises(ConsoleError, match=r"HTTP 401.*Check NC2_API_KEY and NC2_KEY_ID"):
        nodes.up(3)


def test_unknown_inputs_at_preview_neither_fail_nor_ask_anybody(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = nodes.inputs(3)
    monkeypatch.delenv("NC2_API_KEY")
    monkeypatch.delenv("PRISM_ENDPOINT")
    unknown = dict.fromkeys(inputs, pulumi.output.UNKNOWN)
    assert Engine(Nc2ClusterProvider, id="id", state=inputs).diff(unknown).changes
