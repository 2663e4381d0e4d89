"""What a run says, and what it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.histories.invariants.found import WORLD, Found
from tests.histories.log.event import Event
from tests.histories.log.moment import Moment

LOOKS = ("preview", "refresh")


def looking_writes_nothing(seen: Sequence[Moment]) -> Found:
    """A preview and a refresh send nothing that could change anything."""
    for now in seen:
        run, writes = now.run.get(now.event.site), now.event.kind in ("write", "route", "published")
        if writes and now.event.details.get("by") != WORLD and run is not None and run.details["verb"] in LOOKS:
            yield now.event, f"a {run.details['verb']} of {now.event.site} writes: {now.event.subject}."


def a_refusal_keeps_its_word(seen: Sequence[Moment]) -> Found:
    """A run that says that nothing was done has done nothing: it moved no route and started no failover.

    What another run of the same stack does meanwhile, which began before it, is not its doing.
    """
    since: dict[str, list[Event]] = {}
    open_runs: Counter[str] = Counter()
    for now in seen:
        event = now.event
        if event.kind == "run.began":
            open_runs[event.site] += 1
            since[event.site] = []
        elif event.kind in ("write", "route") and open_runs[event.site] < 2:
            since.setdefault(event.site, []).append(event)
        elif event.kind == "run.ended":
            open_runs[event.site] -= 1
            for done in since.get(event.site, []) if event.details.get("untouched") else ():
                if done.kind == "route" or done.subject.endswith("-failover"):
                    yield event, f"{event.site} said that nothing was done, after {done.kind} {done.subject}."
