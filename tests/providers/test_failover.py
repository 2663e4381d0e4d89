"""Failovers on two simulated sites: planned, back again, unplanned, killed anywhere, pressed twice, and
refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pulumi
import pulumi.output
import pytest

from errors import OperatorError
from prism import PrismCentral, PrismError, Timeouts
from prism.dataprotection import RecoveryPlanJob, RecoveryPlanJobs
from prism.networking import Subnets
from prism.prism import Categories, Category
from prism.vmm import Vms
from providers.failover.takeover import Takeover
from tests.providers._sites import WORKLOAD, Stack, Workload, accepting, add_vm, protected_workload
from tests.providers.base.test_lifecycle import Killed
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


def never_two_actives(workload: Workload) -> None:
    """Checks the whole history: no VM was powered on while another copy of it ran."""
    running: dict[str, set[str]] = {}
    for event in workload.cloud.world.events.log:
        copies = running.setdefault(event["lineage"], set())
        if event["event"] == "vm.powered_on":
            assert not copies, f"{event['name']} was started at {event['site']} while a copy of it ran"
            copies.add(event["vm"])
        elif event["event"] in ("vm.powered_off", "vm.deleted"):
            copies.discard(event["vm"])


def flip(workload: Workload, active: str, mode: str = "planned", **more: Any) -> None:
    """Both stacks up in their order: the site that takes over first."""
    stacks = {"osaka": (workload.osaka, workload.tokyo), "tokyo": (workload.tokyo, workload.osaka)}
    for stack in stacks[active]:
        stack.up(active, mode, **more)


def test_the_first_up_only_records_where_the_workload_runs(workload: Workload) -> None:
    assert workload.tokyo.state["state"] == "active"
    assert workload.osaka.state["state"] == "standby"
    assert workload.osaka.state["generation"] == 0
    assert workload.running("tokyo") == WORKLOAD
    assert workload.jobs("osaka") == []


def test_a_planned_failover_moves_the_vms_with_their_addresses(workload: Workload) -> None:
    assert workload.osaka.up("osaka") == "update"
    assert workload.running("osaka") == WORKLOAD
    assert workload.running("tokyo") == {}
    state = workload.osaka.state
    assert state["state"] == "active"
    assert state["generation"] == 1
    assert state["job_status"].startswith("SUCCEEDED")
    assert {row["name"]: row["ip"] for row in state["recovered"]} == WORKLOAD
    assert state["started_at"]
    assert state["finished_at"]
    assert workload.jobs("osaka") == ["nc2-dr workload-recovery tokyo to osaka #1"]
    assert workload.tokyo.up("osaka") == "update"
    assert workload.tokyo.state["state"] == "standby"
    assert workload.tokyo.state["superseded"] == []
    never_two_actives(workload)


def test_pressed_twice_it_happens_once(workload: Workload) -> None:
    workload.osaka.up("osaka")
    assert workload.osaka.up("osaka") == "same"
    workload.osaka.refresh()
    assert workload.osaka.up("osaka") == "same"
    assert len(workload.jobs("osaka")) == 1


def test_it_goes_there_and_back_and_there_again(workload: Workload) -> None:
    for number, active in enumerate(("osaka", "tokyo", "osaka"), start=1):
        first, second = (workload.osaka, workload.tokyo) if active == "osaka" else (workload.tokyo, workload.osaka)
        first.up(active)
        second.up(active)
        assert workload.running(active) == WORKLOAD
        assert (first.state["generation"], second.state["generation"]) == (number, number)
        never_two_actives(workload)
    assert workload.running("tokyo") == {}


def test_a_planned_failover_with_the_source_gone_changes_nothing_and_names_the_way_out(
    workload: Workload, said: list[str]
) -> None:
    workload.cloud.links(tokyo="down")
    with pytest.raises(PrismError, match=r"tokyo \(pc-tokyo\) cannot be reached.*failoverMode: unplanned"):
        workload.osaka.up("osaka")
    assert workload.running("osaka") == {}
    assert workload.osaka.state["generation"] == 0
    assert workload.jobs("osaka") == []
    assert workload.osaka.up("osaka", "unplanned") == "update"
    assert workload.running("osaka") == WORKLOAD


def test_the_update_itself_also_refuses_where_the_preview_could_not_know(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.failover.view.FailoverView.pairing", "")
    workload.cloud.links(tokyo="down")
    with pytest.raises(PrismError, match="failoverMode: unplanned"):
        workload.osaka.up("osaka")
    assert workload.jobs("osaka") == []


def test_after_an_unplanned_failover_the_returning_site_stands_down_and_can_be_failed_back_to(
    workload: Workload, said: list[str]
) -> None:
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    assert workload.running("osaka") == WORKLOAD
    # Cut off, Tokyo has gone on running: nobody could tell it not to.
    assert workload.running("tokyo") == WORKLOAD
    workload.cloud.links(tokyo="up")

    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert workload.tokyo.state["superseded"] == sorted(WORKLOAD)
    assert workload.running("tokyo") == {}
    assert workload.off("tokyo") == sorted(WORKLOAD)

    assert workload.tokyo.up("tokyo") == "update"
    assert workload.running("tokyo") == WORKLOAD
    assert workload.off("tokyo") == []
    assert any("stale copies" in line for line in said)
    workload.osaka.up("tokyo")
    assert workload.running("osaka") == {}


def test_stale_copies_that_prism_refuses_to_replace_are_removed_first(workload: Workload) -> None:
    workload.cloud.world.stale_copies = "refuse"
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    workload.cloud.links(tokyo="up")
    workload.tokyo.up("osaka", "unplanned")
    assert workload.tokyo.up("tokyo") == "update"
    assert workload.running("tokyo") == WORKLOAD
    assert workload.off("tokyo") == []


def test_a_vm_that_is_off_but_not_marked_by_us_is_never_removed(workload: Workload) -> None:
    workload.osaka.up("osaka")
    workload.tokyo.up("osaka")
    client = workload.cloud.client("tokyo")
    category = Categories(client).find("DisasterRecovery", "Protected")
    assert category is not None
    subnet = Subnets(client).get_by_name("workload-1")
    other = add_vm(client, "kept-for-forensics", "172.30.1.99", subnet.id, category.id)
    Vms(client).power_off(other)
    workload.tokyo.up("tokyo")
    assert workload.off("tokyo") == ["kept-for-forensics"]


def test_a_site_does_not_stand_down_before_the_other_has_taken_over(workload: Workload, said: list[str]) -> None:
    too_soon = r"tokyo does not stand down before osaka has taken over.*--stack osaka"
    assert workload.tokyo.preview("osaka"), "both previews are read before either is up"
    assert "tokyo stands down after osaka has taken over: run pulumi up --stack osaka first." in said
    assert "2 VMs that still run in tokyo will be powered off" in said[-1]
    assert {"  app-1", "  db-1"} <= set(said[-1].splitlines())
    with pytest.raises(PrismError, match=too_soon):
        workload.tokyo.up("osaka")
    assert workload.running("tokyo") == WORKLOAD
    workload.osaka.up("osaka")
    workload.tokyo.up("osaka")
    assert workload.running("osaka") == WORKLOAD
    never_two_actives(workload)


@pytest.mark.parametrize("mode", ["planned", "unplanned"])
def test_killed_after_any_write_the_next_run_goes_on_and_starts_no_second_job(
    workload: Workload, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    honest = PrismCentral.call
    writes = fatal = 0

    def count_and_die(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        nonlocal writes
        reply = honest(self, subject, method, *args, **kwargs)
        if method in ("POST", "PUT", "DELETE"):
            writes += 1
            if writes == fatal:
                raise Killed
        return reply

    stacks = {"osaka": (workload.osaka, workload.tokyo), "tokyo": (workload.tokyo, workload.osaka)}
    active = "osaka"
    for fatal in range(1, 6):
        first, second = stacks[active]
        accepted = accepting(fatal, "source-answers") if mode == "unplanned" else {}
        monkeypatch.setattr(PrismCentral, "call", count_and_die)
        writes = 0
        before = len(workload.jobs(active))
        with suppress(Killed):
            first.up(active, mode, **accepted)
        monkeypatch.setattr(PrismCentral, "call", honest)
        first.up(active, mode, **accepted)
        second.up(active, mode)
        assert first.state["generation"] == second.state["generation"] == fatal
        assert workload.running(active) == WORKLOAD
        assert len(workload.jobs(active)) == before + 1
        assert {row["name"]: row["ip"] for row in first.state["recovered"]} == WORKLOAD
        active = second.site


def test_killed_while_standing_down_the_next_run_finishes(workload: Workload, monkeypatch: pytest.MonkeyPatch) -> None:
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    workload.cloud.links(tokyo="up")
    cut = _cut_power_off(monkeypatch)
    with pytest.raises(OperatorError, match="Could power off 0 of 2 VMs"):
        workload.tokyo.up("osaka", "unplanned")
    assert workload.running("tokyo") == WORKLOAD
    cut()
    workload.tokyo.up("osaka", "unplanned")
    assert workload.off("tokyo") == sorted(WORKLOAD)
    workload.tokyo.up("tokyo")
    assert workload.off("tokyo") == []


def _cut_power_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def fail(self: Any, vm_id: str) -> None:
        raise PrismError("The power switch is broken.")

    honest = Vms.begin_power_off
    monkeypatch.setattr(Vms, "begin_power_off", fail)
    return lambda: monkeypatch.setattr(Vms, "begin_power_off", honest)


@pytest.mark.parametrize("cloud", ["ticks:1"], indirect=True)
def test_a_partial_failure_keeps_what_was_recovered_and_the_next_attempt_recovers_the_rest(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    workload.cloud.world.recover_seconds = 3
    client = workload.cloud.client("osaka")
    subnet = Subnets(client).get_by_name("workload-1")
    unprotected = Categories(client).create(Category(key="Squatter", value="Yes"))
    honest = Takeover.start

    def start_and_lose_an_address(takeover: Takeover, name: str) -> RecoveryPlanJob:
        job = honest(takeover, name)
        add_vm(client, "squatter", WORKLOAD["db-1"], subnet.id, unprotected)
        return job

    monkeypatch.setattr(Takeover, "start", start_and_lose_an_address)
    with pytest.raises(PrismError, match=r"db-1.*172\.30\.1\.12.*Running here now: 1 VM: app-1;.*pulumi up again"):
        workload.osaka.up("osaka")
    assert workload.running("osaka").get("app-1") == WORKLOAD["app-1"]
    assert workload.osaka.state["generation"] == 0
    monkeypatch.setattr(Takeover, "start", honest)
    Vms(client).delete(Vms(client).get_by_name("squatter").id)

    workload.osaka.up("osaka")
    assert workload.running("osaka") == WORKLOAD
    base = "nc2-dr workload-recovery tokyo to osaka #1"
    assert sorted(workload.jobs("osaka")) == [base, f"{base} attempt 2"]
    never_two_actives(workload)


@pytest.mark.parametrize("cloud", ["ticks:2"], indirect=True)
def test_a_job_that_outlasts_the_timeout_goes_on_and_is_adopted(workload: Workload, said: list[str]) -> None:
    workload.cloud.world.recover_seconds = 1000
    with pytest.raises(PrismError, match=r"is RUNNING at \d+ % after 1 s.*adopts it"):
        workload.osaka.up("osaka", timeout_seconds=1)
    workload.cloud.world.push_clock(10_000)
    workload.osaka.up("osaka")
    assert workload.running("osaka") == WORKLOAD
    assert len(workload.jobs("osaka")) == 1
    assert any("adopted" in line for line in said)


@pytest.mark.parametrize("cloud", ["ticks:1"], indirect=True)
def test_progress_names_the_phase_and_the_vms(
    workload: Workload, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.base.progress.LEAST_PAUSE", 0.0)
    workload.cloud.world.recover_seconds = 3
    workload.osaka.up("osaka")
    lines = [line for line in said if "RUNNING" in line]
    assert any("entity recovery" in line and "app-1" in line for line in lines)
    assert any("recovered 1 VM" in line for line in lines)


def test_the_preview_of_a_flip_says_what_will_happen_and_touches_nothing(workload: Workload, said: list[str]) -> None:
    before = workload.cloud.world.events.log[-1]["seq"]
    assert workload.osaka.preview("osaka")
    text = said[-1]
    assert "Planned failover of 'workload-recovery' from tokyo to osaka" in text
    assert "2 VMs will be shut down in tokyo and started in osaka" in text
    for name, address in WORKLOAD.items():
        assert re.search(rf"(?m)^  {name} +recovery point 20.* UTC, .* old; {address}$", text)
    assert "RPO: 60 min." in text
    assert "Networks: workload-1 to workload-1." in text
    assert workload.tokyo.preview("osaka")
    assert "2 VMs that still run in tokyo will be powered off" in said[-1]
    assert workload.cloud.world.events.log[-1]["seq"] == before
    assert list(RecoveryPlanJobs(workload.cloud.client("osaka")).list()) == []


def test_the_preview_of_a_failover_that_cannot_be_fails_there(workload: Workload) -> None:
    workload.cloud.links(tokyo="down")
    with pytest.raises(PrismError, match="failoverMode: unplanned"):
        workload.osaka.preview("osaka")
    assert workload.osaka.preview("osaka", "unplanned")


def test_a_preview_without_prism_central_says_so_and_goes_on(
    workload: Workload, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.failover.preview.PREVIEW", Timeouts(connect=0.2, read=0.2, call=0.3))
    workload.cloud.running.endpoints["osaka"] = "https://127.0.0.1:1"
    assert workload.osaka.preview("osaka")
    assert "Could not foresee" in said[-1]


def test_nothing_but_the_active_site_is_an_action(workload: Workload) -> None:
    for change in (
        {"mode": "unplanned"},
        {"timeout_seconds": 5},
        {"recovery_plan": "another"},
        {"mode": "unplanned", "reference_time": "2026-01-31T03:00:00Z"},
    ):
        assert workload.osaka.up("tokyo", **change) == "same", change
    assert workload.jobs("osaka") == []


def test_a_new_stack_at_the_active_site_without_vms_says_to_flip_after_the_first_up(cloud: Cloud) -> None:
    with pytest.raises(PrismError, match=r"first pulumi up only records.*Set activeRegion: tokyo"):
        Stack(cloud, "osaka").up("osaka")


def test_a_stack_without_plan_or_category_yet_records_its_baseline(cloud: Cloud) -> None:
    osaka = Stack(cloud, "osaka")
    assert osaka.up("tokyo") == "create"
    assert osaka.state["state"] == "standby"
    with pytest.raises(PrismError, match=r"no recovery plan 'workload-recovery'.*stack of tokyo"):
        osaka.up("osaka")


def test_a_lost_state_goes_on_counting_and_never_takes_an_old_job_for_a_new_one(workload: Workload) -> None:
    for active in ("osaka", "tokyo"):
        flip(workload, active)
    workload.osaka = Stack(workload.cloud, "osaka", peer=workload.tokyo)
    workload.tokyo.peer = workload.osaka
    workload.osaka.up("tokyo")
    assert workload.osaka.state["generation"] == 2
    workload.osaka.up("osaka")
    assert workload.osaka.state["generation"] == 3
    assert workload.running("osaka") == WORKLOAD


def test_an_old_state_restored_does_not_adopt_the_job_of_the_past(workload: Workload) -> None:
    old = dict(workload.osaka.engine.state), dict(workload.osaka.engine.inputs)
    for active in ("osaka", "tokyo"):
        flip(workload, active)
    workload.osaka.engine.state, workload.osaka.engine.inputs = old
    workload.osaka.up("osaka")
    assert workload.osaka.state["generation"] == 3
    assert workload.running("osaka") == WORKLOAD


def test_an_unplanned_failover_can_ask_for_a_moment_of_the_past(workload: Workload) -> None:
    moment = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned", reference_time=moment)
    job = next(j for j in RecoveryPlanJobs(workload.cloud.client("osaka")).list() if j.action_type != "VALIDATE")
    assert job.model_dump()["recoveryReferenceTime"] == moment


@pytest.mark.parametrize(
    ("mode", "option", "told", "sent"),
    [
        ("planned", "live_migrate", "will be moved to osaka while they run", "shouldLiveMigrateVMs"),
        (
            "unplanned",
            "instant_restore",
            "will be started in osaka before their data is copied back",
            "isInstantRestore",
        ),
    ],
)
def test_an_option_of_a_failover_is_previewed_and_sent_with_its_action_alone(
    mode: str,
    option: str,
    told: str,
    sent: str,
    workload: Workload,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest, bodies = PrismCentral.call, dict[str, Any]()

    def note(self: PrismCentral, subject: Any, method: str, namespace: str, path: str, **more: Any) -> Any:
        if "$actions" in path and "recovery-plans" in path:
            bodies[path.rpartition("/")[2]] = more["body"]
        return honest(self, subject, method, namespace, path, **more)

    monkeypatch.setattr(PrismCentral, "call", note)
    wanted = {option: True, **accepting(1, "source-answers")}
    assert workload.osaka.preview("osaka", mode, **wanted)
    assert any(told in line for line in said)
    assert workload.osaka.up("osaka", mode, **wanted) == "update"
    assert bodies[f"{mode}-failover"][sent] is True
    options = {"shouldLiveMigrateVMs", "isInstantRestore"}
    assert not options & bodies["validate"].keys()
    assert options & bodies[f"{mode}-failover"].keys() == {sent}
    assert workload.running("osaka") == WORKLOAD


def test_instant_restore_is_refused_by_a_prism_central_without_it_before_anything_happens(workload: Workload) -> None:
    workload.cloud.world.set_versions({"dataprotection": "v4.2"})
    for run in (workload.osaka.preview, workload.osaka.up):
        with pytest.raises(
            PrismError, match=r"speaks dataprotection v4\.2, but unplanned failovers with instant restore"
        ):
            run("osaka", "unplanned", instant_restore=True)
    assert workload.jobs("osaka") == []


def test_destroy_leaves_every_vm_where_it_is(workload: Workload) -> None:
    workload.osaka.up("osaka")
    workload.osaka.engine.destroy()
    assert workload.running("osaka") == WORKLOAD


def test_a_flip_given_up_half_way_is_warned_of_at_refresh(workload: Workload, said: list[str]) -> None:
    workload.cloud.links(tokyo="down")
    workload.osaka.up("osaka", "unplanned")
    # The state of before the flip: the run was killed and the operator set activeRegion back.
    workload.osaka.engine.state["active_site"] = workload.osaka.engine.inputs["active_site"] = "tokyo"
    workload.osaka.refresh()
    assert said[-1].startswith("POSSIBLE SPLIT BRAIN: 2 VMs: app-1, db-1 run in osaka, but tokyo is active.")


def test_a_flip_whose_inputs_are_not_known_yet_is_previewed_without_details(workload: Workload) -> None:
    assert workload.osaka.preview("osaka", recovery_plan=pulumi.output.UNKNOWN)
