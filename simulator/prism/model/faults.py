"""Faults on order: which requests they meet, how often, and what they do to them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from fnmatch import fnmatchcase

from simulator.prism.model.json import Json
from simulator.prism.model.order_types import number, text, whole

KINDS = {
    "latency": "answers `seconds` later",
    "hang": "never answers",
    "reset": "resets the connection before anything is done",
    "status": "answers `status` (with `retryAfter` when given) and does nothing",
    "lost-response": "does what was asked, then resets the connection",
    "deleted-after": "answers, and then somebody deletes the object of the list whose name fits `vm`",
    "created-after": "answers, and then somebody copies the object of the list whose name fits `vm`",
    "reordered": "answers a page of a list as if the objects stood in the reverse order",
    "page-ignored": "answers the first page of a list, whatever `$page` says",
    "endless-pages": "answers a full page of a list, of objects that nobody has seen, and no total",
    "no-total": "answers a page of a list without `totalAvailableResults`",
    "task-stuck": "the task stays RUNNING for `seconds`, or for ever",
    "task-failed": "the task does nothing and fails with `message`",
    "task-partly-failed": "the task does what was asked, and then fails with `message`",
    "recovery-failed": "in the next recovery of VMs whose name fits `vm`, the step `step` fails with `message`",
}

STEPS = ("stop", "recover", "power-on")
_RECOVERY = "recovery-failed"
_MESSAGE = "Injected fault."
_NAMES = {"retryAfter": "retry_after"}


@dataclass(frozen=True)
class Fate:
    """What a fault does to a task: it stays RUNNING for `delay` seconds (`inf` = for ever), or fails with `failure`.

    partly: the task does what was asked before it fails.
    """

    delay: float = 0.0
    failure: str | None = None
    partly: bool = False


@dataclass
class Fault:
    """Meets requests whose method and path (without the query) fit these shell patterns.

    `vm` names the object that a fault of a list is about. A fault of kind recovery-failed meets steps of recovery jobs
    instead, at the site that recovers. The fault lets `skip` of them pass first and meets `count` in all, -1 = until
    cleared. `site` None = every site.
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
    message: str | None = None
    vm: str = "*"
    step: str = "recover"

    def fate(self) -> Fate | None:
        """What the fault does to the task of a request that it meets; None: nothing."""
        if self.kind == "task-stuck":
            return Fate(delay=math.inf if self.seconds is None else self.seconds)
        if self.kind in {"task-failed", "task-partly-failed"}:
            return Fate(failure=self.message or _MESSAGE, partly=self.kind == "task-partly-failed")
        return None

    def _meets(self, site: str, method: str, path: str) -> bool:
        if self.kind == _RECOVERY or self.site not in (None, site):
            return False
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


_NULL = frozenset(one.name for one in fields(Fault) if one.default is None)


def _check(fault: Fault) -> None:
    """Raise ValueError for a fault with a value of the wrong type, which would stumble over the first request."""
    tests: dict[str, Callable[[object, str], object]] = {
        **dict.fromkeys(("method", "path", "vm", "site", "message"), text),
        **dict.fromkeys(("seconds", "retry_after"), number),
        "skip": whole,
        "status": lambda value, what: whole(value, what, 100, 599),
        "count": lambda value, what: whole(value, what, -1),
    }
    for name, test in tests.items():
        value = getattr(fault, name)
        if value is not None or name not in _NULL:
            test(value, f"fault: {name}")
    if fault.count == 0:
        raise ValueError("fault: count 0: expected how many requests it meets, or -1 = until it is cleared")


class Faults:
    """The faults on order. The one that was ordered first is met first."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self._orders: list[Fault] = []
        self._changed = changed

    def order(self, wanted: Json) -> Fault:
        """Order a fault from its JSON; raises ValueError."""
        names = {_NAMES.get(k, k): v for k, v in wanted.items()}
        unknown = set(names) - set(Fault.__dataclass_fields__)
        if unknown:
            raise ValueError(
                f"fault: unknown {', '.join(sorted(unknown))}; known are {', '.join(Fault.__dataclass_fields__)}"
            )
        for name, known in (("kind", tuple(KINDS)), ("step", STEPS)):
            if names.get(name, "recover" if name == "step" else None) not in known:
                raise ValueError(f"fault: {name} {names.get(name)!r}, expected one of {', '.join(known)}")
        fault = Fault(**names)
        _check(fault)
        self._orders.append(fault)
        self._changed()
        return fault

    def met_by(self, site: str, method: str, path: str) -> Fault | None:
        """The fault that meets this request. It counts as met."""
        return self._counted(lambda fault: fault._meets(site, method, path))

    def in_recovery(self, site: str, vm: str, step: str) -> str | None:
        """The message that a step of a VM's recovery fails with; None: it does not fail. The fault counts as met."""
        fault = self._counted(
            lambda f: f.kind == _RECOVERY and f.site in (None, site) and fnmatchcase(vm, f.vm) and f.step == step
        )
        return (fault.message or _MESSAGE) if fault else None

    def _counted(self, meets: Callable[[Fault], bool]) -> Fault | None:
        for fault in [f for f in self._orders if meets(f)] if self._orders else ():
            self._changed()
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
        self._changed()

    def take_up(self, orders: list[Json]) -> None:
        """Order again what was on order, from `listed`."""
        self._orders = [Fault(**order) for order in orders]
