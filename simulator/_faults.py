"""Faults to order: which requests they meet, how often, and what they do to them."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

from simulator._json import Json
from simulator._work import Fate

KINDS = {
    "latency": "answers `seconds` later",
    "hang": "never answers",
    "reset": "resets the connection before anything is done",
    "status": "answers `status` (with `retryAfter` when given) and does nothing",
    "lost-response": "does what was asked, then resets the connection",
    "task-stuck": "the task stays RUNNING for `seconds`, or for ever",
    "task-failed": "the task fails with `message`",
}

_NAMES = {"retryAfter": "retry_after"}


@dataclass
class Fault:
    """Meets requests whose method and path (without the query) fit these shell patterns.

    It lets `skip` of them pass first and meets `count` in all, -1 = until cleared. `site` None = every site.
    """

    kind: str
    method: str = "*"
    path: str = "*"
    site: str | None = None
    count: int = 1
    skip: int = 0
    seconds: float | None = None
    status: int = 503
    retry_after: float | None = None
    message: str = "Injected fault."

    def fate(self) -> Fate | None:
        """What becomes of the task of a request that this fault meets."""
        if self.kind == "task-stuck":
            return Fate(delay=math.inf if self.seconds is None else self.seconds)
        return Fate(failure=self.message) if self.kind == "task-failed" else None

    def _meets(self, site: str, method: str, path: str) -> bool:
        return self.site in (None, site) and fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


class Faults:
    """The faults on order, first come first served."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def order(self, wanted: Json) -> Fault:
        """Order a fault from its JSON; raises ValueError with what was expected."""
        names = {_NAMES.get(k, k): v for k, v in wanted.items()}
        unknown = set(names) - set(Fault.__dataclass_fields__)
        if unknown:
            raise ValueError(
                f"fault: unknown {', '.join(sorted(unknown))}; known are {', '.join(Fault.__dataclass_fields__)}"
            )
        if names.get("kind") not in KINDS:
            raise ValueError(f"fault: kind {names.get('kind')!r}, expected one of {', '.join(KINDS)}")
        fault = Fault(**names)
        self._orders.append(fault)
        return fault

    def met_by(self, site: str, method: str, path: str) -> Fault | None:
        """The fault that meets this request, counted down."""
        for fault in self._orders:
            if fault._meets(site, method, path):
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.count -= 1
                if fault.count == 0:
                    self._orders.remove(fault)
                return fault
        return None

    def listed(self) -> list[Json]:
        """The faults still on order."""
        return [asdict(fault) for fault in self._orders]

    def clear(self) -> None:
        """Take all orders back."""
        self._orders.clear()
