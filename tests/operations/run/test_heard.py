"""Readiness knows which VMs the other site has taken over, from what this site's own stack remembers."""

import json
from typing import Any

import pytest

from operations.errors import OperationsError
from operations.look import Survivor
from operations.look.heard import Heard
from providers.recovery import Lineage
from tests.operations._estate import HOME, OTHER, Estate

PAIRS, TIERS = str(Lineage.of([("a", "b")])), str(Lineage.of([("c", "d")]))


def outputs(**heard: str) -> dict[str, Any]:
    return {"remembered": json.dumps({"heard": {"generation": "3", "activeSite": HOME, **heard}})}


def test_a_failover_to_be_looked_at_has_the_pairs_that_the_stack_remembers(
    sites: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Survivor, "outputs", outputs(takenOver=PAIRS))
    inputs = sites.survivor(OTHER).failover.inputs
    assert inputs.others is not None
    assert (inputs.others.generation, inputs.others.active_site) == (3, HOME)
    assert inputs.lineage.took("a")


def test_without_a_state_there_are_none_and_nothing_fails(sites: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_: Survivor) -> dict[str, Any]:
        raise OperationsError("The state cannot be read.")

    monkeypatch.setattr(Survivor, "outputs", property(unreadable))
    assert not sites.survivor(OTHER).failover.inputs.lineage.known


@pytest.mark.parametrize("text", [{}, {"remembered": "{"}, {"remembered": "[]"}, {"remembered": None}])
def test_what_an_older_program_left_says_nothing(text: dict[str, Any]) -> None:
    assert Heard.of(text) == Heard()
    assert Heard().for_plan(in_store=True) == {}


def test_tiers_in_the_store_have_theirs() -> None:
    heard = Heard.of(outputs(takenOver=PAIRS, tiersTakenOver=TIERS))
    assert heard.for_store(in_store=False, tiers=1) == {"brought_home": TIERS}
    assert heard.for_store(in_store=True, tiers=1) == {"brought_home": PAIRS}
    both = Lineage.parse(heard.for_store(in_store=True, tiers=2)["brought_home"])
    assert both.took("a")
    assert both.took("c")
    assert heard.for_plan(in_store=True)["others"]["taken_over"] == PAIRS
    assert Heard.of(outputs()).for_store(in_store=True, tiers=2) == {}
