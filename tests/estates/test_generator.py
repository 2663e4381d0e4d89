"""Estates are made from seeds, and the trial's is one of them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

import pytest

from tests.estates.generator import estate
from tests.estates.trial import TRIAL

SEEDS = range(200)


def test_the_same_seed_makes_the_same_estate() -> None:
    assert estate(7) == estate(7)
    assert estate(7) != estate(8)


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_an_estate_holds_together(seed: int) -> None:
    made = estate(seed)
    assert len({site.region for site in made.sites}) == 2
    assert len({one.address for one in made.machines}) == len(made.machines)
    for machine in made.machines:
        assert IPv4Address(machine.address) in IPv4Network(made.segment_of(machine).cidr)
    assert all(IPv4Network(one.cidr).subnet_of(IPv4Network(made.prefix)) for one in made.segments)
    assert {one.category for one in made.policies} <= set(made.categories)


def test_the_seeds_vary_what_there_is() -> None:
    made = [estate(seed) for seed in SEEDS]
    assert {len(one.policies) for one in made} == {1, 2, 3}
    assert {one.nat for one in made} == {one.joined for one in made} == {True, False}
    assert {one.front is None for one in made} == {one.led_by_hand == () for one in made} == {True, False}
    assert any(one.home.asn == one.away.asn for one in made), "equal ASNs are usable"
    assert any(one.led_by_hand == (one.prefix,) for one in made)
    assert len({len(one.machines) for one in made}) >= 4


def test_the_estate_of_the_trial_is_as_it_was_told() -> None:
    assert (len(TRIAL.machines), len(TRIAL.with_floating_ip), len(TRIAL.categories)) == (40, 6, 7)
    assert [len(plan.stages) for plan in TRIAL.plans] == [3, 1, 1]
    assert [policy.rpo_seconds for policy in TRIAL.policies] == [900, 14400]
    assert all("INC" in machine.ticket for machine in TRIAL.with_floating_ip)
