"""Types of the commands' options: what a person may type as a number."""

import argparse
from decimal import Decimal, InvalidOperation

_MOST = 10**9


def quantity(text: str) -> Decimal:
    """A number from 0 to a thousand million; a word for argparse to refuse otherwise."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= _MOST:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to {_MOST}, found {text!r}")
    return value


def seconds(text: str) -> float:
    """Seconds from 1 to a day."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value <= 86400:
        raise argparse.ArgumentTypeError(f"expected seconds from 1 to 86400, found {text!r}")
    return value
