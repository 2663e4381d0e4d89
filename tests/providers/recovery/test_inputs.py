"""What a failover and a recovery from a store may declare: the rest is refused before anything is asked."""

from __future__ import annotations

from typing import Any

import pytest

from providers.failover import FailoverProvider
from providers.store_recovery import StoreRecoveryProvider
from tests.providers._engine import CheckFailed, Engine
from tests.providers._sites import failover_inputs

TIER = {"name": "one", "category": {"key": "Tier", "value": "Long"}, "rpo_seconds": 3600}
STORE = {
    "site": "osaka",
    "active_site": "osaka",
    "prism_central": "pc-osaka",
    "store": "dr-store",
    "clusters": ["nc2-osaka"],
    "vpc": "workload",
    "tiers": [TIER],
}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"mode": "test"}, "mode is 'test': Input should be 'planned' or 'unplanned'"),
        ({"mode": "swift"}, "mode is 'swift'"),
        ({"active_site": "kyoto"}, "active_site is 'kyoto'; expected one of the sites: osaka, tokyo"),
        ({"reference_time": "noon", "mode": "unplanned"}, "reference_time is 'noon'; expected a time"),
        ({"reference_time": "2026-01-31T03:00:00Z"}, "needs failoverMode: unplanned"),
        ({"timeout_seconds": 0}, "timeout_seconds is 0"),
        ({"live_migrate": True, "mode": "unplanned"}, "live_migrate needs mode planned"),
        ({"instant_restore": True}, "instant_restore needs mode unplanned"),
        ({"category": {"key": "k"}}, "category .value"),
    ],
    ids=lambda value: "" if isinstance(value, str) else str(value),
)
def test_wrong_inputs_stop_before_anything_happens(wrong: dict[str, Any], reason: str) -> None:
    engine = Engine(FailoverProvider, inputs=failover_inputs("osaka", "tokyo", "planned"))
    with pytest.raises(CheckFailed) as failed:
        engine.check({**failover_inputs("osaka", "osaka", "planned"), **wrong})
    assert reason in str(failed.value)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"tiers": [TIER, TIER]}, "has the names one, one; expected each once"),
        ({"reference_time": "noon"}, "reference_time is 'noon'; expected a time"),
        ({"mode": "test"}, "mode is 'test': Input should be 'planned' or 'unplanned'"),
        ({"prism_central": None}, "prism_central is missing"),
    ],
    ids=["twice", "no time", "a rehearsal", "no Prism Central"],
)
def test_what_contradicts_itself_is_refused_before_anything_is_asked(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(CheckFailed) as failed:
        Engine(StoreRecoveryProvider).check({**STORE, **wrong})
    assert reason in str(failed.value)
