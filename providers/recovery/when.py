"""Points in time: the moment that recovery points are held against, and the reference time of a configuration."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from prism import PrismCentral

BOUND = timedelta(minutes=5)
"""How far two clocks may be apart before it is told, and how close two times of two clocks are too close to compare."""


def now() -> datetime:
    """The time by this machine's clock. Ages are counted by Prism Central's: see ``now_at``."""
    return datetime.now(UTC)


def now_at(client: PrismCentral) -> datetime:
    """The time by the clock of this Prism Central, which dates its objects; this machine's where it does not tell.

    assumed: the Date header of its answers is Prism Central's own clock. A gateway in between may write its own.
    """
    return now() + (client.skew or timedelta())


def clock_problem(client: PrismCentral, name: str) -> str:
    """What to say where the clock of this machine is wrong; empty where it is not, or nobody told."""
    skew = client.skew or timedelta()
    if abs(skew) <= BOUND:
        return ""
    return (
        f"The clock of this machine is {span(abs(skew))} {'behind' if skew > timedelta() else 'ahead of'} the clock of "
        f"{name}. Ages are counted by the clock of {name}. Check the time service of both."
    )


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
