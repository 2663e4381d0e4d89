"""Which ids of one name are one VM that went to and fro, and which are two VMs of that name. Pure.

A recovered VM has a new id, so recovery points of one VM name several ids, one after the other. All times here are of
one clock, that of the site which made the points. Its UUID, which the guest sees, stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

Ended = Callable[[str], bool]
"""Whether the VM of this id was moved away from the site that made its points."""
_SILENCE = timedelta(days=1)


def is_another(one: str | None, other: str | None) -> bool:
    """Whether the UUIDs of two VMs of one name tell them apart; not where one of them is not known."""
    return bool(one and other and one != other)


def goes_on(points: Mapping[str, Collection[datetime]], ended: Ended | None = None) -> dict[str, str]:
    """By id, the id of the VM that it belongs to: its own, or the one that goes on where it has ended.

    An id without new points for long has ended, too. Without ``ended``, an id has ended where another begins.
    """
    ids = sorted(points, key=lambda vm_id: (max(points[vm_id]), vm_id))
    over = {one for at, one in enumerate(ids) if any(max(points[one]) <= min(points[later]) for later in ids[at + 1 :])}
    if ended is not None:
        last = max(points[ids[-1]])
        over = {one for one in ids[:-1] if ended(one) or (one in over and last - max(points[one]) > _SILENCE)}
    return {one: ids[-1] if one in over else one for one in ids}
