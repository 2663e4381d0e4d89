"""The types of what the control API is ordered. A value of another type is refused before anything is changed."""

from __future__ import annotations

import math
from typing import Any


class Given(str):
    """A value from the query of an order. It is text, and counts as the number that it spells."""

    __slots__ = ()


def number(value: Any, what: str, low: float | None = 0.0) -> float:
    """A finite number that is not below `low`; raises ValueError."""
    try:
        found = float(value) if isinstance(value, int | float | Given) and not isinstance(value, bool) else math.nan
    except (OverflowError, ValueError):
        found = math.nan
    if not math.isfinite(found) or (low is not None and found < low):
        raise _refusal(what, value, "a number" if low is None else f"a number of {low:g} or more")
    return found


def whole(value: Any, what: str, low: int = 0, high: int | None = None) -> int:
    """A whole number between `low` and `high`; raises ValueError."""
    if isinstance(value, Given) and value.removeprefix("-").isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < low or (high is not None and value > high):
        bounds = f"of {low} or more" if high is None else f"from {low} to {high}"
        raise _refusal(what, value, f"a whole number {bounds}")
    return value


def text(value: Any, what: str) -> str:
    """A text that is not empty; raises ValueError."""
    if not isinstance(value, str) or not value:
        raise _refusal(what, value, "a text")
    return str(value)


def flag(value: Any, what: str) -> bool:
    """True or false; raises ValueError."""
    if not isinstance(value, bool):
        raise _refusal(what, value, "true or false")
    return value


def _refusal(what: str, value: Any, expected: str) -> ValueError:
    return ValueError(f"{what} {str(value)[:100]!r}: expected {expected}")
