"""Logs of an estate in which other teams have routes: what an up may end well with, and what not."""

from __future__ import annotations

import pytest

from tests.histories import invariants
from tests.histories.test_invariants import OSAKA, ended, failed_over, led_elsewhere, log, up


@pytest.mark.parametrize("told", [True, False])
def test_a_route_of_others_that_comes_after_a_failover_may_stay_if_every_up_names_it(told: bool) -> None:
    made = log()
    failed_over(made)
    led_elsewhere(made)
    up(made, OSAKA, OSAKA)
    ended(made, OSAKA, OSAKA, "same", **({"routes_told": ("172.30.1.0/24",)} if told else {}))
    assert bool(invariants.check(made.events)) != told


@pytest.mark.parametrize("leads_to", ["own", "peering", "other", ""])
def test_a_route_of_others_may_lead_where_the_vms_run(leads_to: str) -> None:
    made = log()
    led_elsewhere(made, leads_to=leads_to)
    failed_over(made)
    assert bool(invariants.check(made.events)) == (leads_to != "own")
