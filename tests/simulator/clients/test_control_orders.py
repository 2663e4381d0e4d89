"""Orders of the control API that cannot be carried out are refused when they are given, and nothing of them is kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from simulator import Running
from simulator.prism.model import Clock
from simulator.prism.odata import FilterError, compile_filter
from tests.simulator.harness import CATEGORIES, POLICIES, VMS, VPCS, Json, Prism

Prisms = Callable[..., tuple[Prism, Prism]]
_FAULTS: tuple[Json, ...] = (
    {"kind": "latency", "seconds": "x"},
    {"kind": "latency", "seconds": -1},
    {"kind": "latency", "seconds": True},
    {"kind": "status", "status": "503"},
    {"kind": "status", "status": 5030},
    {"kind": "status", "status": 503.5},
    {"kind": "status", "count": "many"},
    {"kind": "status", "count": 0},
    {"kind": "status", "count": -2},
    {"kind": "status", "skip": -1},
    {"kind": "status", "retryAfter": [1]},
    {"kind": "status", "method": 5},
    {"kind": "status", "path": None},
    {"kind": "status", "message": {"a": 1}},
    {"kind": "deleted-after", "vm": 7},
    {"kind": "status", "site": 3},
    {"kind": "status", "site": "kyoto"},
    {"kind": ["hang"]},
)
_SETTINGS: tuple[tuple[str, Json], ...] = (
    ("clock", {"seconds": "soon"}),
    ("clock", {"seconds": [1]}),
    ("clock", {"seconds": True}),
    ("clock", {"mode": 5}),
    ("clock", {"mode": "seconds:nan"}),
    ("clock", {"mode": "seconds:inf"}),
    ("recovery", {"recoverSeconds": -1}),
    ("recovery", {"recoverSeconds": None}),
    ("replication", {"lagSeconds": "x"}),
    ("replication", {"lagSeconds": -5}),
    ("capacity", {"memoryBytes": -5}),
    ("capacity", {"memoryBytes": 1.5}),
    ("capacity", {"floatingIps": "3"}),
    ("capacity", {"floatingIps": 3, "memoryBytes": "x"}),
    ("capacity", {"nodes": True}),
    ("cluster", {"nodes": -1}),
    ("cluster", {"nodes": "3"}),
    ("gateways", {"ports": "12"}),
    ("gateways", {"ports": [0]}),
    ("gateways", {"ports": ["9440"]}),
    ("recovery-point-store", {"name": ["x"], "bucket": "b"}),
    ("recovery-point-store", {"name": "x", "bucket": None}),
    ("versions", {"vmm": 4.2}),
    ("links", {"tokyo": ["up"]}),
    ("rate-limit", {"perSecond": 0}),
    ("rate-limit", {"perSecond": "fast"}),
)


def _refused(prism: Prism, method: str, name: str, body: Any) -> str:
    before = prism.control("GET", "status")
    reply = prism.request(method, f"/simulator/v1/{name}", body)
    assert reply.status_code == 400, reply.text
    after = prism.control("GET", "status")
    before["clock"].pop("now"), after["clock"].pop("now")
    assert after == before
    return str(reply.json()["error"])


@pytest.mark.parametrize("order", _FAULTS, ids=str)
def test_fault_of_a_wrong_type_is_refused_when_it_is_ordered(tokyo: Prism, order: Json) -> None:
    assert "expected" in _refused(tokyo, "POST", "faults", order)
    assert tokyo.request("GET", VPCS).status_code == 200


@pytest.mark.parametrize(("name", "order"), _SETTINGS, ids=str)
def test_setting_of_a_wrong_type_is_refused_when_it_is_given(tokyo: Prism, name: str, order: Json) -> None:
    assert "expected" in _refused(tokyo, "PUT", name, order)


@pytest.mark.parametrize("body", [b"[]", b"7", b'"text"', b"{", b'{"lagSeconds": NaN}', b'{"lagSeconds": Infinity}'])
def test_order_that_is_no_json_object_is_refused(tokyo: Prism, body: bytes) -> None:
    assert _refused(tokyo, "PUT", "replication", body)


@pytest.mark.parametrize("vms", ["web-1", [{"name": "web-1", "nics": "two"}], [{"name": 5}], [{"name": "a", "on": 1}]])
def test_vms_that_move_cannot_make_are_refused(tokyo: Prism, vms: Any) -> None:
    assert "expected" in _refused(tokyo, "POST", "move", {"subnet": "overlay-external-subnet-nat", "vms": vms})
    assert tokyo.list(VMS) == []


@pytest.mark.parametrize("seconds", [1e18, 1e308, 10**300])
@pytest.mark.parametrize("mode", ["immediate", "seconds:1"])
def test_clock_that_is_pushed_too_far_is_refused_and_not_kept(
    served: Callable[..., Running], tmp_path: Path, seconds: float, mode: str
) -> None:
    with closing(Prism(served(directory=tmp_path), "tokyo")) as prism:
        assert "2200" in _refused(prism, "PUT", "clock", {"seconds": seconds, "mode": mode})
        prism.model.world.close()
    with closing(Prism(served(directory=tmp_path), "tokyo")) as again:
        assert again.request("GET", VPCS).status_code == 200
        assert again.control("PUT", "clock", {"seconds": 60})["mode"] == "immediate"


def test_clock_that_is_pushed_far_in_many_steps_is_refused_at_the_end() -> None:
    clock = Clock.parse("ticks:1")
    decade = 10 * 365 * 86400
    for _ in range(10):
        clock.advance(decade)
    with pytest.raises(ValueError, match="2200-01-01"):
        clock.advance(10 * decade)
    clock.advance(1)


def test_times_beyond_the_last_year_do_not_break_what_shows_them(tokyo: Prism) -> None:
    """An interval without measure dates the expiration of recovery points beyond any calendar."""
    category = tokyo.category("protect", "gold")
    retention = {"local": 10**6, "remote": 1}
    schedule = {"recoveryPointObjectiveTimeSeconds": 60 * 10**12, "retention": retention}
    manager = tokyo.model.domain_manager_id
    policy = {
        "name": "far",
        "categoryIds": [category],
        "replicationLocations": [{"label": "one", "domainManagerExtId": manager, "isPrimary": True}],
        "replicationConfigurations": [{"sourceLocationLabel": "one", "schedule": schedule}],
    }
    tokyo.create(POLICIES, policy)
    body = {"name": "vm", "cluster": {"extId": tokyo.model.cluster_id}, "categories": [{"extId": category}]}
    tokyo.create(VMS, body)
    points = tokyo.list("/api/dataprotection/v4.2/config/recovery-points")
    assert [point["expirationTime"][:4] for point in points] == ["9999"]


_DEEP = {
    "parentheses": "(" * 5000 + "key eq 'a'" + ")" * 5000,
    "not": "not " * 5000 + "key eq 'a'",
    "functions": "tolower(" * 5000 + "key" + ")" * 5000 + " eq 'a'",
    "lambdas": "associations/any(x:" * 800 + "true" + ")" * 800,
}


@pytest.mark.parametrize("text", _DEEP.values(), ids=_DEEP.keys())
def test_filter_that_is_nested_too_deep_is_refused(tokyo: Prism, text: str) -> None:
    for reply in (
        tokyo.request("GET", CATEGORIES, filter=text),
        tokyo.request("GET", CATEGORIES, expand=f"associations($filter={text})"),
    ):
        assert reply.status_code == 400, reply.text
    with pytest.raises(FilterError, match="nested more than 32"):
        compile_filter(text)


def test_filter_of_many_terms_side_by_side_is_understood(tokyo: Prism) -> None:
    tokyo.category("protect", "gold")
    text = " or ".join(f"value eq 'v{number}'" for number in range(1000)) + " or value eq 'gold'"
    assert len(tokyo.list(CATEGORIES, filter=text)) == 1
