"""Warm standby, pilot light and zero compute beside each other."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from costs import Standby, StandbyComparison, StandbyUsage, compare_standbys
from costs.price_files import PRICES, parse_prices, price_book
from costs.prices import Charge, MissingPriceError, Price, PriceBook, node_charge
from topology import StandbyMode
from topology.compute import MOST_NODES, NODE_TYPES

REGION, I4I = "eu-north-1", NODE_TYPES["i4i.metal"]


def price(charge: Charge, usd: str) -> Price:
    return Price(charge, REGION, Decimal(usd), "contract", date(2026, 1, 1))


BOOK = PriceBook((price(node_charge("i4i.metal"), "10"), price(Charge.S3_STORAGE, "0.02")))
USAGE = StandbyUsage()


def by_mode(compared: StandbyComparison) -> dict[StandbyMode, Standby]:
    return {one.mode: one for one in compared.standbys}


def amounts(one: Standby) -> dict[str, Decimal]:
    return {item.what: item.usd for item in one.items}


def test_each_pays_for_what_it_keeps() -> None:
    found = by_mode(compare_standbys(REGION, I4I, USAGE, BOOK))
    assert {mode: (one.standby_nodes, one.active_nodes) for mode, one in found.items()} == {
        StandbyMode.WARM_STANDBY: (6, 6),
        StandbyMode.PILOT_LIGHT: (3, 6),
        StandbyMode.ZERO_COMPUTE: (0, 6),
    }
    assert amounts(found[StandbyMode.WARM_STANDBY]) == {"nodes that stand by": 6 * 730 * 10}
    assert amounts(found[StandbyMode.PILOT_LIGHT]) == {
        "nodes that stand by": 3 * 730 * 10,
        "nodes added while active": 3 * 8 * 10,
        "recovery points in the store": Decimal(40_000) * 7 / 10 * Decimal("0.02"),
    }
    assert amounts(found[StandbyMode.ZERO_COMPUTE]) == {
        "nodes added while active": 6 * 8 * 10,
        "recovery points in the store": 40_000 * Decimal("0.02"),
    }


def test_what_costs_less_takes_longer() -> None:
    warm, pilot, zero = compare_standbys(REGION, I4I, USAGE, BOOK).standbys
    assert warm.usd > pilot.usd > zero.usd
    assert warm.rto_store < pilot.rto_store < zero.rto_store
    assert pilot.rto_first < zero.rto_first
    assert pilot.rto_first < warm.rto_first, "fewer VMs are in its first tier"


def test_the_store_s_tiers_wait_for_the_first_one_and_for_the_nodes() -> None:
    pilot = by_mode(compare_standbys(REGION, I4I, USAGE, BOOK))[StandbyMode.PILOT_LIGHT]
    faster = by_mode(compare_standbys(REGION, I4I, replace(USAGE, restore_gb_an_hour=Decimal(4000)), BOOK))
    assert pilot.rto_store - faster[StandbyMode.PILOT_LIGHT].rto_store == 420
    assert pilot.rto_store > pilot.rto_first + 35 + 840
    assert "3 nodes join after that: 35 min" in pilot.how[1]


def test_with_nothing_in_the_store_a_pilot_light_is_no_smaller_than_its_first_tier_needs() -> None:
    found = by_mode(compare_standbys(REGION, I4I, replace(USAGE, store_percent=Decimal(0)), BOOK))
    assert found[StandbyMode.PILOT_LIGHT].standby_nodes == found[StandbyMode.WARM_STANDBY].standby_nodes


@pytest.mark.parametrize(
    ("given", "nodes"),
    [({"active_nodes": 9}, (9, 3)), ({"active_nodes": 3}, (6, 3)), ({"standby_nodes": 4}, (6, 4))],
    ids=["more than needed", "too few", "a larger pilot light"],
)
def test_configured_nodes_are_taken_where_they_are_enough(given: dict[str, int], nodes: tuple[int, int]) -> None:
    found = by_mode(compare_standbys(REGION, I4I, USAGE, BOOK, **given))
    pilot = found[StandbyMode.PILOT_LIGHT]
    assert (pilot.active_nodes, pilot.standby_nodes) == nodes


def test_more_than_a_cluster_holds_is_answered() -> None:
    compared = compare_standbys(REGION, I4I, replace(USAGE, memory_gib=Decimal(100_000)), BOOK)
    assert compared.need.nodes > MOST_NODES


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"store_percent": Decimal(101)}, "store_percent is 101: expected 0 to 100"),
        ({"restore_gb_an_hour": Decimal(0)}, "restore_gb_an_hour is 0: expected more than 0"),
        ({"active_hours": Decimal(731)}, "active_hours is 731: a month has 730"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_is_refused(wrong: dict[str, Decimal], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        StandbyUsage(**wrong)


def test_a_missing_price_is_named_and_none_is_invented() -> None:
    with pytest.raises(MissingPriceError, match=r"node-z1d\.metal"):
        compare_standbys(REGION, NODE_TYPES["z1d.metal"], USAGE, BOOK)


PRICED = [name for name, kind in NODE_TYPES.items() if not kind.least_aos]
"""The types with a price in the tracked file. No public source has one of the later types for these regions."""


@pytest.mark.parametrize("kind", PRICED)
@pytest.mark.parametrize("region", ["ap-northeast-1", "ap-northeast-3"])
def test_a_node_s_tracked_price_has_a_source_and_a_day_and_is_marked_where_aws_did_not_say_it(
    kind: str, region: str
) -> None:
    found = price_book().price(node_charge(kind), region)
    assert found.source
    assert found.date <= date.today()
    assert found.assumed, "a price that was read from AWS belongs into a file of its own, with where it was read"


def test_the_file_of_nodes_holds_nodes_only() -> None:
    file = PRICES / "aws-2026-11-nodes.yaml"
    charges = {one.charge for one in parse_prices(file.read_text(), file.name)}
    assert charges == {node_charge(kind) for kind in PRICED}
