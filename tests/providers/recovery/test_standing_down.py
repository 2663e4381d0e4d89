"""How a site stands down where Prism Central refuses, looks miss a VM, and runs are killed. Two simulated sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from errors import OperatorError
from prism import PAGE, PrismCentral
from prism.vmm import Vms
from providers.base import is_superseded
from providers.recovery import Lineage
from simulator.prism.model import nouns
from tests.providers._sites import WORKLOAD, Stack, Workload, protected_workload
from tests.providers.base.test_lifecycle import Killed
from tests.providers.conftest import Cloud
from tests.providers.recovery._isolated import add, isolated_flip, named

pytestmark = pytest.mark.slow


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


UNTOLD = {"others": {"generation": 1, "active_site": "osaka"}}
"""What a stack says that has taken over and tells no ids, as its program is older."""


def test_a_description_as_long_as_prism_allows_holds_no_stand_down_up(workload: Workload) -> None:
    isolated_flip(workload)
    vm = named(workload, "tokyo", "db-1")
    Vms(workload.cloud.client("tokyo")).describe(vm.id, "long " * 192)
    assert workload.tokyo.up("osaka", "unplanned", **UNTOLD) == "update"
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
    assert workload.tokyo.up("osaka", "unplanned", **UNTOLD) == "update"
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


@pytest.mark.parametrize("missed", [3, 5, 6])
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


@pytest.mark.parametrize(("count", "per_vm"), [(1, 4), (50, 4), (600, 2)])
def test_a_stand_down_costs_two_requests_a_vm_and_two_for_a_mark(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, count: int, per_vm: int
) -> None:
    tokyo, ids = _running_vms(cloud, count)
    told = str(Lineage.of((vm_id, f"of {vm_id}") for vm_id in ids))
    calls = _calls_of_the_stand_down(tokyo, monkeypatch, told)
    assert not any(vm.power_state == "ON" for vm in Vms(cloud.client("tokyo")).list())
    of_vms = [call for call in calls if "/vms/" in call]
    assert len(of_vms) == per_vm * count
    pages = -(-count // PAGE)
    assert len(calls) - len(of_vms) <= 9 * (pages + 1) + 9, "listings of the whole site, and who it is"


@pytest.mark.parametrize(("fatal", "told"), [(1, True), (2, True), (1, False), (2, False), (3, False), (4, False)])
def test_a_stand_down_that_was_killed_after_any_write_is_finished_by_the_next_run(
    workload: Workload, monkeypatch: pytest.MonkeyPatch, fatal: int, told: bool
) -> None:
    isolated_flip(workload)
    honest, writes, word = PrismCentral.call, 0, {} if told else UNTOLD

    def count_and_die(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        nonlocal writes
        reply = honest(self, subject, method, *args, **kwargs)
        writes += method in ("POST", "PUT")
        if writes >= fatal:
            raise Killed
        return reply

    monkeypatch.setattr(PrismCentral, "call", count_and_die)
    with pytest.raises(Killed):
        workload.tokyo.up("osaka", "unplanned", **word)
    monkeypatch.setattr(PrismCentral, "call", honest)
    assert workload.tokyo.up("osaka", "unplanned", **word) == "update"
    assert workload.running("tokyo") == {}
    assert told or all(is_superseded(named(workload, "tokyo", name).description) for name in WORKLOAD)


def _running_vms(cloud: Cloud, count: int) -> tuple[Stack, list[str]]:
    """A stack of Tokyo that has been up as the active one, and the ids of its protected VMs."""
    site, ids = cloud.world.site("tokyo"), [cloud.world.new_id() for _ in range(count)]
    category = cloud.world.new_id()
    nouns()["category"].create(site, category, {"key": "DisasterRecovery", "value": "Protected"}, None)
    for number, vm_id in enumerate(ids):
        body = {"name": f"vm-{number}", "cluster": {"extId": site.cluster_id}, "categories": [{"extId": category}]}
        nouns()["vm"].act(site, "power-on", nouns()["vm"].create(site, vm_id, body, None), {})
    tokyo = Stack(cloud, "tokyo")
    assert tokyo.up("tokyo") == "create"
    return tokyo, ids


def _calls_of_the_stand_down(tokyo: Stack, monkeypatch: pytest.MonkeyPatch, taken_over: str) -> list[str]:
    """Every call of the update that stands down, once Osaka has told what it has taken over."""
    honest, calls = PrismCentral.call, list[str]()

    def counting(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        calls.append(f"{method} {args[1]}")
        return honest(self, subject, method, *args, **kwargs)

    others = {"generation": 1, "active_site": "osaka", "taken_over": taken_over}
    inputs = tokyo.engine.check(tokyo.inputs("osaka", "unplanned", others=others))
    with monkeypatch.context() as patched:
        patched.setattr(PrismCentral, "call", counting)
        tokyo.engine.make().update("", tokyo.state, inputs)
    return calls
