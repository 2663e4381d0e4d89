"""Prices written as a price file that `costs.price_files` reads."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from costs.prices import Price


def write(prices: Iterable[Price], file: Path) -> None:
    """Write the file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    content = {"currency": "USD", "prices": [_row(price) for price in prices]}
    partial.write_text(yaml.safe_dump(content, sort_keys=False, width=120), encoding="utf-8")
    os.replace(partial, file)


def _row(price: Price) -> dict[str, Any]:
    row: dict[str, Any] = {"charge": price.charge.value, "region": price.region}
    if price.to is not None:
        row["to"] = price.to
    row |= {
        "unit": price.charge.unit.value,
        "usd": f"{price.usd.normalize():f}",
        "date": price.date,
        "source": price.source,
    }
    return row | ({"assumed": True} if price.assumed else {})
