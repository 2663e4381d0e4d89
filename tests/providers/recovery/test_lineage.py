"""Which VM continues which, and what follows from that for stale copies and for what came. Pure."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prism.dataprotection import RecoveryPoint
from prism.vmm import Vm
from providers.failover.arrival import not_come
from providers.failover.inputs import FailoverInputs
from providers.failover.recoverable import replicated
from providers.failover.state import outputs_of, state_of
from providers.recovery import NOT_KNOWN, Lineage, RecoverableVm, makes_way, split
from tests.providers._sites import failover_inputs

NOW = datetime(2026, 1, 31, 3, tzinfo=UTC)
MANY = 3000


def ids(count: int) -> list[tuple[str, str]]:
    return [(str(uuid.UUID(int=at)), str(uuid.UUID(int=2**100 + at))) for at in range(1, count + 1)]


@dataclass(frozen=True)
class Thing:
    id: str


def test_the_text_says_again_what_was_taken_over_and_by_whom_it_goes_on() -> None:
    pairs = ids(7)
    told = Lineage.parse(str(Lineage.of(pairs)))
    assert told.known
    assert all(told.took(source.upper()) and told.continues(source, recovered) for source, recovered in pairs)
    assert not told.continues(pairs[0][0], pairs[1][1])
    assert not told.took(pairs[0][1])
    assert told.taken([Thing(pairs[0][0]), Thing("another")]) == [Thing(pairs[0][0])]
    assert str(Lineage.of(reversed(pairs))) == str(told), "the same pairs make the same text"


@pytest.mark.parametrize("text", [None, "", "2:AAAA", "1:not base64!", "1:AAAA"])
def test_what_cannot_be_read_is_not_known(text: str | None) -> None:
    assert not Lineage.parse(text).known
    assert str(Lineage.parse(text)) == ""


def test_results_without_an_id_are_not_known_and_no_results_are() -> None:
    assert not Lineage.of([("a", "b"), ("", "c")]).known
    assert Lineage.of([]).known
    assert Lineage.parse(str(Lineage.of([]))).known


def test_two_vms_with_one_digest_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.recovery.lineage.digest", lambda vm_id, size: vm_id[:1].encode() * size)
    assert Lineage.of([("a1", "x"), ("a2", "y"), ("b", "z")]).pairs.keys() == {b"bbbbbb"}
    assert Lineage.of([("a", "x")]).taken([Thing("a1"), Thing("a2")]) == []


def test_the_state_of_a_failover_of_3000_vms_stays_under_100_kb() -> None:
    text = str(Lineage.of(ids(MANY)))
    rows = [
        {"name": f"production-app-{at:05}", "vm_id": recovered, "ip": "172.30.100.100"}
        for at, (_, recovered) in enumerate(ids(MANY))
    ]
    others: dict[str, Any] = {"generation": 7, "active_site": "tokyo", "taken_over": text}
    inputs = FailoverInputs.model_validate({**failover_inputs("osaka", "osaka", "planned"), "owner": "o"})
    standby = FailoverInputs.model_validate(
        {**failover_inputs("osaka", "tokyo", "planned", others=others), "owner": "o"}
    )
    active = state_of(inputs, 7, {"recovered": rows, "taken_over": text})
    left = state_of(standby, 7, {"superseded": [row["name"] for row in rows], "taken_over": text})
    for declared, state in ((inputs, active), (standby, left)):
        assert len(json.dumps({"inputs": declared.dump(), "outputs": state})) < 100_000
    assert outputs_of(active)["recovered"][-1]["name"] == "and 2900 more"
    assert outputs_of(left)["superseded"][-1] == "and 2900 more"
    assert Lineage.parse(active["taken_over"]) == Lineage.parse(others["taken_over"])


def test_lists_of_usual_sizes_are_whole() -> None:
    inputs = FailoverInputs.model_validate({**failover_inputs("osaka", "osaka", "planned"), "owner": "o"})
    names = [f"vm-{at}" for at in range(500)]
    assert state_of(inputs, 1, {"superseded": names})["superseded"] == names


def copy(vm_id: str, name: str = "db-1", age_minutes: float = 60, bios: str | None = None) -> Vm:
    made = (NOW - timedelta(minutes=age_minutes)).isoformat()
    return Vm(ext_id=vm_id, name=name, create_time=made, bios_uuid=bios)


def coming(vm_id: str, name: str = "db-1", minutes: float | None = 1, bios: str = "") -> RecoverableVm:
    newest = None if minutes is None else NOW - timedelta(minutes=minutes)
    return RecoverableVm(name, newest, vm_id=vm_id, bios_uuid=bios)


TOLD = Lineage.of([("c", "r")])
WAY: dict[str, tuple[list[Vm], list[RecoverableVm], Lineage, list[str]]] = {
    "the vm that continues it": ([copy("c")], [coming("r", name="renamed")], TOLD, ["c"]),
    "however old its point is by another clock": ([copy("c", age_minutes=0)], [coming("r", minutes=90)], TOLD, ["c"]),
    "no point of it": ([copy("c")], [coming("r", minutes=None)], TOLD, []),
    "another vm of its name": ([copy("c")], [coming("other")], TOLD, []),
    "a copy that nobody took over": ([copy("x")], [coming("r")], TOLD, []),
    "no ids, the one of its name": ([copy("c")], [coming("r")], NOT_KNOWN, ["c"]),
    "no ids, too close for two clocks": ([copy("c", age_minutes=5)], [coming("r")], NOT_KNOWN, []),
    "no ids, two copies of a name": ([copy("c"), copy("d")], [coming("r")], NOT_KNOWN, []),
    "no ids, two vms of a name": ([copy("c")], [coming("r"), coming("s")], NOT_KNOWN, []),
    "no ids, the same uuid of another name": ([copy("c", bios="b")], [coming("r", "new", bios="b")], NOT_KNOWN, ["c"]),
    "no ids, another uuid of its name": ([copy("c", bios="b")], [coming("r", bios="a")], NOT_KNOWN, []),
    "no ids, a uuid that two have": (
        [copy("c", bios="b"), copy("d", "x", bios="b")],
        [coming("r", bios="b")],
        NOT_KNOWN,
        [],
    ),
}


@pytest.mark.parametrize(("copies", "vms", "lineage", "going"), WAY.values(), ids=WAY)
def test_a_copy_makes_way_only_for(
    copies: list[Vm], vms: list[RecoverableVm], lineage: Lineage, going: list[str]
) -> None:
    assert [one.id for one in makes_way(copies, vms, lineage)] == going


def test_a_kept_copy_is_left_behind_and_its_past_does_not_come() -> None:
    before = Lineage.of([("past", "kept")])
    come, left = split([coming("past"), coming("new")], [copy("kept")], TOLD, before)
    assert [vm.vm_id for vm in come] == ["new"]
    assert [(vm.vm_id, vm.left_behind) for vm in left] == [("kept", True)]
    come, _ = split([coming("new")], [copy("kept")], NOT_KNOWN, NOT_KNOWN)
    assert come == ()


def missing(
    *announced: RecoverableVm, came: tuple[str, ...] = (), here: tuple[tuple[str, str | None], ...] = ()
) -> list[str]:
    return [risk.sentence.split()[1] for risk in not_come(announced, came, here, "tokyo", "osaka")]


def test_what_was_announced_is_looked_for_by_id_and_of_two_of_one_name_each() -> None:
    two = (coming("a"), coming("b"))
    assert missing(*two, came=("a", "b")) == []
    assert missing(*two, came=("a",)) == ["(b)"]
    assert missing(*two, came=("a",), here=(("db-1", None),)) == []
    assert missing(*two, here=(("db-1", None),)) == ["(b)"]
    assert missing(coming("a", bios="x"), here=(("db-1", "x"),)) == []
    assert missing(coming("a", bios="x"), here=(("db-1", "y"),)) == ["(a)"], "another VM of its name"
    assert missing(coming("a", bios="x"), here=(("db-1", "y"), ("db-1", None))) == []
    assert missing(coming("a", minutes=None)) == [], "it was not announced"


def point(vm_id: str, minutes: float) -> RecoveryPoint:
    made = NOW - timedelta(minutes=minutes)
    part = {"vmExtId": vm_id, "name": f"db-1-{made:%Y-%m-%dT%H:%M:%SZ}"}
    given: dict[str, Any] = {"extId": f"{vm_id}-{minutes}", "creationTime": made, "vmRecoveryPoints": [part]}
    return RecoveryPoint.model_validate(given)


def seen(*points: RecoveryPoint, ended: str | None = "") -> list[str]:
    has_left = None if ended is None else lambda vm_id: vm_id in (ended or "")
    return [vm.vm_id for vm in replicated(points, (), (), "tokyo", None, has_left)]


def test_ids_of_one_name_are_one_vm_that_went_to_and_fro_or_two() -> None:
    assert seen(point("a", 60), point("b", 30)) == ["a", "b"], "nothing says that a has left"
    assert seen(point("a", 60), point("b", 30), ended="a") == ["b"]
    assert seen(point("a", 60), point("b", 30), ended="ab") == ["b"]
    assert sorted(seen(point("a", 60), point("b", 30), point("a", 10), ended=None)) == ["a", "b"]
    assert seen(point("a", 60), point("b", 30), ended=None) == ["b"], "nobody can say, so by time"
    assert seen(point("a", 4000), point("b", 30)) == ["b"], "nothing makes points of a any more"
