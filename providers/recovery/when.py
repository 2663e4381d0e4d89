"""Points in time: the moment that recovery points are held against, and the reference time of a configuration."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The time that the age of recovery points is counted from."""
    return datetime.now(UTC)


def instant(text: str | None) -> datetime | None:
    """The moment that an RFC 3339 text names, in UTC if it names no zone; None for no text. Raises ValueError."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def reference_time_problems(text: str | None) -> Iterable[tuple[str, str]]:
    """(field, reason) where a declared reference time is no time."""
    try:
        instant(text)
    except ValueError:
        yield "reference_time", f"is '{text}'; expected a time such as 2026-01-31T03:00:00Z"


def utc(moment: datetime | None) -> str:
    """``2026-01-31 03:00:00 UTC``."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else "an unknown time"


def span(length: timedelta) -> str:
    """``90 min``, ``3 h``."""
    seconds = max(length.total_seconds(), 0)
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
