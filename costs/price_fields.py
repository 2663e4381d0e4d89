"""The field types of a price file: each turns a raw value into a typed one or says what was expected."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

from costs.prices import GLOBAL
from topology.values import REGION, expecting, read_text

MOST = Decimal(100_000)
"""No unit costs a hundredth of it: more is a misplaced decimal point."""


def _read_usd(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("no number")
    try:
        usd = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError("no number") from error
    # Not finite comes first: NaN cannot be compared.
    if not usd.is_finite() or not 0 <= usd <= MOST:
        raise ValueError("out of range")
    return usd


def _read_day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return date.fromisoformat(read_text(value))


def _read_source(value: object) -> str:
    text = read_text(value)
    if not text.strip() or not text.isprintable():
        raise ValueError("no line of text")
    return text


def _read_currency(value: object) -> str:
    if value != "USD":
        raise ValueError("another currency")
    return "USD"


def _read_region(value: object) -> str:
    text = read_text(value)
    if text != GLOBAL and not re.fullmatch(REGION, text):
        raise ValueError("no region")
    return text


Usd = Annotated[Decimal, expecting(f"expected US dollars from 0 to {MOST}, such as 0.07", _read_usd)]
PriceDate = Annotated[date, expecting("expected a date such as 2026-09-25", _read_day)]
Source = Annotated[str, expecting("expected a line of text that says where the price was read", _read_source)]
Currency = Annotated[str, expecting("expected USD; convert the prices first", _read_currency)]
PriceRegion = Annotated[str, expecting(f"expected an AWS region such as ap-northeast-1, or {GLOBAL}", _read_region)]
