"""Whether packets arrive where a run says that the workload is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.histories.invariants.found import DONE, Found
from tests.histories.log.foreign import Foreign
from tests.histories.log.moment import OWN, PEERING, Copy, Moment


def never_green_while_an_address_leads_elsewhere(seen: Sequence[Moment]) -> Found:
    """An up of a site does not end well while its transit gateway leads packets of a VM that runs elsewhere.

    A failover is over once an up that has published it ends with every packet arriving. A route of others that comes
    later may stay, but each up names it. Nothing is said of an up to which AWS does not list the routes.
    """
    over: dict[str, int] = {}
    mute: set[str] = set()
    for now in seen:
        event, site = now.event, now.event.site
        if event.kind == "mute":
            mute = mute | {site} if event.details["on"] else mute - {site}
        elif event.kind == "record":
            over.setdefault(site, event.details["generation"])
        if not _has_led(now) or site in mute:
            continue
        generation, astray = now.records[site].generation, list(_astray(now, site))
        if not astray:
            over[site] = generation
            continue
        told = event.details.get("routes_told", ())
        if event.details["outcome"] not in DONE:
            continue
        if over.get(site) != generation or not all(route.prefix in told for _, _, route in astray):
            shown = (f"{copy.name} ({address}) by {route}" for copy, address, route in astray)
            yield event, f"an up of {site} ended well, and its gateway leads elsewhere: {', '.join(shown)}."


def _has_led(now: Moment) -> bool:
    """The end of an up that has led the routes of its site and published it, while no other run is under way."""
    event, told = now.event, now.event.details
    if event.kind != "run.ended" or told["verb"] != "up" or now.run:
        return False
    record = now.records[event.site]
    published = now.published.get(event.site) == record and record.active == told["active"]
    return published and now.routes.get(event.site) == _wanted(now)


def _astray(now: Moment, site: str) -> Iterator[tuple[Copy, str, Foreign]]:
    """The VMs that run where the routes of the site should lead, with each address that a route leads elsewhere."""
    for copy in now.running(now.event.details["active"]):
        for address in copy.addresses if copy.tagged else ():
            route = now.route_to(site, address)
            if route.leads_to != _wanted(now):
                yield copy, address, route


def _wanted(now: Moment) -> str:
    return OWN if now.event.details["active"] == now.event.site else PEERING
