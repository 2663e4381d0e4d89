"""The month's cost of the sites, and of what joins them, as tables or as JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_camel

from costs.charges import Usage
from costs.estimate import Estimate, estimate
from costs.peering import compare
from costs.price_files import price_book
from costs.prices import MissingPriceError, no_price
from costs.tables.peering import comparison_text, comparison_values
from text_table import table
from topology import SiteModel

NOTES = (
    "assumed: no public source was found for the price in that region; the price file says what was used instead.\n"
    "Not in it: the cluster's bare-metal nodes and Nutanix's licences, the ports of a Direct Connect, taxes,\n"
    "discounts and free tiers. The traffic is assumed."
)


def report(sites: Sequence[SiteModel], usage: Usage, extra: Path | None = None) -> tuple[dict[str, Any], str]:
    """What the sites cost, as plain values for JSON and as text. `extra`: a price file to lay over the project's.

    What lacks a price is named under "missing" and in the text. Raises ConfigurationError or OSError for a price file.
    """
    book = price_book(extra)
    estimates = [estimate(site, usage, book) for site in sites]
    missing = [what for shown in estimates for what in shown.missing]
    peering: dict[str, Any] | None = None
    try:
        comparison = compare(sites[0], usage.traffic_gb, book)
        peering, joined = comparison_values(comparison), comparison_text(comparison)
    except MissingPriceError as error:
        joined = "VPC peering and transit-gateway peering cannot be compared."
        missing.append(error.what)
    missing = list(dict.fromkeys(missing))
    values = {
        "sites": [_site_values(shown) for shown in estimates],
        "peering": peering,
        "usage": {to_camel(name): float(value) for name, value in vars(usage).items()},
        "missing": missing,
    }
    lacking = [f"{no_price(missing)}\nThe totals are without it."] if missing else []
    return values, "\n\n".join([*(_site_text(shown) for shown in estimates), joined, *lacking, NOTES])


def dump(values: dict[str, Any]) -> str:
    return json.dumps(values, indent=2)


def _site_text(shown: Estimate) -> str:
    rows = [
        (
            item.what,
            f"{item.quantity:,f}",
            item.price.charge.unit.value,
            f"{item.price.usd:f}",
            f"{item.usd:,.2f}",
            f"{item.price.date}{' assumed' if item.price.assumed else ''}",
        )
        for item in shown.items
    ]
    total = ("total", "", "", "", f"{shown.total:,.2f}", "")
    headings = ("item", "a month", "unit", "USD each", "USD", "price of")
    return f"{shown.site}\n{table(headings, [*rows, total])}"


def _site_values(shown: Estimate) -> dict[str, Any]:
    items = [
        {
            "item": item.what,
            "charge": item.price.charge.value,
            "quantity": float(item.quantity),
            "unit": item.price.charge.unit.value,
            "usdEach": float(item.price.usd),
            "usd": float(item.usd),
            "fixed": item.is_fixed,
            "source": item.price.source,
            "date": item.price.date.isoformat(),
            "assumed": item.price.assumed,
        }
        for item in shown.items
    ]
    return {"site": shown.site, "usd": float(shown.total), "fixedUsd": float(shown.fixed), "items": items}
