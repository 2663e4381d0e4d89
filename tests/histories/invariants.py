"""What must hold in every history. Each invariant is a function over the moments of a log that yields what violates it.

A site that an unplanned failover has left behind is *stranded* until its own stack has stood it down: nobody could tell
it to stop, so its copies may still run there, and its own transit gateway leads to them. That, and nothing else, is
what the first two invariants let pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.histories.event import Event
from tests.histories.moment import OWN, Moment, Word, moments

WORLD = "world"
"""``by`` of what no run of ours did."""
DONE = ("create", "same", "update")
_ADDRESSED = ("vm.created", "vm.recovered", "vm.nics")


@dataclass(frozen=True)
class Violation:
    """``invariant`` is the name of its function, ``number`` that of the event."""

    invariant: str
    number: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.invariant} at event {self.number}: {self.sentence}"


Found = Iterator[tuple[Event, str]]


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

    A flip that was given up half-way leaves what it has started, which may be the newer; then the run has said so.
    """
    for now in seen:
        event = now.event
        if event.kind != "run.ended" or event.details["outcome"] not in DONE or event.details["verb"] != "up":
            continue
        twins = {copy.lineage for copy in now.running(now.other(event.site))}
        for copy in now.running(event.site):
            told = event.details.get("told_of_strays")
            if event.details["active"] != event.site and copy.lineage in twins and not told:
                yield event, f"{copy.name} runs in {event.site}, which has stood down, and in {now.other(event.site)}."


def one_site_owns_the_prefix(seen: Sequence[Moment]) -> Found:
    """What is sent to the prefix reaches running VMs of one site only, but for a stranded one."""
    for now in seen:
        owners = [site for site in now.routes if now.owns(site)]
        if len(owners) > 1 and not set(owners) & now.stranded:
            yield now.event, f"{' and '.join(owners)} both own the prefix."


def the_prefix_is_taken_by_the_newest_flip_only(seen: Sequence[Moment]) -> Found:
    """A transit gateway is led to its own site only by a stack that is active and that nobody has overtaken."""
    restored = False
    for now in seen:
        event = now.event
        restored |= bool(event.details.get("lost"))
        if event.kind != "route" or event.details["leads_to"] != OWN or event.details.get("by") == WORLD:
            continue
        own, other = now.records.get(event.site), _heard(now, now.other(event.site), restored)
        if own is None or own.active != event.site:
            yield event, f"{event.site} takes the prefix without being active."
        elif other and other.active == now.other(event.site) and other.generation >= own.generation:
            yield event, f"{event.site} takes the prefix, which {other.active} has since flip {other.generation}."


def no_vm_is_without_its_nic(seen: Sequence[Moment]) -> Found:
    """Every VM has a NIC with an address at every moment."""
    for now in seen:
        copy = now.copies.get(now.event.subject)
        if now.event.kind in _ADDRESSED and copy is not None and not copy.addresses:
            yield now.event, f"{copy.name} in {copy.site} has no NIC with an address."


def a_vm_keeps_its_address(seen: Sequence[Moment]) -> Found:
    """A VM of the workload has the same addresses in every copy."""
    first: dict[str, tuple[str, ...]] = {}
    for now in seen:
        copy = now.copies.get(now.event.subject)
        if now.event.kind in _ADDRESSED and copy is not None and copy.workload:
            had = first.setdefault(copy.lineage, copy.addresses)
            if had != copy.addresses:
                yield now.event, f"{copy.name} had {had} and has {copy.addresses} in {copy.site}."


def every_address_is_unique(seen: Sequence[Moment]) -> Found:
    """No two VMs of a site have one address, and no two different VMs that run have one anywhere in the workload."""
    for now in seen:
        if not now.event.kind.startswith("vm."):
            continue
        held = Counter((copy.site, ip) for copy in now.copies.values() for ip in copy.addresses)
        for (site, ip), count in held.items():
            if count > 1:
                yield now.event, f"{count} VMs in {site} have {ip}."
        runs = [copy for copy in now.copies.values() if copy.on and copy.workload]
        owners = {(ip, copy.lineage) for copy in runs for ip in copy.addresses}
        for ip, count in Counter(ip for ip, _ in owners).items():
            if count > 1:
                yield now.event, f"{count} different VMs run with {ip}."


