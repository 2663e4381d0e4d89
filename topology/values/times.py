"""Moments."""

import re
from datetime import datetime
from typing import Annotated

from topology.values.expecting import expecting, read_text

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def _read_instant(value: object) -> str:
    text = read_text(value)
    if not _RFC3339.fullmatch(text):
        raise ValueError("no RFC 3339 time with a zone")
    datetime.fromisoformat(text.upper())
    return text


Instant = Annotated[
    str, expecting('expected an RFC 3339 time with its zone, in quotes: "2026-01-31T04:05:06+09:00"', _read_instant)
]
