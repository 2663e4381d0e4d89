"""What must hold in every history. Each invariant is a function over the moments of a log that yields what violates it.

A site that an unplanned failover has left behind is *stranded* until its own stack has stood it down: nobody could tell
it to stop, so its copies may still run there, and its own transit gateway leads to them. That, and nothing else, is
what the first two invariants let pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.histories.invariants import addresses, arrival, copies, ending, flips, prefix, runs, things
from tests.histories.invariants.found import WORLD, Found, Violation
from tests.histories.log.event import Event
from tests.histories.log.moment import Moment, moments

__all__ = [
    "ALL",
    "WORLD",
    "Found",
    "Violation",
    "addresses",
    "arrival",
    "check",
    "copies",
    "ending",
    "flips",
    "prefix",
    "runs",
    "things",
]

ALL: tuple[Callable[[Sequence[Moment]], Found], ...] = (
    copies.no_vm_is_started_beside_its_copy,
    copies.a_stale_copy_is_never_started,
    copies.a_site_that_stands_down_runs_nothing,
    prefix.one_site_owns_the_prefix,
    prefix.the_prefix_is_taken_by_the_newest_flip_only,
    prefix.a_route_leads_where_the_workload_runs,
    prefix.no_loop_of_the_prefix,
    arrival.never_green_while_an_address_leads_elsewhere,
    addresses.no_vm_is_without_its_nic,
    addresses.a_vm_keeps_its_address,
    addresses.every_address_is_unique,
    addresses.a_nic_has_one_floating_ip,
    copies.no_vm_is_lost,
    copies.nothing_is_switched_off_before_the_other_has_taken_over,
    copies.a_vm_that_was_announced_comes_or_is_named,
    flips.generations_only_grow,
    flips.no_two_sites_are_active_by_one_flip,
    flips.one_failover_at_a_time,
    flips.an_unplanned_failover_is_meant,
    things.what_protects_the_pair_is_never_deleted,
    things.what_others_have_stays_as_it_is,
    runs.looking_writes_nothing,
    runs.a_refusal_keeps_its_word,
    ending.in_the_end_one_site_runs_everything,
)


def check(events: Sequence[Event]) -> list[Violation]:
    """Every violation of every invariant."""
    seen = list(moments(events))
    return [
        Violation(invariant.__name__, event.number, sentence)
        for invariant in ALL
        for event, sentence in invariant(seen)
    ]
