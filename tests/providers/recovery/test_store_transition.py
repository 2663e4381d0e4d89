"""The transitions of a recovery from a store: every combination is in one row of the table in the docstring."""

from __future__ import annotations

from typing import Any

import pytest

from providers.recovery import Refuse
from providers.store_recovery import Here, StoreRecoveryInputs, decide, transition
from tests.providers.recovery._table import Row, combinations, rows

DIMENSIONS = {
    "state": ("none", "active", "standby"),
    "wanted": ("here", "there"),
    "mode": ("planned", "unplanned"),
    "woken": ("no", "yes"),
    "lacking": ("no", "yes"),
}
TABLE = rows(transition)
EVERY = list(combinations(DIMENSIONS))
TIER = {"name": "long-rto", "category": {"key": "Tier", "value": "Long"}, "rpo_seconds": 3600}


def decided(case: dict[str, str]) -> str:
    """What is decided about this combination, as the table names it."""
    given: dict[str, Any] = {"store": "s", "clusters": ["c"], "vpc": "v", "tiers": [TIER], "mode": case["mode"]}
    active = "osaka" if case["wanted"] == "here" else "tokyo"
    inputs = StoreRecoveryInputs(owner="o", site="osaka", active_site=active, prism_central="pc-osaka", **given)
    state = {"none": None, "active": {"active_site": "osaka"}, "standby": {"active_site": "tokyo"}}[case["state"]]
    here = Here(*(("db-1",) if case[name] == "yes" else () for name in ("woken", "lacking")))
    found = decide(inputs, state, here)
    return f"Refuse {'planned-loss' * ('planned' in found.why)}" if isinstance(found, Refuse) else type(found).__name__


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_row_of_the_table_is_what_is_decided(row: Row) -> None:
    cases = [case for case in EVERY if row.holds(case)]
    assert cases, "no combination is in this row"
    assert {decided(case) for case in cases} == {row.decision}


def test_every_combination_is_in_exactly_one_row() -> None:
    for case in EVERY:
        assert len([row for row in TABLE if row.holds(case)]) == 1, case
