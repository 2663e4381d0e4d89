"""A VM among many costs the simulator what one among few costs. Lines of code are counted, so that no other work of the
machine counts. `python -m benchmarks.simulator_growth` measures times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from benchmarks.simulator_growth import Estate, operations, whole
from simulator.prism.model import Store

_FEW, _MANY = 110, 440
_ALLOWED = 1.1


def lines_of(work: Callable[[], Any]) -> int:
    """How many lines of Python run; a loop counts each of its turns."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def costs(count: int) -> dict[str, int]:
    estate = Estate()
    while len(estate.vms) < count:
        estate.add()
    found = {}
    for name, operation in operations(estate).items():
        operation(2)
        found[name] = lines_of(partial(operation, 3))
    return found | {name: lines_of(work) // count for name, work in whole(estate).items()}


@pytest.mark.slow
def test_a_vm_costs_the_same_however_many_there_are() -> None:
    few, many = costs(_FEW), costs(_MANY)
    assert {name: round(many[name] / few[name], 2) for name in few if many[name] > _ALLOWED * few[name]} == {}


def test_lines_are_counted_by_the_turns_of_loops() -> None:
    def loop(turns: int) -> int:
        return sum([number for number in range(turns)])  # noqa: C416

    assert lines_of(lambda: loop(1000)) > 500 + lines_of(lambda: loop(10))


def test_addresses_are_given_again_once_they_are_free() -> None:
    estate = Estate()
    vms = [estate.add() for _ in range(5)]
    store = estate.tokyo.site.store

    def address(vm: str) -> str:
        (nic,) = store.all("vm_nic", vm)
        return str(nic.data["nicNetworkInfo"]["ipv4Config"]["ipAddress"]["value"])

    freed = address(vms[1])
    path = f"/api/vmm/v4.0/ahv/config/vms/{vms[1]}"
    estate.tokyo.change("DELETE", path, path)
    estate.act(3, "power-on")
    assert address(estate.add()) == freed
    assert address(estate.add()) == "172.30.0.15"


def test_usage_of_a_subnet_counts_addresses_inside_and_outside_of_its_pools() -> None:
    estate = Estate()
    estate.add()
    path = f"/api/networking/v4.0/config/subnets/{estate.subnet}"
    before = estate.tokyo.call("GET", path).body["data"]["ipUsage"]
    ip = {"reserveType": "IP_ADDRESS_COUNT", "count": 2}
    estate.tokyo.do("POST", f"{path}/addresses/$actions/reserve", ip)
    after = estate.tokyo.call("GET", path).body["data"]["ipUsage"]
    assert (before["numAssignedIPs"], before["numMacs"]) == (1, 1)
    assert before["numFreeIPs"] - after["numFreeIPs"] == 2


def test_list_in_order_is_of_this_moment_after_each_change() -> None:
    estate = Estate()
    vms = sorted(estate.add() for _ in range(4))

    def listed(query: str) -> list[str]:
        data = estate.tokyo.call("GET", f"/api/vmm/v4.0/ahv/config/vms?{query}").body.get("data", [])
        return [str(vm["extId"]) for vm in data]

    ordered, running = "%24orderby=extId", "%24filter=powerState+eq+%27ON%27"
    assert (listed(ordered), listed(running)) == (vms, [])
    estate.act(2, "power-on")
    assert listed(running) == [estate.vms[2]]
    path = f"/api/vmm/v4.0/ahv/config/vms/{estate.vms[2]}"
    estate.tokyo.change("DELETE", path, path)
    assert (listed(ordered), listed(running)) == (sorted(set(vms) - {estate.vms[2]}), [])
    vms = sorted([*listed(ordered), estate.add()])
    assert (listed(ordered), listed("%24orderby=extId+desc")) == (vms, vms[::-1])


def test_pages_of_a_list_share_one_copy_until_something_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copying ten thousand entities costs more than a page of them, and no line of Python shows it."""
    estate, copied, copy_of = Estate(), [], Store.all
    for _ in range(3):
        estate.add()

    def all_of(store: Store, kind: str, parent: str | None = None) -> Any:
        copied.append(kind)
        return copy_of(store, kind, parent)

    monkeypatch.setattr(Store, "all", all_of)
    whole_list, by_name = operations(estate)["list 100 VMs"], operations(estate)["GET a VM by name"]
    for number in range(3):
        assert len(whole_list(number).body["data"]) == 3
        assert len(by_name(number).body["data"]) == 1
    assert copied.count("vm") == 1
    estate.add()
    assert len(whole_list(0).body["data"]) == 4
