"""Where the workload's prefix is led."""

from __future__ import annotations

from collections.abc import Sequence

from tests.histories.invariants.found import DONE, WORLD, Found
from tests.histories.log.moment import NOT_AVAILABLE, OWN, PEERING, Moment, Word


def one_site_owns_the_prefix(seen: Sequence[Moment]) -> Found:
    """What is sent to the prefix reaches running VMs of one site only, but for a stranded one.

    Nor is a site counted that stood down while AWS refused to move its route, until that route moves: the next failover
    to it may have brought the first VMs when it stops half way.
    """
    kept: set[str] = set()
    for now in seen:
        event = now.event
        if (
            event.kind == "run.ended"
            and event.subject == NOT_AVAILABLE
            and now.records[event.site].active != event.site
        ):
            kept.add(event.site)
        elif event.kind == "route":
            kept.discard(event.site)
        owners = [site for site in now.routes if now.owns(site)]
        if len(owners) > 1 and not set(owners) & (now.stranded | kept):
            yield now.event, f"{' and '.join(owners)} both own the prefix."


def the_prefix_is_taken_by_the_newest_flip_only(seen: Sequence[Moment]) -> Found:
    """A transit gateway is led to its own site only by a stack that is active and that nobody has overtaken.

    Once a state was lost or put back, two flips may share a number.
    """
    restored = False
    for now in seen:
        event = now.event
        restored |= bool(event.details.get("lost"))
        if event.kind != "route" or event.details["leads_to"] != OWN or event.details.get("by") == WORLD:
            continue
        own, other = now.records.get(event.site), _heard(now, now.other(event.site), restored)
        if own is None or own.active != event.site:
            yield event, f"{event.site} takes the prefix without being active."
        elif other and other.active == now.other(event.site) and other.generation >= own.generation + restored:
            yield event, f"{event.site} takes the prefix, which {other.active} has since flip {other.generation}."


def a_route_leads_where_the_workload_runs(seen: Sequence[Moment]) -> Found:
    """A transit gateway is not led to its own site while nothing runs there and the workload runs at the other.

    Copies of a stranded site do not count: they are stale.
    """
    for now in seen:
        event = now.event
        if event.kind != "route" or event.details["leads_to"] != OWN or event.details.get("by") == WORLD:
            continue
        other = now.other(event.site)
        if not now.running(event.site) and now.running(other) and other not in now.stranded:
            yield event, f"{event.site} takes the prefix and runs nothing; the workload runs in {other}."


def no_loop_of_the_prefix(seen: Sequence[Moment]) -> Found:
    """After a run the two transit gateways do not lead the prefix to one another, unless it was killed or refused.

    A standby whose state is older than what runs there leads away from it, too, if no word of the other stack tells of
    its takeover: the other's run was killed before it published. Then the run has named what runs there, and the loop
    is known until a route moves.
    """
    known = False
    for now in seen:
        event = now.event
        looped = len(now.routes) > 1 and all(leads == PEERING for leads in now.routes.values())
        known &= looped
        if looped and event.kind == "run.ended" and event.details["outcome"] in DONE and not now.run:
            word = now.published.get(now.other(event.site))
            known |= bool(event.details.get("told_of_strays")) and (word is None or word.active != event.site)
            if not known:
                yield event, "both sites lead the prefix to one another."


def _heard(now: Moment, site: str, restored: bool) -> Word | None:
    """What the other stack can know of a site. Once a state was lost or put back, its own memory is of no help: a flip
    whose run was killed before it was published may share its number with a later one. Each then refuses to go on.
    """
    return now.published.get(site) if restored else now.records.get(site)
