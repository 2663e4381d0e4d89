"""The field types of a price file: each turns a raw value into a typed one or says what was expected."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BeforeValidator

from costs.prices import GLOBAL
from topology.values import REGION

MOST = Decimal(100_000)
"""No unit of anything here costs a hundredth of it: more is a misplaced point."""


def _usd(value: object) -> Decimal:
    expected = f"expected US dollars from 0 to {MOST}, such as 0.07"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(expected)
    try:
        usd = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(expected) from error
    # Not finite comes first: NaN cannot be compared.
    if not usd.is_finite() or not 0 <= usd <= MOST:
        raise ValueError(expected)
    return usd


def _day(value: object) -> date:
    expected = "expected a date such as 2026-09-25"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ValueError(expected) from error


def _source(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("expected a line of text that says where the price was read")
    return value


def _currency(value: object) -> str:
    if value != "USD":
        raise ValueError("expected USD; convert the prices first")
    return "USD"


def _region(value: object) -> str:
    if value == GLOBAL or (isinstance(value, str) and re.fullmatch(REGION, value)):
        return str(value)
    raise ValueError(f"expected an AWS region such as ap-northeast-1, or {GLOBAL}")


USD = BeforeValidator(_usd)
PriceDate = Annotated[date, BeforeValidator(_day)]
Source = Annotated[str, BeforeValidator(_source)]
Currency = Annotated[str, BeforeValidator(_currency)]
PriceRegion = Annotated[str, BeforeValidator(_region)]
