"""Every invariant finds the log that violates it, and none finds anything in a log of a failover as it should be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.histories import invariants
from tests.histories.invariants import addresses, arrival, copies, ending, flips, prefix, runs, things
from tests.histories.log.event import Event
from tests.histories.log.log import Log

TOKYO, OSAKA = "tokyo", "osaka"
JOB = "nc2-dr plan tokyo to osaka #1"


def log() -> Log:
    """Tokyo runs one VM, and both stacks have said so."""
    made = Log()
    for site, leads_to in ((TOKYO, "own"), (OSAKA, "peering")):
        made.add(site, "route", leads_to=leads_to, by=invariants.WORLD)
        made.add(site, "record", generation=0, active=TOKYO)
        made.add(site, "published", generation=0, active=TOKYO)
    vm(made, TOKYO, "app@tokyo")
    return made


def vm(made: Log, site: str, name: str, lineage: str = "app", ip: str = "172.30.1.11", on: bool = True) -> None:
    made.add(site, "vm.created", name, name=name, lineage=lineage, ips=(ip,), workload=True)
    if on:
        made.add(site, "vm.powered_on", name, name=name)


def up(made: Log, site: str, active: str, mode: str = "planned", *, accepted: bool = False, verb: str = "up") -> None:
    made.add(site, "run.began", verb=verb, active=active, mode=mode, accepted=accepted)


def ended(made: Log, site: str, active: str, outcome: str = "update", **more: Any) -> None:
    made.add(site, "run.ended", verb="up", active=active, outcome=outcome, **more)


def job(made: Log, status: str, site: str = OSAKA, action: str = "PLANNED_FAILOVER", name: str = JOB) -> None:
    made.add(site, "job", name, action=action, status=status)


def says(made: Log, site: str, generation: int, active: str) -> None:
    made.add(site, "record", generation=generation, active=active)
    made.add(site, "published", generation=generation, active=active)


def failed_over(made: Log) -> None:
    """A planned failover to Osaka, to its end."""
    up(made, OSAKA, OSAKA)
    job(made, "RUNNING")
    made.add(TOKYO, "vm.powered_off", "app@tokyo", name="app")
    vm(made, OSAKA, "app@osaka", on=False)
    made.add(TOKYO, "vm.deleted", "app@tokyo", name="app")
    made.add(OSAKA, "vm.powered_on", "app@osaka", name="app")
    job(made, "SUCCEEDED")
    made.add(OSAKA, "record", generation=1, active=OSAKA)
    made.add(OSAKA, "route", leads_to="own")
    made.add(OSAKA, "published", generation=1, active=OSAKA)
    ended(made, OSAKA, OSAKA)
    up(made, TOKYO, OSAKA)
    made.add(TOKYO, "record", generation=1, active=OSAKA)
    made.add(TOKYO, "route", leads_to="peering")
    made.add(TOKYO, "published", generation=1, active=OSAKA)
    ended(made, TOKYO, OSAKA)


def taken_over_unplanned(made: Log) -> None:
    """Tokyo is cut off and goes on running; Osaka takes over."""
    made.add(TOKYO, "cut", how="hang")
    up(made, OSAKA, OSAKA, "unplanned")
    job(made, "RUNNING", action="UNPLANNED_FAILOVER")
    vm(made, OSAKA, "app@osaka")
    job(made, "SUCCEEDED", action="UNPLANNED_FAILOVER")
    made.add(OSAKA, "record", generation=1, active=OSAKA)
    made.add(OSAKA, "route", leads_to="own")
    ended(made, OSAKA, OSAKA)
    made.add(TOKYO, "back")


def started_twice(made: Log) -> None:
    vm(made, OSAKA, "app@osaka")


def stale_started(made: Log) -> None:
    made.add(TOKYO, "vm.powered_off", "app@tokyo", name="app", by=invariants.WORLD)
    vm(made, OSAKA, "app@osaka", on=False)
    made.add(TOKYO, "vm.powered_on", "app@tokyo", name="app")


def stands_down_and_runs(made: Log) -> None:
    taken_over_unplanned(made)
    up(made, TOKYO, OSAKA)
    ended(made, TOKYO, OSAKA)


def both_own(made: Log) -> None:
    vm(made, OSAKA, "db@osaka", "db", "172.30.1.12")
    made.add(OSAKA, "record", generation=1, active=OSAKA)
    made.add(OSAKA, "route", leads_to="own")


def takes_the_prefix_overtaken(made: Log) -> None:
    failed_over(made)
    made.add(TOKYO, "record", generation=1, active=TOKYO)
    made.add(TOKYO, "route", leads_to="own")


def bare(made: Log) -> None:
    made.add(TOKYO, "vm.nics", "app@tokyo", name="app", ips=())


def another_address(made: Log) -> None:
    made.add(TOKYO, "vm.nics", "app@tokyo", name="app", ips=("172.30.1.99",))


def one_address_twice(made: Log) -> None:
    vm(made, TOKYO, "db@tokyo", "db", "172.30.1.11", on=False)


def one_nic_twice(made: Log) -> None:
    made.add(TOKYO, "floating-ips", leads_to={"100.64.1.1": "nic", "100.64.1.2": "nic"})


def lost(made: Log) -> None:
    made.add(TOKYO, "vm.deleted", "app@tokyo", name="app")


def off_too_soon(made: Log) -> None:
    up(made, TOKYO, OSAKA)
    made.add(TOKYO, "vm.powered_off", "app@tokyo", name="app")


def back_to_an_older_flip(made: Log) -> None:
    failed_over(made)
    says(made, OSAKA, 0, OSAKA)


def two_actives_of_one_flip(made: Log) -> None:
    says(made, OSAKA, 1, OSAKA)
    says(made, TOKYO, 1, TOKYO)


def two_jobs(made: Log) -> None:
    job(made, "RUNNING")
    job(made, "RUNNING", name=f"{JOB} attempt 2")


def unasked(made: Log) -> None:
    made.add(TOKYO, "cut", how="hang")
    up(made, OSAKA, OSAKA, "planned")
    job(made, "RUNNING", action="UNPLANNED_FAILOVER")


def preview_writes(made: Log) -> None:
    up(made, OSAKA, OSAKA, verb="preview")
    made.add(OSAKA, "write", "POST /api/recovery-plans/*/$actions/validate")


def refused_and_done(made: Log) -> None:
    up(made, OSAKA, OSAKA)
    made.add(OSAKA, "write", "POST /api/recovery-plans/*/$actions/planned-failover")
    ended(made, OSAKA, OSAKA, "refused", untouched=True)


def settled_with_nobody(made: Log) -> None:
    failed_over(made)
    made.add(OSAKA, "vm.powered_off", "app@osaka", name="app", by=invariants.WORLD)
    made.add(OSAKA, "settled")


def leads_to_nothing(made: Log) -> None:
    made.add(OSAKA, "record", generation=1, active=OSAKA)
    made.add(OSAKA, "route", leads_to="own")


def leads_in_a_loop(made: Log) -> None:
    failed_over(made)
    made.add(OSAKA, "route", leads_to="peering")
    up(made, TOKYO, OSAKA)
    ended(made, TOKYO, OSAKA)


def left_behind_unnamed(made: Log) -> None:
    vm(made, TOKYO, "db@tokyo", "db", "172.30.1.12")
    failed_over(made)


def policy_deleted(made: Log) -> None:
    made.add(TOKYO, "thing.deleted", "policy")


def green_and_astray(made: Log) -> None:
    led_elsewhere(made)
    failed_over(made)


def led_elsewhere(made: Log, site: str = OSAKA, leads_to: str = "peering") -> None:
    """A static route of others leads a part of the prefix to the old site."""
    made.add(site, "foreign", "172.30.1.0/24", leads_to=leads_to, type="static", by=invariants.WORLD)


def plan_of_others_rewritten(made: Log) -> None:
    made.add(TOKYO, "theirs", "plan-1", was="3 stages", now="5 stages")


BAD: dict[Callable[..., Any], Callable[[Log], None]] = {
    copies.no_vm_is_started_beside_its_copy: started_twice,
    copies.a_stale_copy_is_never_started: stale_started,
    copies.a_site_that_stands_down_runs_nothing: stands_down_and_runs,
    prefix.one_site_owns_the_prefix: both_own,
    prefix.the_prefix_is_taken_by_the_newest_flip_only: takes_the_prefix_overtaken,
    prefix.a_route_leads_where_the_workload_runs: leads_to_nothing,
    prefix.no_loop_of_the_prefix: leads_in_a_loop,
    copies.a_vm_that_was_announced_comes_or_is_named: left_behind_unnamed,
    things.what_protects_the_pair_is_never_deleted: policy_deleted,
    things.what_others_have_stays_as_it_is: plan_of_others_rewritten,
    arrival.never_green_while_an_address_leads_elsewhere: green_and_astray,
    addresses.no_vm_is_without_its_nic: bare,
    addresses.a_vm_keeps_its_address: another_address,
    addresses.every_address_is_unique: one_address_twice,
    addresses.a_nic_has_one_floating_ip: one_nic_twice,
    copies.no_vm_is_lost: lost,
    copies.nothing_is_switched_off_before_the_other_has_taken_over: off_too_soon,
    flips.generations_only_grow: back_to_an_older_flip,
    flips.no_two_sites_are_active_by_one_flip: two_actives_of_one_flip,
    flips.one_failover_at_a_time: two_jobs,
    flips.an_unplanned_failover_is_meant: unasked,
    runs.looking_writes_nothing: preview_writes,
    runs.a_refusal_keeps_its_word: refused_and_done,
    ending.in_the_end_one_site_runs_everything: settled_with_nobody,
}


def test_every_invariant_has_a_log_that_violates_it() -> None:
    assert set(BAD) == set(invariants.ALL)


@pytest.mark.parametrize("invariant", BAD, ids=lambda found: found.__name__.replace("_", " "))
def test_the_log_that_violates_an_invariant_is_found(invariant: Callable[..., Any]) -> None:
    made = log()
    BAD[invariant](made)
    assert invariant.__name__ in {found.invariant for found in invariants.check(made.events)}


@pytest.mark.parametrize("story", [failed_over, taken_over_unplanned], ids=["planned", "unplanned"])
def test_a_failover_as_it_should_be_violates_nothing(story: Callable[[Log], None]) -> None:
    made = log()
    story(made)
    assert invariants.check(made.events) == []


def test_a_vm_that_is_named_or_was_taken_out_may_stay_behind() -> None:
    made = log()
    vm(made, TOKYO, "db@tokyo", "db", "172.30.1.12")
    made.add(TOKYO, "vm.untagged", "db@tokyo", name="db")
    up(made, OSAKA, OSAKA)
    ended(made, OSAKA, OSAKA, named=("app@tokyo", "db@tokyo"))
    made.add(OSAKA, "record", generation=1, active=OSAKA)
    assert invariants.check(made.events) == []


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("published", [0, 1])
def test_an_old_state_may_lead_in_a_loop_if_no_word_tells_and_the_run_names_what_runs(
    published: int, named: bool
) -> None:
    """The first state of Osaka was put back. What Tokyo published last is of before Osaka's takeover, or of after."""
    made = log()
    failed_over(made)
    made.add(TOKYO, "published", generation=published, active=OSAKA if published else TOKYO)
    up(made, OSAKA, TOKYO)
    made.add(OSAKA, "route", leads_to="peering")
    ended(made, OSAKA, TOKYO, "same", **({"told_of_strays": ("app",)} if named else {}))
    up(made, TOKYO, OSAKA)
    ended(made, TOKYO, OSAKA, "same")
    loops = {one for one in invariants.check(made.events) if one.invariant == "no_loop_of_the_prefix"}
    assert bool(loops) == (published == 1 or not named)


def test_a_violation_names_its_event() -> None:
    made = log()
    lost(made)
    (found,) = invariants.check(made.events)
    assert str(found) == (
        f"no_vm_is_lost at event {len(made.events)}: app@tokyo is deleted in tokyo, and no newer copy is there."
    )
    assert isinstance(made.events[-1], Event)
