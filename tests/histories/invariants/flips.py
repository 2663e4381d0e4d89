"""Generations and recovery plan jobs: the flips one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.histories.invariants.found import Found
from tests.histories.log.moment import Moment


def generations_only_grow(seen: Sequence[Moment]) -> Found:
    """What a stack knows is never replaced by an older flip, unless somebody took its state away."""
    known: dict[str, int] = {}
    for now in seen:
        event = now.event
        if event.kind not in ("record", "published"):
            continue
        key, generation = f"{event.site} {event.kind}", int(event.details["generation"])
        if generation < known.get(key, 0) and not event.details.get("lost"):
            yield event, f"{event.site} goes from flip {known[key]} back to flip {generation}."
        known[key] = generation


def no_two_sites_are_active_by_one_flip(seen: Sequence[Moment]) -> Found:
    """Two stacks never say that they are active as of the same flip."""
    restored = False
    for now in seen:
        restored |= bool(now.event.details.get("lost"))
        for words in (now.published,) if restored else (now.records, now.published):
            flips = Counter(word.generation for site, word in words.items() if word.active == site)
            for flip, count in flips.items():
                if count > 1 and now.event.kind in ("record", "published") and not now.event.details.get("lost"):
                    yield now.event, f"{count} sites are active as of flip {flip}."


def one_failover_at_a_time(seen: Sequence[Moment]) -> Found:
    """No recovery plan job begins while another runs, and none succeeds twice."""
    running: set[str] = set()
    succeeded: set[str] = set()
    for now in seen:
        event = now.event
        if event.kind != "job" or not event.details["action"].endswith("PLANNED_FAILOVER"):
            continue
        if event.details["status"] == "RUNNING":
            if running:
                yield event, f"{event.subject} begins while {', '.join(sorted(running))} runs."
            running.add(event.subject)
            continue
        running.discard(event.subject)
        flip = event.subject.partition(" attempt ")[0]
        if event.details["status"].startswith("SUCCEEDED"):
            if flip in succeeded:
                yield event, f"{flip} has succeeded before."
            succeeded.add(flip)


def an_unplanned_failover_is_meant(seen: Sequence[Moment]) -> Found:
    """It begins only where the operator asked for it, and the source was cut off, or its going on was accepted.

    The request is what is looked at: the job may be seen only when its run is over. Where only jobs are seen, the job.
    """
    cut_in_run: dict[str, bool] = {}
    requested: set[str] = set()
    for now in seen:
        event = now.event
        for site in now.run:
            cut_in_run[site] = bool(cut_in_run.get(site) or now.cut)
        if event.kind == "run.began":
            cut_in_run[event.site] = bool(now.cut)
        request = event.kind == "write" and event.subject.endswith("/unplanned-failover")
        job = event.kind == "job" and event.details["action"] == "UNPLANNED_FAILOVER"
        if job and event.details["status"] == "RUNNING" and event.site in requested:
            requested.discard(event.site)
            continue
        if not request and not (job and event.details["status"] == "RUNNING"):
            continue
        requested |= {event.site} if request else set()
        run = now.run.get(event.site)
        if run is None or run.details["verb"] != "up" or run.details["mode"] != "unplanned":
            yield event, f"{event.subject} begins, and no run has asked for it."
        elif not cut_in_run.get(event.site) and not run.details["accepted"]:
            yield event, f"{event.subject} begins though {now.other(event.site)} answers and nobody has accepted that."
