"""Words that every recovery uses. Pure text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plain_text import one_line, shortened

_SHOWN = 30
_LONGEST_REASON = 300


def listed(names: Sequence[str], most: int | None = None) -> str:
    """``2 VMs: a, b``. A long list is cut, and a file has all of it; with ``most``, the rest is only counted."""
    count = f"{len(names)} VM{'' if len(names) == 1 else 's'}"
    if most is None:
        return f"{count}: {shortened(names, ', ', _SHOWN)}" if names else count
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{count}: {', '.join(names[:most])}{more}" if names else count


def failures(reasons: Mapping[str, object]) -> str:
    """``'a' (id): why.`` of each, a long reason cut. Of many, the first ones, and the file that holds them all."""
    cut = {name: one_line(str(why), _LONGEST_REASON).rstrip(".") for name, why in sorted(reasons.items())}
    return shortened([f"{name}: {why}." for name, why in cut.items()], " ")


def gib(size: int) -> str:
    """``1.5 GiB``."""
    return f"{size / 2**30:.1f} GiB"


def strays(names: Sequence[str], site: str, active_site: str) -> str:
    """The warning about VMs that run at the standby site without a mark of a site that stood down."""
    return (
        f"POSSIBLE SPLIT BRAIN: {listed(names)} run in {site}, but {active_site} is active. Check {active_site} first. "
        f"Running there too? Power them off in {site}. Not running there? Set activeRegion: {site} and run pulumi up "
        f"--stack {site}, then pulumi up --stack {active_site}."
    )


def woken(names: Sequence[str], site: str, active_site: str) -> str:
    """What becomes of stale copies that have started again."""
    return (
        f"{listed(names)} run again in {site} as stale copies: {site} stood down for {active_site}, and somebody "
        "started them, or they started when power returned. pulumi up powers them off."
    )


def not_looked_at(site: str, error: object) -> str:
    """The warning where nobody could look for such copies."""
    return f"Could not check whether protected VMs run in {site}: {error}"
