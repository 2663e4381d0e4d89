"""How a site stands down where Prism Central refuses, looks miss a VM, and runs are killed. Two simulated sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from errors import OperatorError
from prism import PrismCentral
from prism.vmm import Vms
from providers.base import is_superseded
from tests.providers._sites import WORKLOAD, Workload, protected_workload
from tests.providers.base.test_lifecycle import Killed
from tests.providers.conftest import Cloud
from tests.providers.recovery._isolated import add, isolated_flip, named


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


def test_a_description_as_long_as_prism_allows_holds_no_stand_down_up(workload: Workload) -> None:
    isolated_flip(workload)
    vm = named(workload, "tokyo", "db-1")
    Vms(workload.cloud.client("tokyo")).describe(vm.id, "long " * 192)
    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert workload.running("tokyo") == {}
    description = named(workload, "tokyo", "db-1").description or ""
    assert is_superseded(description)
    assert len(description) <= 1000


@pytest.mark.parametrize("status", [403, 423, 500])
def test_refused_marks_leave_nothing_running_and_are_told_by_vm(
    workload: Workload, said: list[str], status: int
) -> None:
    isolated_flip(workload)
    order = {"kind": "status", "status": status, "method": "PUT", "path": "*/ahv/config/vms/*", "count": -1}
    workload.cloud.control("POST", "faults", order)
    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert workload.running("tokyo") == {}
    told = next(line for line in said if "Could not mark 2 of 2 VMs" in line)
    assert "'app-1'" in told
    assert "'db-1'" in told
    workload.cloud.control("DELETE", "faults", {})
    assert workload.tokyo.up("osaka", "unplanned") == "same"
    assert workload.tokyo.up("tokyo") == "update", "the ids say which copies make way"
    assert workload.running("tokyo") == WORKLOAD
    assert workload.off("tokyo") == []


def test_one_vm_that_cannot_be_powered_off_leaves_no_other_running_and_is_told_in_a_bounded_text(
    workload: Workload,
) -> None:
    isolated_flip(workload)
    vm = named(workload, "tokyo", "db-1")
    order = {"kind": "status", "status": 423, "method": "POST", "path": f"*/vms/{vm.id}/*", "count": -1}
    order["message"] = "The VM is locked. " * 100
    workload.cloud.control("POST", "faults", order)
    with pytest.raises(OperatorError, match=r"Could power off 1 of 2 VMs.*'db-1'.*locked") as stopped:
        workload.tokyo.up("osaka", "unplanned")
    assert len(str(stopped.value)) < 1500
    assert list(workload.running("tokyo")) == ["db-1"]
    workload.cloud.control("DELETE", "faults", {})
    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert workload.running("tokyo") == {}


def test_a_stand_down_that_is_refused_for_many_vms_is_told_in_a_bounded_text(
    workload: Workload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(38):
        add(workload, "tokyo", f"web-{number}", f"172.30.1.{100 + number}")
    workload.cloud.world.advance()
    isolated_flip(workload)
    order = {"kind": "status", "status": 403, "method": "POST", "path": "*/ahv/config/vms/*", "count": -1}
    workload.cloud.control("POST", "faults", order)
    with pytest.raises(OperatorError, match=r"Could power off 0 of 40 VMs.*'app-1'.*and 30 more") as stopped:
        workload.tokyo.up("osaka", "unplanned")
    assert len(str(stopped.value)) < 4500
    (file,) = (tmp_path / ".local" / "messages").iterdir()
    assert len(file.read_text().splitlines()) == 40


@pytest.mark.parametrize("missed", [3, 6, 7])
def test_a_vm_that_looks_miss_is_found_by_the_look_after_the_stand_down(
    workload: Workload, monkeypatch: pytest.MonkeyPatch, missed: int
) -> None:
    isolated_flip(workload)
    honest, looks = Vms.list, 0

    def skipping(self: Vms, filter: str | None = None) -> Any:
        nonlocal looks
        looks += 1
        return (vm for vm in list(honest(self, filter)) if vm.name != "db-1" or looks > missed)

    monkeypatch.setattr(Vms, "list", skipping)
    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert looks > missed
    monkeypatch.setattr(Vms, "list", honest)
    assert workload.running("tokyo") == {}
    assert workload.tokyo.state["superseded"] == ["app-1", "db-1"]


@pytest.mark.parametrize(("marked_at_most", "per_vm"), [(500, 4), (5, 2)], ids=["a usual size", "very many VMs"])
def test_a_stand_down_costs_two_requests_a_vm_and_two_for_a_mark(
    workload: Workload, monkeypatch: pytest.MonkeyPatch, marked_at_most: int, per_vm: int
) -> None:
    monkeypatch.setattr("providers.recovery.standing_down.MARKED_AT_MOST", marked_at_most)
    for number in range(18):
        add(workload, "tokyo", f"web-{number}", f"172.30.1.{100 + number}")
    workload.cloud.world.advance()
    isolated_flip(workload)
    honest, calls = PrismCentral.call, list[str]()

    def counting(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        calls.append(f"{method} {args[1]}")
        return honest(self, subject, method, *args, **kwargs)

    monkeypatch.setattr(PrismCentral, "call", counting)
    inputs = workload.tokyo.engine.check(workload.tokyo.inputs("osaka", "unplanned"))
    workload.cloud.enter("tokyo")
    workload.tokyo.engine.make().update("", workload.tokyo.state, inputs)
    monkeypatch.setattr(PrismCentral, "call", honest)
    assert workload.running("tokyo") == {}
    of_vms = [call for call in calls if "/vms/" in call]
    assert len(of_vms) == 20 * per_vm
    assert len(calls) - len(of_vms) <= 20, "listings of the whole site, and who it is"


@pytest.mark.parametrize("fatal", [1, 2, 3, 4])
def test_a_stand_down_that_was_killed_after_any_write_is_finished_by_the_next_run(
    workload: Workload, monkeypatch: pytest.MonkeyPatch, fatal: int
) -> None:
    isolated_flip(workload)
    honest, writes = PrismCentral.call, 0

    def count_and_die(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        nonlocal writes
        reply = honest(self, subject, method, *args, **kwargs)
        writes += method in ("POST", "PUT")
        if writes >= fatal:
            raise Killed
        return reply

    monkeypatch.setattr(PrismCentral, "call", count_and_die)
    with pytest.raises(Killed):
        workload.tokyo.up("osaka", "unplanned")
    monkeypatch.setattr(PrismCentral, "call", honest)
    assert workload.tokyo.up("osaka", "unplanned") == "update"
    assert workload.running("tokyo") == {}
    assert all(is_superseded(named(workload, "tokyo", name).description) for name in WORKLOAD)
