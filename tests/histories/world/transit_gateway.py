"""The transit gateway of a site, as far as the prefix goes: a reference that AWS points elsewhere in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.histories.log.moment import NOT_AVAILABLE, PEERING


class Refused(Exception):
    """AWS did not do it, or its answer got lost."""


@dataclass
class TransitGateway:
    """``faults`` are what becomes of the next changes: refused, or lost (done, but the answer never came)."""

    site: str
    moved: Callable[[str, str], None]
    boundary: Callable[[str], None]
    leads_to: str = PEERING
    faults: list[str] = field(default_factory=list)

    def lead(self, target: str) -> None:
        """``own`` or ``peering``. Raises Refused."""
        self.boundary("before the route")
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refused":
            raise Refused(NOT_AVAILABLE)
        if self.leads_to != target:
            self.leads_to = target
            self.moved(self.site, target)
        self.boundary("after the route")
        if fault == "lost":
            raise Refused("Connection reset by peer.")
