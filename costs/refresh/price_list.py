"""AWS's own prices, asked of the Price List API (GetProducts)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from aws import AwsError
from aws import client as aws_client
from costs.prices import GLOBAL, Charge, Price, Unit
from costs.refresh.queries import QUERIES

API_REGION = "us-east-1"
"""The Price List API is served in three regions; each knows the prices of all."""


@dataclass(frozen=True)
class Refreshed:
    """The prices that AWS gave, and one sentence per price that is missing or ambiguous."""

    prices: tuple[Price, ...]
    problems: tuple[str, ...]


def refresh(regions: Sequence[str]) -> Refreshed:
    """Every charge's price in the regions, and between each two of them.

    Raises AwsError when the API cannot be asked.
    """
    client = aws_client("pricing", API_REGION)
    prices: list[Price] = []
    problems: list[str] = []
    for charge, region, to in _wanted(regions):
        try:
            prices.append(chosen(charge, region, to, _products(client, charge, region, to)))
        except LookupError as error:
            problems.append(str(error))
        except (BotoCoreError, ClientError) as error:
            raise AwsError(
                f"The AWS Price List API could not be asked for {charge.value} in {region}: {error}. Nothing was "
                "written. It needs AWS credentials that allow pricing:GetProducts, and the way to it."
            ) from error
    return Refreshed(tuple(prices), tuple(problems))


def _wanted(regions: Sequence[str]) -> Iterator[tuple[Charge, str, str | None]]:
    for charge in QUERIES:
        if charge.is_global:
            yield charge, GLOBAL, None
        elif charge.is_between_regions:
            yield from ((charge, a, b) for a in regions for b in regions if a != b)
        else:
            yield from ((charge, region, None) for region in regions)


def _products(client: Any, charge: Charge, region: str, to: str | None) -> list[dict[str, Any]]:
    query = QUERIES[charge]
    pages = client.get_paginator("get_products").paginate(ServiceCode=query.service, Filters=query.filters(region, to))
    return [json.loads(product) for page in pages for product in page["PriceList"]]


def chosen(charge: Charge, region: str, to: str | None, products: Sequence[Mapping[str, Any]]) -> Price:
    """The one price that the products give. Raises LookupError where they give none, or several."""
    found = [price for product in products for price in _prices(charge, region, to, product)]
    where = f"{charge.value} in {region}" + (f" to {to}" if to else "")
    if not found:
        raise LookupError(f"AWS's price list gives no price for {where}: add it to a price file by hand.")
    if len({price.usd for price in found}) > 1:
        given = ", ".join(f"{price.usd:f} ({price.source})" for price in found)
        raise LookupError(f"AWS's price list gives several prices for {where}: {given}. Add the right one by hand.")
    return found[0]


def _prices(charge: Charge, region: str, to: str | None, product: Mapping[str, Any]) -> Iterator[Price]:
    query, usage_type = QUERIES[charge], str(product["product"]["attributes"].get("usagetype", ""))
    usd = on_demand(product)
    if usd is None or not query.matches(usage_type):
        return
    scale = 1_000_000 if charge.unit is Unit.MILLION else 1
    day = date.fromisoformat(str(product["publicationDate"])[:10])
    source = f"AWS Price List API, {query.service} {usage_type}"
    yield Price(charge, region, usd * scale, source, day, to)


def on_demand(product: Mapping[str, Any]) -> Decimal | None:
    """The on-demand price of the lowest tier that is not free; 0 where all are; None where there is none in USD."""
    dimensions = [
        dimension
        for term in product.get("terms", {}).get("OnDemand", {}).values()
        for dimension in term["priceDimensions"].values()
        if "USD" in dimension["pricePerUnit"]
    ]
    dimensions.sort(key=lambda dimension: Decimal(dimension.get("beginRange") or "0"))
    prices = [Decimal(dimension["pricePerUnit"]["USD"]) for dimension in dimensions]
    return next((price for price in prices if price > 0), prices[0] if prices else None)
