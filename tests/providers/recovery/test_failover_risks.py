"""What may go wrong with a failover, decided from facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest

from providers.failover.facts import Facts, MappedNetwork
from providers.failover.floating import FloatingIpWish
from providers.failover.risks import find_risks
from providers.recovery import Acceptance, OutOfStep, RecoverableVm, verdict
from topology import RiskKind

NOW = datetime(2026, 1, 31, 3, tzinfo=UTC)
GIB = 2**30


def vm(name: str = "db-1", minutes: float | None = 10, memory: int = 0, *addresses: str) -> RecoverableVm:
    newest = None if minutes is None else NOW - timedelta(minutes=minutes)
    return RecoverableVm(name, newest, memory * GIB, addresses)


def facts(*vms: RecoverableVm, **more: Any) -> Facts:
    known: dict[str, Any] = {"planned": False, "source": "tokyo", "target": "osaka", "now": NOW, "rpo_seconds": 3600}
    return Facts(vms=vms or (vm(),), **{**known, **more})


NET = MappedNetwork("workload-1", "workload-1", IPv4Network("172.30.1.0/24"))
GONE = MappedNetwork("workload-2", "workload-2", IPv4Network("172.30.2.0/24"), there=False)
ONE = (vm("db-1", 10, 0, "172.30.1.11"),)

FINE: dict[str, Facts] = {
    "a point within the RPO": facts(vm("db-1", 59)),
    "a planned flip between two points": facts(vm("db-1", 90), planned=True),
    "an old point of a VM that is here already": facts(vm("db-1", 900), here=frozenset({"db-1"})),
    "a point just before the reference time": facts(vm("db-1", 500), reference_time=NOW - timedelta(minutes=490)),
    "nothing to recover beside what runs here already": replace(facts(), vms=(), here=frozenset({"db-1"})),
    "an RPO that is not known": facts(vm("db-1", 900), rpo_seconds=None),
    "a planned flip from a source that answers": facts(planned=True, source_answers=True),
    "memory for exactly all": facts(vm("a", 1, 2), vm("b", 1, 2), free_memory_bytes=4 * GIB),
    "an address in a mapped network": facts(*ONE, networks=(NET,)),
    "an address nobody holds": facts(*ONE, taken={"172.30.1.12": "other"}),
    "two VMs of one name with addresses of their own": facts(vm("a", 1, 0, "10.0.0.1"), vm("a", 1, 0, "10.0.0.2")),
    "a VM whose own copy holds the address": facts(*ONE, taken={"172.30.1.11": "db-1"}),
    "a floating IP for each": facts(floating_wishes=(FloatingIpWish("db-1"),), floating_free=1),
    "a named floating IP that is free": facts(
        floating_wishes=(FloatingIpWish("db-1", "1.1.1.1"),), floating={"1.1.1.1": ""}
    ),
    "a floating IP of a VM that does not come": facts(floating_wishes=(FloatingIpWish("x"),), floating_free=0),
}

RISKS: dict[str, tuple[Facts, RiskKind, tuple[str, ...]]] = {
    "nothing to recover": (
        replace(facts(), vms=(), protected_by=("DR:Gold", "DR:Silver")),
        RiskKind.NOTHING_PROTECTED,
        ("no VM is protected by DR:Gold, DR:Silver", "osaka holds no recovery point", "Give the VMs in tokyo that"),
    ),
    "a point older than the RPO": (
        facts(vm("db-1", 61)),
        RiskKind.STALE_RECOVERY_POINT,
        ("db-1 would lose more than the RPO allows", "61 min old", "RPO 60 min"),
    ),
    "a synchronous VM without a point for minutes": (
        facts(vm("db-1", 5), rpo_seconds=0),
        RiskKind.STALE_RECOVERY_POINT,
        ("5 min old",),
    ),
    "a point long before the reference time": (
        facts(vm("db-1", 500), reference_time=NOW - timedelta(minutes=300)),
        RiskKind.STALE_RECOVERY_POINT,
        ("3 h before the reference time",),
    ),
    "no point": (
        facts(vm("db-1", None)),
        RiskKind.MISSING_RECOVERY_POINT,
        ("db-1 would not be recovered", "osaka holds no usable recovery point"),
    ),
    "no point as of the reference time": (
        facts(vm("db-1", None), reference_time=NOW),
        RiskKind.MISSING_RECOVERY_POINT,
        ("as of 2026-01-31 03:00:00 UTC",),
    ),
    "two intervals missed before a planned flip": (
        facts(vm("db-1", 121), planned=True),
        RiskKind.UNHEALTHY_REPLICATION,
        ("Replication of db-1 is behind", "newest point 2 h, RPO 60 min", "delete its recovery points in osaka"),
    ),
    "one VM too many for the memory": (
        facts(vm("a", 1, 3), vm("b", 1, 2), free_memory_bytes=4 * GIB),
        RiskKind.MISSING_CAPACITY,
        ("b needs 2.0 GiB", "osaka has 1.0 GiB left"),
    ),
    "memory that is overdrawn already": (
        facts(vm("a", 1, 3), free_memory_bytes=-GIB),
        RiskKind.MISSING_CAPACITY,
        ("0.0 GiB left",),
    ),
    "an address in no mapped network": (
        facts(vm("db-1", 10, 0, "172.30.9.11"), networks=(NET, GONE)),
        RiskKind.UNMAPPED_NETWORK,
        ("db-1", "172.30.9.11", "overlay.subnets"),
    ),
    "a mapped network that is not there": (
        facts(vm("db-1", 10, 0, "172.30.2.11"), networks=(NET, GONE)),
        RiskKind.UNMAPPED_NETWORK,
        ("needs subnet 'workload-2', which osaka does not have",),
    ),
    "an address somebody holds": (
        facts(*ONE, taken={"172.30.1.11": "printer"}),
        RiskKind.ADDRESS_TAKEN,
        ("db-1 needs its address 172.30.1.11, which 'printer' holds in osaka",),
    ),
    "an address that two VMs of one name have": (
        facts(*ONE, vm("db-1", 1, 0, "172.30.1.11")),
        RiskKind.ADDRESS_TAKEN,
        ("db-1 needs its address 172.30.1.11, which 'db-1' holds in osaka",),
    ),
    "an address that two VMs have": (
        facts(*ONE, vm("db-2", 1, 0, "172.30.1.11")),
        RiskKind.ADDRESS_TAKEN,
        ("db-2 needs its address 172.30.1.11, which 'db-1' holds",),
    ),
    "an exhausted pool": (
        facts(vm("a"), vm("b"), floating_wishes=(FloatingIpWish("a"), FloatingIpWish("b")), floating_free=1),
        RiskKind.FLOATING_IP_POOL,
        ("No floating IP is left in osaka for b",),
    ),
    "a named floating IP that leads elsewhere": (
        facts(floating_wishes=(FloatingIpWish("db-1", "1.1.1.1"),), floating={"1.1.1.1": "shop"}),
        RiskKind.FLOATING_IP_POOL,
        ("leads to 'shop'",),
    ),
    "a named floating IP that is not there": (
        facts(floating_wishes=(FloatingIpWish("db-1", "1.1.1.1"),)),
        RiskKind.FLOATING_IP_POOL,
        ("does not exist in osaka",),
    ),
    "an unplanned flip from a source that answers": (
        facts(source_answers=True),
        RiskKind.SOURCE_ANSWERS,
        ("tokyo still answers", "failoverMode: planned"),
    ),
    "a planned flip by a plan that both sides changed": (
        facts(planned=True, out_of_step=(OutOfStep("recovery plan 'web'", "OUT_OF_SYNC", "ann"),)),
        RiskKind.OUT_OF_STEP,
        ("recovery plan 'web' is not the same in osaka and tokyo", "here ann changed it last", "operations sync"),
    ),
}


@pytest.mark.parametrize("case", FINE.values(), ids=FINE.keys())
def test_no_risk(case: Facts) -> None:
    assert find_risks(case) == ()


@pytest.mark.parametrize(("case", "kind", "says"), RISKS.values(), ids=RISKS.keys())
def test_a_risk_is_told_in_a_sentence(case: Facts, kind: RiskKind, says: tuple[str, ...]) -> None:
    (risk,) = find_risks(case)
    assert risk.kind is kind
    for words in says:
        assert words in risk.sentence
    assert risk.sentence.endswith(".")


def test_every_kind_of_risk_is_shown_by_an_example() -> None:
    found_by_the_run = {RiskKind.NOT_RECOVERED, RiskKind.ADDRESS_NOT_KEPT, RiskKind.SOURCE_WENT_ON}
    assert {kind for _, kind, _ in RISKS.values()} == set(RiskKind) - found_by_the_run


STALE_AND_LATE = find_risks(facts(vm("a", 61), vm("b", 62), source_answers=True))


@pytest.mark.parametrize(
    "accepted",
    [
        None,
        Acceptance(3, frozenset()),
        Acceptance(3, frozenset({"stale-recovery-point"})),
        Acceptance(2, frozenset({"stale-recovery-point", "source-answers"})),
    ],
    ids=["nothing", "an empty list", "one of two kinds", "both, but for the flip before"],
)
def test_a_flip_stops_until_every_kind_is_accepted_for_this_very_flip(accepted: Acceptance | None) -> None:
    text = verdict(STALE_AND_LATE, accepted, 3)
    assert text is not None
    assert text.startswith("Refused, nothing was changed (flip 3):")
    assert text.endswith("acceptedRisks: {flip: 3, risks: [source-answers, stale-recovery-point]}")
    if accepted is not None and accepted.flip == 2:
        assert "acceptedRisks is for flip 2, but this is flip 3" in text


def test_what_is_accepted_for_this_flip_goes_on() -> None:
    accepted = Acceptance(3, frozenset({"stale-recovery-point", "source-answers"}))
    assert verdict(STALE_AND_LATE, accepted, 3) is None
    assert verdict((), None, 3) is None


def test_of_a_thousand_vms_the_first_are_named_one_per_line_and_a_file_has_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = verdict(find_risks(facts(*(vm(f"vm-{n:04}", 120) for n in range(1000)))), None, 1)
    assert text is not None
    (file,) = (tmp_path / ".local" / "messages").iterdir()
    for shown, count in ((text, 30), (file.read_text(), 1000)):
        lines = [line for line in shown.splitlines() if line.startswith("  [stale-recovery-point] vm-")]
        assert len(lines) == count
        assert lines[-1].startswith(f"  [stale-recovery-point] vm-{count - 1:04} ")
    assert f"and 970 more; all 1000 are in {file}" in text
