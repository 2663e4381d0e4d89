"""Of the copies of a VM: which run, which are started, switched off or deleted."""

from __future__ import annotations

from collections.abc import Sequence

from tests.histories.invariants.found import DONE, WORLD, Found
from tests.histories.log.moment import Moment


def no_vm_is_started_beside_its_copy(seen: Sequence[Moment]) -> Found:
    """A VM is started only where no other copy of it runs, but for copies of a stranded site."""
    for now in seen:
        event = now.event
        if event.kind != "vm.powered_on" or event.details.get("by") == WORLD or event.subject not in now.copies:
            continue
        started = now.copies[event.subject]
        for copy in now.copies.values():
            twin = copy.lineage == started.lineage and copy.on and copy.id != started.id
            if twin and (copy.site == started.site or copy.site not in now.stranded):
                yield event, f"{started.name} is started in {started.site} while it runs in {copy.site}."


def a_stale_copy_is_never_started(seen: Sequence[Moment]) -> Found:
    """Of the copies of a VM, only the one that was made last is started by a run."""
    for now in seen:
        event = now.event
        if event.kind == "vm.powered_on" and event.details.get("by") != WORLD and event.subject in now.copies:
            copy = now.copies[event.subject]
            if copy.workload and now.newest[copy.lineage] != copy.id:
                yield event, f"the stale copy of {copy.name} in {copy.site} is started."


def a_site_that_stands_down_runs_nothing(seen: Sequence[Moment]) -> Found:
    """After an up that leaves the workload to the other site, none of its VMs runs here and there.

    A flip that was given up half-way leaves what it has started, which may be the newer; then the run has named it.
    """
    for now in seen:
        event = now.event
        if event.kind != "run.ended" or event.details["outcome"] not in DONE or event.details["verb"] != "up":
            continue
        twins = {copy.lineage for copy in now.running(now.other(event.site))}
        for copy in now.running(event.site):
            told = event.details.get("told_of_strays", ())
            named = told is True or copy.name in told
            if event.details["active"] != event.site and copy.lineage in twins and not named:
                yield event, f"{copy.name} runs in {event.site}, which has stood down, and in {now.other(event.site)}."


def no_vm_is_lost(seen: Sequence[Moment]) -> Found:
    """The copy of a VM that was made last is never deleted."""
    before: Moment | None = None
    for now in seen:
        if before is not None and now.event.kind == "vm.deleted" and now.event.subject in before.copies:
            copy = before.copies[now.event.subject]
            if copy.workload and before.newest[copy.lineage] == copy.id:
                yield now.event, f"{copy.name} is deleted in {copy.site}, and no newer copy is there."
        before = now


def nothing_is_switched_off_before_the_other_has_taken_over(seen: Sequence[Moment]) -> Found:
    """The newest copy of a VM is switched off only by a planned failover, or once the other site is active."""
    moving: set[str] = set()
    for now in seen:
        event = now.event
        if event.kind == "job" and event.details["action"] == "PLANNED_FAILOVER":
            (moving.add if event.details["status"] == "RUNNING" else moving.discard)(now.other(event.site))
        if event.kind != "vm.powered_off" or event.details.get("by") == WORLD or event.subject not in now.copies:
            continue
        copy, other = now.copies[event.subject], now.records.get(now.other(event.site))
        taken = other is not None and other.active != event.site
        if copy.workload and now.newest[copy.lineage] == copy.id and not taken and event.site not in moving:
            yield event, f"{copy.name} is switched off in {event.site}, and {now.other(event.site)} has not taken over."


def a_vm_that_was_announced_comes_or_is_named(seen: Sequence[Moment]) -> Found:
    """A planned failover brings every VM of the workload that ran at the source, or says which it did not bring."""
    expected: dict[str, set[str]] = {}
    for now in seen:
        event = now.event
        record = now.records.get(event.site)
        if event.kind == "run.began":
            standby = record is not None and record.active == now.other(event.site)
            comes = event.details["active"] == event.site and standby
            planned = event.details["verb"] == "up" and event.details["mode"] == "planned"
            there = {copy.lineage for copy in now.running(now.other(event.site))}
            expected[event.site] = there if comes and planned else set()
        if event.kind != "run.ended" or event.details["outcome"] not in DONE:
            continue
        for lineage in sorted(expected.pop(event.site, set())):
            copy = now.copies.get(now.newest[lineage])
            if copy is not None and copy.site != event.site and copy.name not in event.details.get("named", ()):
                yield event, f"{copy.name} was to come to {event.site}; it is in {copy.site}, and nobody was told."
