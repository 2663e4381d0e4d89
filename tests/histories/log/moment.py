"""What both sites were like right after an event of the log. Pure: folded from the events alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.histories.log.event import Event
from tests.histories.log.foreign import Foreign, winner

OWN, PEERING = "own", "peering"
NOT_AVAILABLE = "The attachment is not available."
"""What AWS says where it refuses to move a route."""


@dataclass(frozen=True)
class Copy:
    """A VM of one site. The copies of one VM have its ``lineage``; ``workload`` says that it is a protected one.

    ``tagged`` says that it is in the protected category still.
    """

    id: str
    site: str
    name: str
    lineage: str
    on: bool = False
    addresses: tuple[str, ...] = ()
    workload: bool = True
    tagged: bool = True


@dataclass(frozen=True)
class Word:
    """What a stack's state, or its outputs, say of who is active as of which flip."""

    generation: int
    active: str


@dataclass(frozen=True)
class Moment:
    """``event`` has just happened.

    ``newest`` is the copy of each lineage that was made last; ``stranded`` are the sites whose copies an unplanned
    failover has left behind, until a run of their stack has stood them down; ``run`` is the run of each site's stack
    that is under way; ``floating`` says by site and address which NIC a floating IP leads to; ``foreign`` are the
    routes of others in each site's table by their prefixes.
    """

    event: Event
    copies: Mapping[str, Copy] = field(default_factory=dict)
    newest: Mapping[str, str] = field(default_factory=dict)
    routes: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, Word] = field(default_factory=dict)
    published: Mapping[str, Word] = field(default_factory=dict)
    stranded: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()
    run: Mapping[str, Event] = field(default_factory=dict)
    floating: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    foreign: Mapping[str, Mapping[str, Foreign]] = field(default_factory=dict)

    def route_to(self, site: str, address: str) -> Foreign:
        """The route that a packet to the address takes in the table of the site's gateway, ours or not."""
        return winner(self.routes.get(site, ""), self.foreign.get(site, {}).values(), address)

    def running(self, site: str) -> list[Copy]:
        """The workload's VMs that run at a site."""
        return [copy for copy in self.copies.values() if copy.site == site and copy.on and copy.workload]

    def owns(self, site: str) -> bool:
        """Whether what is sent to the prefix by this site's transit gateway reaches running VMs of the site itself."""
        return self.routes.get(site) == OWN and any(copy.tagged for copy in self.running(site))

    def other(self, site: str) -> str:
        """The site that is not this one."""
        return next((name for name in self.routes if name != site), "")


def moments(events: Iterable[Event]) -> Iterator[Moment]:
    """The moment after each event."""
    now: Moment | None = None
    for event in events:
        now = Moment(event) if now is None else replace(now, event=event)
        now = _AFTER.get(event.kind, _unchanged)(now, event)
        yield now


def _unchanged(now: Moment, event: Event) -> Moment:
    return now


def _created(now: Moment, event: Event) -> Moment:
    told = event.details
    copy = Copy(
        event.subject, event.site, told["name"], told["lineage"], False, tuple(told["ips"]), told.get("workload", True)
    )
    newest = {**now.newest, copy.lineage: copy.id} if copy.workload else now.newest
    return replace(now, copies={**now.copies, copy.id: copy}, newest=newest)


def _changed(**changes: Any) -> Callable[[Moment, Event], Moment]:
    def after(now: Moment, event: Event) -> Moment:
        copy = now.copies.get(event.subject)
        return now if copy is None else replace(now, copies={**now.copies, copy.id: replace(copy, **changes)})

    return after


def _nics(now: Moment, event: Event) -> Moment:
    return _changed(addresses=tuple(event.details["ips"]))(now, event)


def _deleted(now: Moment, event: Event) -> Moment:
    return replace(now, copies={name: copy for name, copy in now.copies.items() if name != event.subject})


def _route(now: Moment, event: Event) -> Moment:
    return replace(now, routes={**now.routes, event.site: event.details["leads_to"]})


def _record(now: Moment, event: Event) -> Moment:
    word = Word(event.details["generation"], event.details["active"])
    return replace(now, records={**now.records, event.site: word})


def _published(now: Moment, event: Event) -> Moment:
    word = Word(event.details["generation"], event.details["active"])
    return replace(now, published={**now.published, event.site: word})


def _job(now: Moment, event: Event) -> Moment:
    if event.details["action"] != "UNPLANNED_FAILOVER" or event.details["status"] != "RUNNING":
        return now
    return replace(now, stranded=now.stranded | {now.other(event.site)})


def _began(now: Moment, event: Event) -> Moment:
    return replace(now, run={**now.run, event.site: event})


def _ended(now: Moment, event: Event) -> Moment:
    began = now.run.get(event.site)
    stood_down = (
        began is not None
        and began.details["verb"] == "up"
        and began.details["active"] != event.site
        and event.details["outcome"] in ("create", "same", "update")
    )
    return replace(
        now,
        run={site: run for site, run in now.run.items() if site != event.site},
        stranded=now.stranded - {event.site} if stood_down else now.stranded,
    )


def _floating(now: Moment, event: Event) -> Moment:
    return replace(now, floating={**now.floating, event.site: event.details["leads_to"]})


def _foreign(now: Moment, event: Event) -> Moment:
    there = {prefix: one for prefix, one in now.foreign.get(event.site, {}).items() if prefix != event.subject}
    told = event.details
    if told["type"]:
        there[event.subject] = Foreign(event.subject, told["leads_to"], told["type"])
    return replace(now, foreign={**now.foreign, event.site: there})


_AFTER: Mapping[str, Callable[[Moment, Event], Moment]] = {
    "vm.created": _created,
    "vm.recovered": _created,
    "vm.powered_on": _changed(on=True),
    "vm.powered_off": _changed(on=False),
    "vm.untagged": _changed(tagged=False),
    "vm.nics": _nics,
    "vm.deleted": _deleted,
    "route": _route,
    "record": _record,
    "published": _published,
    "job": _job,
    "run.began": _began,
    "run.ended": _ended,
    "floating-ips": _floating,
    "foreign": _foreign,
    "cut": lambda now, event: replace(now, cut=now.cut | {event.site}),
    "back": lambda now, event: replace(now, cut=now.cut - {event.site}),
}
