"""The transitions of a failover: every combination is in one row of the table in the docstring, and is decided so."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from providers.failover import FailoverInputs, Here, decide, transition
from providers.failover.turn import Turn, Word, is_old_state, routes_wait
from providers.recovery import Baseline, Count, Quiet, Refuse, StandDown, Stay, TakeOver
from tests.providers._sites import failover_inputs
from tests.providers.recovery._table import Row, combinations, rows

HERE, THERE = "tokyo", "osaka"
LAST = 5
DIMENSIONS = {
    "state": ("none", "active", "standby"),
    "wanted": ("here", "there"),
    "mode": ("planned", "unplanned"),
    "plan": ("yes", "no"),
    "runs": ("nothing", "gone", "some", "brought"),
    "woken": ("no", "yes"),
    "later": ("no", "yes"),
    "number": ("any", "next", "past", "skips", "missing"),
    "home": ("yes", "no"),
    "word": (
        "none",
        *(f"{age}-{who}" for who in ("us", "itself") for age in ("older", "equal", "newer")),
    ),
}
REFUSALS = {
    "two-active": "two active sites",
    "too-soon": "does not stand down before",
    "unclaimed": "has not taken over",
    "records-only": "only records",
    "gone": "no protected VM is left",
    "number-missing": "flipNumber is missing",
    "number-past": "is in the past",
    "number-skips": "is not the next one",
}
TABLE = rows(transition)
EVERY = list(combinations(DIMENSIONS))
BEGINNING = [row for row in TABLE if row.cells["state"] == "none"]
GOING_ON = [row for row in TABLE if row.cells["state"] != "none"]
ROWS_OF = [[row for row in (BEGINNING if case["state"] == "none" else GOING_ON) if row.holds(case)] for case in EVERY]
CASES_OF: dict[Row, list[dict[str, str]]] = {row: [] for row in TABLE}
for _case, _rows in zip(EVERY, ROWS_OF, strict=True):
    for _row in _rows:
        CASES_OF[_row].append(_case)


def others(word: str) -> dict[str, Any]:
    """What the other stack has published."""
    if word == "none":
        return {}
    age, who = word.split("-")
    generation = LAST + {"older": -1, "equal": 0, "newer": 1}[age]
    return {"others": {"generation": generation, "active_site": HERE if who == "us" else THERE}}


def newest(case: dict[str, str]) -> int:
    """The last flip that either stack tells of."""
    published = int(others(case["word"]).get("others", {}).get("generation", 0))
    return max(published, LAST if case["state"] != "none" or case["runs"] == "brought" else 0)


def numbers(case: dict[str, str]) -> tuple[int | None, int | None]:
    """The flipNumber that is asked for, and that of the last flip."""
    last = max(newest(case), 1)
    return {
        "any": (None, None),
        "next": (last + 1, last),
        "past": (last, last),
        "skips": (last + 2, last),
        "missing": (None, last),
    }[case["number"]]


def decided(case: dict[str, str]) -> Any:
    """What is decided about this combination."""
    return _decided(tuple(case.items()))


@cache
def _decided(items: tuple[tuple[str, str], ...]) -> Any:
    case = dict(items)
    asked, before = numbers(case)
    active = HERE if case["wanted"] == "here" else THERE
    home = HERE if case["home"] == "yes" else THERE
    more = {**others(case["word"]), "home_site": home, "without_plan": case["plan"] == "no", "flip_number": asked}
    inputs = FailoverInputs(owner="o", **failover_inputs(HERE, active, case["mode"], **more))
    state = {
        "none": None,
        "active": {"generation": float(LAST), "active_site": HERE, "flip_number": before},
        "standby": {"generation": float(LAST), "active_site": THERE, "flip_number": before},
    }[case["state"]]
    running = ("app-1",) if case["runs"] in ("some", "brought") else ()
    brought = LAST if case["runs"] == "brought" else 0
    if case["state"] == "active":
        running, brought = (("app-1",), LAST + 2) if case["later"] == "yes" else ((), 0)
    woken = ("db-1",) if case["woken"] == "yes" else ()
    return decide(inputs, state, Here(running, brought, woken=woken, gone=case["runs"] == "gone"))


def name_of(found: Any) -> str:
    """The decision as the table names it."""
    if not isinstance(found, Refuse):
        return type(found).__name__
    (why,) = (name for name, words in REFUSALS.items() if words in found.why)
    return f"Refuse {why}, {type(found.then).__name__}" if found.then else f"Refuse {why}"


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_row_of_the_table_is_what_is_decided(row: Row) -> None:
    cases = CASES_OF[row]
    assert cases, "no combination is in this row"
    for case in cases:
        assert name_of(decided(case)) == row.decision, case


def test_every_combination_is_in_exactly_one_row() -> None:
    for case, found in zip(EVERY, ROWS_OF, strict=True):
        assert len(found) == 1, (case, [str(row) for row in found])


def test_every_transition_and_every_refusal_is_in_the_table() -> None:
    decisions = {row.decision for row in TABLE}
    for kind in (Baseline, Count, TakeOver, StandDown, Quiet, Stay):
        assert kind.__name__ in decisions
    assert {f"Refuse {name}" for name in REFUSALS} <= decisions


def test_a_standby_leaves_its_routes_alone_while_the_other_stack_calls_this_site_active() -> None:
    """Every combination, by what the state says. A site that stands down too soon is refused before a route.

    But for one whose outputs are older than its state: a newer word of the other stack keeps it from leading away.
    """
    for case in EVERY:
        own = {"none": None, "active": Word(LAST, HERE), "standby": Word(LAST, THERE)}[case["state"]]
        said = others(case["word"]).get("others")
        word = Word(**said) if said else None
        wanted = HERE if case["wanted"] == "here" else THERE
        age, _, who = case["word"].partition("-")
        forgotten = own is None or (age != "older" if own.active_site == THERE else age == "newer")
        loops = who == "us" and wanted == THERE and forgotten
        assert bool(routes_wait(Turn(HERE, THERE, wanted, own, word))) == loops, case
        if loops and not isinstance(decided(case), Refuse):
            assert isinstance(decided(case), (Baseline, Stay, Quiet)), case


def test_no_run_of_everything_ends_with_the_state_of_before_a_takeover() -> None:
    """What is reached is refused for such a state. A whole run refuses, counts on from a later flip, or stands down."""
    for case in (case for case in EVERY if case["state"] == "active" and case["wanted"] == "here"):
        said = others(case["word"]).get("others")
        if is_old_state(Word(LAST, HERE), HERE, Word(**said) if said else None):
            assert isinstance(decided(case), Refuse) or case["later"] == "yes", case


def test_the_mode_decides_nothing() -> None:
    for case in EVERY:
        if case["mode"] == "planned":
            assert decided(case) == decided({**case, "mode": "unplanned"})


def test_a_transition_carries_what_the_act_needs() -> None:
    case = dict.fromkeys(DIMENSIONS, "none") | {"mode": "planned", "plan": "yes", "home": "yes", "number": "any"}
    standby = case | {"state": "standby", "runs": "nothing", "woken": "yes", "word": "newer-itself"}
    assert decided(standby | {"wanted": "here"}) == TakeOver(THERE, LAST + 1)
    assert decided(standby | {"wanted": "here", "plan": "no"}) == Count(LAST + 2)
    assert decided(standby | {"wanted": "there"}) == Quiet(("db-1",), LAST + 1)
    assert decided(standby | {"wanted": "there", "state": "active"}) == StandDown(LAST + 1)
    new = standby | {"state": "none", "wanted": "there"}
    assert decided(new) == Baseline(LAST + 1)
    assert decided(new | {"runs": "brought"}) == StandDown(LAST + 1)
    assert decided(new | {"runs": "brought", "wanted": "here", "word": "none"}) == Baseline(LAST)


def test_vms_of_a_later_failed_flip_are_kept_when_a_lost_state_stands_down() -> None:
    given = failover_inputs(HERE, THERE, "planned", others={"generation": LAST, "active_site": THERE})
    inputs = FailoverInputs(owner="o", **given)
    assert decide(inputs, None, Here(("app-1",), 0, frozenset({"id"}))) == StandDown(LAST, frozenset({"id"}))


def test_an_old_state_that_was_put_back_goes_by_the_later_flip_that_brought_what_runs_here() -> None:
    state = {"generation": 2.0, "active_site": HERE}
    given = {"others": {"generation": 5, "active_site": THERE}}
    here, there = (
        FailoverInputs(owner="o", **failover_inputs(HERE, active, "planned", **given)) for active in (HERE, THERE)
    )
    assert decide(here, state, Here(("app-1",), 6)) == Baseline(6)
    assert "does not stand down before" in str(decide(there, state, Here(("app-1",), 6)))
    assert decide(there, state, Here(("app-1",), 5)) == StandDown(5)
    assert decide(there, state, Here((), 6)) == StandDown(5)


def test_every_refusal_says_that_nothing_was_changed_and_what_to_do() -> None:
    for why in {found.why for case in EVERY if isinstance(found := decided(case), Refuse)}:
        assert why.startswith("Refused, nothing was changed: ")
        assert "ulumi up" in why or "flipNumber: " in why
        assert why.endswith(".")
