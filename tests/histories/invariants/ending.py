"""The end of a history."""

from __future__ import annotations

from collections.abc import Sequence

from tests.histories.invariants.found import Found
from tests.histories.log.moment import OWN, Moment


def in_the_end_one_site_runs_everything(seen: Sequence[Moment]) -> Found:
    """Once the operator has settled: each VM runs once, at the active site, and both gateways lead there."""
    last = seen[-1]
    if last.event.kind != "settled":
        return
    active, idle = last.event.site, last.other(last.event.site)
    here = {copy.lineage for copy in last.running(active)}
    excused = _left_behind(seen)
    ran = {copy.lineage for now in seen for copy in now.copies.values() if copy.on}
    for lineage, newest in last.newest.items():
        if newest in last.copies and not last.copies[newest].tagged:
            continue
        if lineage in ran - here and not (lineage in excused and newest in last.copies):
            where = last.copies.get(newest)
            found = f"{where.site}, {'on' if where.on else 'off'}" if where else "nowhere"
            yield last.event, f"{where.name if where else lineage} does not run in {active}; it is {found}."
    for copy in (copy for copy in last.running(idle) if copy.tagged or copy.lineage in here):
        yield last.event, f"{copy.name} still runs in {idle}."
    for site in (active, idle):
        leads, wanted = last.routes.get(site), OWN if site == active else "peering"
        if leads != wanted:
            yield last.event, f"{site} leads the prefix to {leads}; expected {wanted}."
        if site not in last.published or last.published[site].active != active:
            yield last.event, f"{site} has published {last.published.get(site)}; expected {active} as active."
    # A state that was put back is older than what the site that stands by knows, which is that this one is active.
    restored = any(now.event.details.get("lost") for now in seen)
    if not restored and last.records[idle].generation > last.records[active].generation:
        yield last.event, f"{idle}, which stands by, knows of a later flip than {active}, which is active."


def _left_behind(seen: Sequence[Moment]) -> set[str]:
    """The lineages whose newest copy a failover has left behind.

    It had no recovery point before its site was lost, or was made there after that, so nobody could bring it over: it
    is kept there, switched off, and the operator is told to start it. Or the operator has accepted, and was told its
    name, that it does not come.
    """
    found: set[str] = set()
    for now in seen:
        event = now.event
        newest = {lineage: now.copies[copy] for lineage, copy in now.newest.items() if copy in now.copies}
        if event.kind == "run.ended" and event.details.get("accepted") and event.details["outcome"] == "update":
            told = event.details.get("named", ())
            there = {one for one, copy in newest.items() if copy.site != event.site or not copy.on}
            found |= {one for one in there if newest[one].name in told}
        elif event.kind == "job" and event.details["action"] == "UNPLANNED_FAILOVER":
            found |= {lineage for lineage, copy in newest.items() if copy.site != event.site}
        elif event.kind in ("vm.created", "vm.recovered") and event.subject in now.copies:
            made = found.add if event.kind == "vm.created" and event.site in now.stranded else found.discard
            made(now.copies[event.subject].lineage)
    return found