def a_nic_has_one_floating_ip(seen: Sequence[Moment]) -> Found:
    """No two floating IPs of a site lead to one NIC."""
    for now in seen:
        if now.event.kind == "floating-ips":
            nics = Counter(nic for nic in now.floating[now.event.site].values() if nic)
            for nic, count in nics.items():
                if count > 1:
                    yield now.event, f"{count} floating IPs of {now.event.site} lead to NIC {nic}."


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


def looking_writes_nothing(seen: Sequence[Moment]) -> Found:
    """A preview and a refresh send nothing that could change anything."""
    for now in seen:
        run, writes = now.run.get(now.event.site), now.event.kind in ("write", "route", "published")
        if writes and now.event.details.get("by") != WORLD and run is not None and run.details["verb"] != "up":
            yield now.event, f"a {run.details['verb']} of {now.event.site} writes: {now.event.subject}."


def a_refusal_keeps_its_word(seen: Sequence[Moment]) -> Found:
    """A run that says that nothing was done has done nothing: it moved no route and started no failover."""
    since: dict[str, list[Event]] = {}
    for now in seen:
        event = now.event
        if event.kind == "run.began":
            since[event.site] = []
        elif event.kind in ("write", "route"):
            since.setdefault(event.site, []).append(event)
        elif event.kind == "run.ended" and event.details.get("untouched"):
            for done in since.get(event.site, []):
                if done.kind == "route" or done.subject.endswith("-failover"):
                    yield event, f"{event.site} said that nothing was done, after {done.kind} {done.subject}."


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
        if lineage in ran - here and not (lineage in excused and newest in last.copies):
            where = last.copies.get(newest)
            found = f"{where.site}, {'on' if where.on else 'off'}" if where else "nowhere"
            yield last.event, f"{where.name if where else lineage} does not run in {active}; it is {found}."
    for copy in last.running(idle):
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


def _heard(now: Moment, site: str, restored: bool) -> Word | None:
    """What the other stack can know of a site. Once a state was lost or put back, its own memory is of no help: a flip
    whose run was killed before it was published may share its number with a later one. Each then refuses to go on.
    """
    return now.published.get(site) if restored else now.records.get(site)


def _left_behind(seen: Sequence[Moment]) -> set[str]:
    """The lineages whose newest copy an unplanned failover has left behind.

    It had no recovery point before its site was lost, or was made there after that, so nobody could bring it over: it
    is kept there, switched off, and the operator is told to start it.
    """
    found: set[str] = set()
    for now in seen:
        event = now.event
        if event.kind == "job" and event.details["action"] == "UNPLANNED_FAILOVER":
            newest = {lineage: now.copies[copy] for lineage, copy in now.newest.items() if copy in now.copies}
            found |= {lineage for lineage, copy in newest.items() if copy.site != event.site}
        elif event.kind in ("vm.created", "vm.recovered") and event.subject in now.copies:
            made = found.add if event.kind == "vm.created" and event.site in now.stranded else found.discard
            made(now.copies[event.subject].lineage)
    return found


ALL: tuple[Callable[[Sequence[Moment]], Found], ...] = (
    no_vm_is_started_beside_its_copy,
    a_stale_copy_is_never_started,
    a_site_that_stands_down_runs_nothing,
    one_site_owns_the_prefix,
    the_prefix_is_taken_by_the_newest_flip_only,
    no_vm_is_without_its_nic,
    a_vm_keeps_its_address,
    every_address_is_unique,
    a_nic_has_one_floating_ip,
    no_vm_is_lost,
    nothing_is_switched_off_before_the_other_has_taken_over,
    generations_only_grow,
    no_two_sites_are_active_by_one_flip,
    one_failover_at_a_time,
    an_unplanned_failover_is_meant,
    looking_writes_nothing,
    a_refusal_keeps_its_word,
    in_the_end_one_site_runs_everything,
)


def check(events: Sequence[Event]) -> list[Violation]:
    """Every violation of every invariant."""
    seen = list(moments(events))
    return [
        Violation(invariant.__name__, event.number, sentence)
        for invariant in ALL
        for event, sentence in invariant(seen)
    ]
