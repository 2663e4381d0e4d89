"""What a range of histories amounts to, for people: how many steps, failovers, faults by class, violations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.histories.life import Life
from tests.histories.log.event import Event
from tests.histories.script.step import Step


@dataclass
class Figures:
    """``counts`` are of everything, ``faults`` by what goes wrong, ``outcomes`` of runs; ``bad`` are seeds."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    bad: list[int] = field(default_factory=list)

    def add(self, life: Life) -> None:
        """One more history."""
        steps = [one for step in life.history.steps for one in (step, step.then) if one]
        events = life.log.events
        self.counts["histories"] += 1
        self.counts["steps"] += len(steps)
        self.counts["failovers"] += len({e.subject for e in events if e.kind == "job" and "FAILOVER" in _action(e)})
        self.counts["events"] += len(events)
        self.faults.update(_fault(step) for step in steps if step.verb not in _NO_FAULT)
        self.outcomes.update(e.details["outcome"] for e in events if e.kind == "run.ended")
        if life.violations:
            self.bad.append(life.history.seed)

    def __str__(self) -> str:
        rows = (("", self.counts), ("faults", self.faults), ("runs", self.outcomes))
        return "\n".join(f"{name}{': ' if name else ''}{_row(found)}" for name, found in rows)


_NO_FAULT = ("commit", "up", "preview", "refresh", "wait", "back", "light", "leave", "keep", "unlead", "unmute")


def _fault(step: Step) -> str:
    """``task-stuck`` of Prism Central, ``cut hang`` of a site, ``kill`` of a run."""
    if step.verb == "fault":
        return str(step.fault["kind"])
    return f"{step.verb} {step.how}" if step.verb in ("cut", "aws") else step.verb


def _action(event: Event) -> str:
    return str(event.details.get("action", ""))


def _row(found: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in found.most_common())
