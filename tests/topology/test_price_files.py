"""Price files: what the tracked one holds, what prevails, and that a wrong one is refused in sentences."""

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.price_files import parse_prices, price_book
from costs.prices import Charge, node_charge
from topology import ConfigurationError
from topology.compute import NODE_TYPES

TOKYO, OSAKA = "ap-northeast-1", "ap-northeast-3"
GOOD = "{charge: nat-gateway, region: eu-south-2, unit: hour, usd: 0.05, source: the contract, date: 2026-02-03}"


def file(*prices: str, currency: str = "USD") -> str:
    return f"currency: {currency}\nprices:\n" + "".join(f"  - {price}\n" for price in prices)


def other(old: str, new: str) -> str:
    """The good file with one thing changed."""
    assert old in GOOD
    return file(GOOD.replace(old, new))


@pytest.mark.parametrize(("region", "to"), [(TOKYO, OSAKA), (OSAKA, TOKYO)])
def test_the_tracked_file_prices_every_charge_of_both_sites(region: str, to: str) -> None:
    book = price_book()
    # No public source has the prices of the later node types in these regions.
    unknown = {node_charge(name) for name, kind in NODE_TYPES.items() if kind.least_aos}
    assert all(book.price(charge, region, to).usd > 0 for charge in Charge if charge not in unknown)


def test_a_later_file_prevails_for_what_it_holds_and_an_extra_one_over_all(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(file(GOOD, GOOD.replace("nat-gateway", "vpn-connection")))
    (tmp_path / "b.yaml").write_text(file(GOOD.replace("0.05", "0.04")))
    extra = tmp_path / "extra.json"
    extra.write_text('{"currency": "USD", "prices": []}')

    def nat(book_extra: Path | None = None) -> Decimal:
        return price_book(book_extra, tmp_path).price(Charge.NAT_GATEWAY, "eu-south-2").usd

    assert nat() == Decimal("0.04")
    assert nat(extra) == Decimal("0.04")
    extra.write_text(
        '{"currency": "USD", "prices": [{"charge": "nat-gateway", "region": "eu-south-2", "unit": "hour",'
        ' "usd": 0.03, "source": "x", "date": "2026-02-03"}]}'
    )
    assert nat(extra) == Decimal("0.03")
    assert price_book(extra, tmp_path).price(Charge.VPN_CONNECTION, "eu-south-2").usd == Decimal("0.05")


@pytest.mark.parametrize("written", ["0.0000006", "6e-7", '"0.0000006"', "6.0e-07"])
def test_small_prices_are_read_exactly_however_they_are_written(written: str) -> None:
    (price,) = parse_prices(other("0.05", written), "f")
    assert price.usd == Decimal("0.0000006")


USD = "prices[0].usd: expected US dollars from 0 to 100000, such as 0.07, found "
# sentence: (text, part of what is said)
WRONG = {
    "empty": ("", "file: expected a mapping of currency and prices, found nothing"),
    "text": ("free", "file: expected a mapping of currency and prices, found 'free'"),
    "broken YAML": ("prices: [", "file: expected YAML or JSON; while parsing"),
    "a tab and a control character": ("\t\x00", "file: expected YAML or JSON"),
    "a tag that would make an object": ("!!python/object/apply:os.system [id]", "could not determine a constructor"),
    "an anchor that holds itself": ("&a [*a]", "found a list of 1"),
    "a key twice": (other("usd: 0.05", "usd: 0.05, usd: 0.5"), "the key 'usd' appears twice"),
    "no currency": ("prices: []", "currency: is missing: expected USD"),
    "another currency": (file(GOOD, currency="CNY"), "currency: expected USD; convert the prices first, found 'CNY'"),
    "no prices": ("currency: USD", "prices: is missing: expected a list of prices"),
    "prices as a mapping": ("{currency: USD, prices: {}}", "prices: expected a list, found a mapping of 0 keys"),
    "a price that is text": (file("cheap"), "prices[0]: expected a mapping, found 'cheap'"),
    "no amount": (other("usd: 0.05, ", ""), "prices[0].usd: is missing: expected a price in US dollars"),
    "an amount in words": (other("0.05", "five cents"), USD + "'five cents'"),
    "an amount below zero": (other("0.05", "-0.05"), USD + "-0.05"),
    "an amount that is not a number": (other("0.05", ".nan"), USD + "nan"),
    "an amount that is NaN as text": (other("0.05", "NaN"), USD + "'NaN'"),
    "an amount that is endless": (other("0.05", ".inf"), USD + "inf"),
    "a huge amount": (other("0.05", "1e300"), USD + "'1e300'"),
    "a truth value as amount": (other("0.05", "true"), USD + "true (a boolean"),
    "a list as amount": (other("0.05", "[0.05]"), USD + "a list of 1"),
    "an amount with its sign": (other("0.05", "$0.05"), USD + "'$0.05'"),
    "an unknown charge": (
        other("nat-gateway", "nat-gatway"),
        "prices[0].charge: expected transit-gateway-vpc-attachment",
    ),
    "a charge that resembles one": (other("nat-gateway", "nat-gatway"), "(did you mean nat-gateway?)"),
    "an unknown key": (other("usd:", "eur: 1, usd:"), "prices[0].eur: is not a known key"),
    "a unit of another charge": (
        other("hour", "GB"),
        "prices[0].unit: expected hour, the unit of nat-gateway, found 'GB'",
    ),
    "a place that is no region": (other("eu-south-2", "Spain"), "prices[0].region: expected an AWS region"),
    "a regional charge everywhere": (other("eu-south-2", "global"), "prices[0].region: expected an AWS region for nat"),
    "a receiving region for what has none": (
        other("unit:", "to: eu-west-1, unit:"),
        "prices[0].to: expected none for nat",
    ),
    "no receiving region": (
        other("nat-gateway, region: eu-south-2, unit: hour", "inter-region-transfer, region: eu-south-2, unit: GB"),
        "prices[0].to: expected the receiving region for inter-region-transfer, found nothing",
    ),
    "no date": (other(", date: 2026-02-03", ""), "prices[0].date: is missing: expected the day"),
    "a date that never was": (
        other("2026-02-03", '"2026-02-30"'),
        "prices[0].date: expected a date such as 2026-09-25",
    ),
    "a date with a time": (other("2026-02-03", "2026-02-03T04:05:06Z"), "prices[0].date: expected a date"),
    "no source": (other("the contract", '" "'), "prices[0].source: expected a line of text"),
    "the same price twice": (
        file(GOOD, GOOD),
        "prices[1]: expected each price once; prices[0] has the same charge and region",
    ),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_prices(text, "own.yaml")
    assert str(refused.value).startswith("The price file own.yaml has ")
    assert said in str(refused.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_prices(file(GOOD.replace("0.05", "-1"), GOOD.replace("hour", "day")), "own.yaml")
    assert [problem.key for problem in refused.value.problems] == ["prices[0].usd", "prices[1].unit"]


def test_a_file_that_is_no_text_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match=r"own\.yaml has 1 problem"):
        price_book(directory=tmp_path)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ConfigurationError):
        parse_prices(text, "any")
