"""Prices asked of a Price List API over HTTP, and what is made of its documents."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from costs import GLOBAL, Charge, Unit, parse_prices, price_book
from costs.refresh import write
from costs.refresh.price_list import on_demand, refresh
from costs.refresh.queries import QUERIES
from operations.cli import main
from tests.operations.price_list_api import PriceListApi, Product, price_list_api, product

TOKYO, OSAKA, VIRGINIA = "ap-northeast-1", "ap-northeast-3", "us-east-1"
CODES = {TOKYO: "APN1-", OSAKA: "APN3-", VIRGINIA: ""}
USAGE_TYPES = {
    Charge.VPN_CONNECTION: "VPN-Usage-Hours:ipsec.1",
    **{
        charge: f"BoxUsage:{charge.value.removeprefix('node-')}" for charge in Charge if charge.name.startswith("NODE_")
    },
    Charge.WEB_ACL: "WebACLV2",
    Charge.WEB_ACL_RULE: "RuleV2",
    Charge.WEB_ACL_REQUESTS: "RequestV2-Tier1",
}


def products(region: str, to: str) -> Iterator[Product]:
    """A product for every charge of a region, as the price list writes it, at 0.5 USD; 0.0000005 for a request."""
    for charge, query in QUERIES.items():
        code = "" if charge.is_global else CODES[region] + (CODES[to] if charge.is_between_regions else "")
        code = f"{region}-" if charge is Charge.KMS_KEY else code
        places = {} if charge.is_global else {query.sender: region}
        places |= {query.receiver: to} if charge.is_between_regions else {}
        usage_type = USAGE_TYPES.get(charge, query.usage_type)
        usd = "0.0000005000" if charge.unit is Unit.MILLION else "0.5000000000"
        yield product(query.service, code + usage_type, usd, **query.attributes, **places)


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")


def served(api: PriceListApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", api.url)


@pytest.mark.parametrize("region", [TOKYO, VIRGINIA])
def test_every_charge_is_found_with_or_without_a_region_s_code(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with price_list_api([*products(region, OSAKA), *products(OSAKA, region)][: 2 * len(QUERIES)]) as api:
        served(api, monkeypatch)
        refreshed = refresh([region])
    assert {price.charge for price in refreshed.prices} == set(Charge) - {Charge.INTER_REGION_TRANSFER}
    assert refreshed.problems == ()
    queries = next(price for price in refreshed.prices if price.charge is Charge.DNS_QUERIES)
    assert queries.region == GLOBAL
    assert queries.usd == Decimal("0.5"), "AWS prices one query, a price file a million"
    nat = next(price for price in refreshed.prices if price.charge is Charge.NAT_GATEWAY)
    assert nat.source == f"AWS Price List API, AmazonEC2 {CODES[region]}NatGateway-Hours"
    assert nat.date == date(2026, 10, 7)


def test_between_regions_both_directions_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    there = product("AWSDataTransfer", "APN1-APN3-AWS-Out-Bytes", "0.09", transferType="InterRegion Outbound")
    back = product("AWSDataTransfer", "APN3-APN1-AWS-Out-Bytes", "0.08", transferType="InterRegion Outbound")
    there["product"]["attributes"] |= {"fromRegionCode": TOKYO, "toRegionCode": OSAKA}
    back["product"]["attributes"] |= {"fromRegionCode": OSAKA, "toRegionCode": TOKYO}
    with price_list_api([there, back]) as api:
        served(api, monkeypatch)
        refreshed = refresh([TOKYO, OSAKA])
    assert {(price.region, price.to): price.usd for price in refreshed.prices} == {
        (TOKYO, OSAKA): Decimal("0.09"),
        (OSAKA, TOKYO): Decimal("0.08"),
    }


def test_other_charges_of_a_like_name_are_passed_over_on_whichever_page(monkeypatch: pytest.MonkeyPatch) -> None:
    alb = {"productFamily": "Load Balancer-Application", "regionCode": TOKYO}
    likes = [
        product("AWSELB", f"APN1-{kind}LoadBalancerUsage", "0.0063", **alb) for kind in ("TS-", "Outposts-", "Reserved")
    ]
    right = product("AWSELB", "APN1-LoadBalancerUsage", "0.0243", **alb)
    with price_list_api([*likes, right], page=1) as api:
        served(api, monkeypatch)
        prices = {price.charge: price.usd for price in refresh([TOKYO]).prices}
    assert prices == {Charge.LOAD_BALANCER: Decimal("0.0243")}


def test_a_price_given_more_than_once_is_not_chosen_from(monkeypatch: pytest.MonkeyPatch) -> None:
    acls = [
        product("awswaf", f"APN1-{name}", usd, regionCode=TOKYO) for name, usd in (("WebACL", "5"), ("WebACLV2", "6"))
    ]
    with price_list_api(acls) as api:
        served(api, monkeypatch)
        refreshed = refresh([TOKYO])
    assert refreshed.prices == ()
    (said,) = [problem for problem in refreshed.problems if "several prices" in problem]
    assert "for web-acl in ap-northeast-1: 5 (AWS Price List API, awswaf APN1-WebACL), 6" in said


@pytest.mark.parametrize(
    ("tiers", "usd"),
    [
        (("0.114", "0.089", "0.086"), "0.114"),
        (("0", "0.5"), "0.5"),
        (("0.0000000000",), "0"),
        (("0.0620000000",), "0.062"),
    ],
    ids=["the first tier", "the first tier that is paid", "free", "written with zeros"],
)
def test_the_tier_that_is_taken(tiers: tuple[str, ...], usd: str) -> None:
    assert on_demand(product("AmazonEC2", "x", *tiers)) == Decimal(usd)


def test_a_product_without_an_on_demand_price_in_dollars_has_none() -> None:
    yuan = product("AmazonEC2", "x", "1")
    for term in yuan["terms"]["OnDemand"].values():
        for dimension in term["priceDimensions"].values():
            dimension["pricePerUnit"] = {"CNY": "1"}
    assert on_demand(yuan) is None
    assert on_demand({"product": {}, "terms": {}}) is None
    assert on_demand({"product": {}, "terms": {"Reserved": {}}}) is None


def test_a_refreshed_file_is_read_back_and_prevails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with price_list_api(list(products(TOKYO, OSAKA))) as api:
        served(api, monkeypatch)
        refreshed = refresh([TOKYO])
    file = tmp_path / "new" / "aws-2026-10.yaml"
    write(refreshed.prices, file)
    assert parse_prices(file.read_text(), str(file)) == refreshed.prices
    assert price_book(file).price(Charge.NAT_GATEWAY, TOKYO).usd == Decimal("0.5")
    assert price_book(file).price(Charge.NAT_GATEWAY, OSAKA).usd == Decimal("0.062")
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_the_command_writes_what_it_found_and_names_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "prices.yaml"
    with price_list_api(list(products(TOKYO, OSAKA))) as api:
        served(api, monkeypatch)
        monkeypatch.setattr("sys.argv", ["operations", "prices", "refresh", "--output", str(file)])
        assert main() == 1, "Osaka's prices are not there"
    shown = capsys.readouterr()
    assert f"{len(QUERIES)} prices are in {file}." in shown.out
    assert "AWS's price list gives no price for nat-gateway in ap-northeast-3: add it" in shown.err
    assert parse_prices(file.read_text(), "written")


@pytest.mark.slow
@pytest.mark.parametrize("refuse", ["AccessDeniedException", None], ids=["refused", "unreachable"])
def test_an_api_that_cannot_be_asked_is_a_sentence_and_writes_nothing(
    refuse: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with price_list_api([], refuse=refuse) as api:
        served(api, monkeypatch)
        if refuse is None:
            monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        monkeypatch.setattr("sys.argv", ["operations", "prices", "refresh", "--output", str(tmp_path / "prices.yaml")])
        assert main() == 1
    assert "error: The AWS Price List API could not be asked for transit-gateway" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
